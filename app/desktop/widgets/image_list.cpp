#include "app/desktop/widgets/image_list.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "app/desktop/plot/number_text.h"

namespace lpstudio {
namespace {

/// Half-open range of source pixels behind a target pixel.
struct Span {
    int begin, end;
};

Span spanOf(int at, int target, int source) {
    const auto edge = [&](int one) {
        return static_cast<int>(static_cast<std::int64_t>(one) * source / target);
    };
    return {edge(at), std::max(edge(at) + 1, edge(at + 1))};
}

/// `pixels`: planes of the image; `full`: the value of white.
template <class Value>
QImage reduced(const Value* pixels, const ImageSet& set, double full, int width, int height) {
    const auto plane = static_cast<std::size_t>(set.height) * static_cast<std::size_t>(set.width);
    const int channels = set.channels >= 3 ? 3 : 1;
    QImage image(width, height, QImage::Format_RGB32);
    for (int y = 0; y < height; ++y) {
        const Span rows = spanOf(y, height, set.height);
        auto* line = reinterpret_cast<QRgb*>(image.scanLine(y));
        for (int x = 0; x < width; ++x) {
            const Span columns = spanOf(x, width, set.width);
            const int count = (rows.end - rows.begin) * (columns.end - columns.begin);
            int bytes[3] = {};
            for (int c = 0; c < channels; ++c) {
                double sum = 0;
                for (int row = rows.begin; row < rows.end; ++row) {
                    const Value* from =
                        pixels + static_cast<std::size_t>(c) * plane +
                        static_cast<std::size_t>(row) * static_cast<std::size_t>(set.width);
                    for (int column = columns.begin; column < columns.end; ++column)
                        sum += static_cast<double>(from[column]);
                }
                bytes[c] =
                    static_cast<int>(std::lround(255 * std::clamp(sum / count / full, 0.0, 1.0)));
            }
            line[x] = channels == 3 ? qRgb(bytes[0], bytes[1], bytes[2])
                                    : qRgb(bytes[0], bytes[0], bytes[0]);
        }
    }
    return image;
}

}  // namespace

QImage imageOf(const ImageSet& set, std::size_t image) {
    return thumbnailOf(set, image, std::max(set.width, set.height));
}

QImage thumbnailOf(const ImageSet& set, std::size_t image, int side) {
    const int largest = std::max(set.width, set.height);
    const double scale = std::min(1.0, static_cast<double>(side) / largest);
    const auto length = [scale](int full) {
        return std::max(1, static_cast<int>(std::lround(scale * full)));
    };
    const std::size_t begin = image * set.imageElements();
    return set.bytes.empty()
               ? reduced(set.floats.data() + begin, set, 1, length(set.width), length(set.height))
               : reduced(set.bytes.data() + begin, set, 255, length(set.width), length(set.height));
}

ImageList::ImageList(QObject* parent) : QAbstractListModel(parent) {}

void ImageList::setImages(std::shared_ptr<const ImageSet> images, std::vector<std::string> names) {
    if (images == images_ && names == names_) return;
    beginResetModel();
    if (images != images_) {
        verdicts_ = {};
        parts_.clear();
        filter_ = {};
        thumbnails_.clear();
    }
    images_ = std::move(images);
    names_ = std::move(names);
    refilter();
    endResetModel();
}

void ImageList::setVerdicts(ImageVerdicts verdicts) {
    verdicts_ = std::move(verdicts);
    announce();
}

void ImageList::addVerdicts(bool quantized, std::size_t first,
                            const std::vector<Prediction>& more) {
    auto& known = quantized ? verdicts_.quantized : verdicts_.floating;
    if (first > known.size()) return;
    known.resize(first);
    known.insert(known.end(), more.begin(), more.end());
    announce();
}

void ImageList::setParts(std::vector<std::uint8_t> parts) {
    if (parts == parts_) return;
    parts_ = std::move(parts);
    announce();
}

void ImageList::setFilter(const ImageFilter& filter) {
    if (filter == filter_) return;
    filter_ = filter;
    announce();
}

void ImageList::announce() {
    std::vector<std::size_t> before = rows_;
    refilter();
    if (rows_ == before) {
        if (!rows_.empty()) Q_EMIT dataChanged(index(0), index(static_cast<int>(rows_.size()) - 1));
        return;
    }
    std::swap(rows_, before);
    beginResetModel();
    std::swap(rows_, before);
    endResetModel();
}

void ImageList::refilter() {
    rows_.clear();
    if (!images_) return;
    for (std::size_t image = 0; image < images_->size(); ++image)
        if (passes(image)) rows_.push_back(image);
}

const Prediction* ImageList::prediction(std::size_t image) const {
    const auto& known = verdicts_.quantized.empty() ? verdicts_.floating : verdicts_.quantized;
    return image < known.size() ? &known[image] : nullptr;
}

bool ImageList::differs(std::size_t image) const {
    return image < verdicts_.floating.size() && image < verdicts_.quantized.size() &&
           verdicts_.floating[image].top() != verdicts_.quantized[image].top();
}

bool ImageList::passes(std::size_t image) const {
    const int label = images_->labels[image];
    const Prediction* known = prediction(image);
    if (filter_.label && *filter_.label != label) return false;
    if (filter_.predicted && (known == nullptr || known->top() != *filter_.predicted)) return false;
    if (filter_.part && (image >= parts_.size() || parts_[image] != *filter_.part)) return false;
    switch (filter_.outcome) {
        case ImageFilter::Outcome::Right:
            return known != nullptr && known->top() == label;
        case ImageFilter::Outcome::Wrong:
            return known != nullptr && known->top() != label;
        case ImageFilter::Outcome::Differ:
            return differs(image);
        case ImageFilter::Outcome::All:
            break;
    }
    return true;
}

ImageTally ImageList::tally() const {
    ImageTally tally;
    if (!images_) return tally;
    for (std::size_t image = 0; image < images_->size(); ++image) {
        const Prediction* known = prediction(image);
        if (known == nullptr) break;
        ++tally.judged;
        tally.right += known->top() == images_->labels[image] ? 1 : 0;
    }
    tally.compared = std::min(verdicts_.floating.size(), verdicts_.quantized.size());
    for (std::size_t image = 0; image < tally.compared; ++image)
        tally.differing += differs(image) ? 1 : 0;
    return tally;
}

int ImageList::classes() const {
    int most = -1;
    if (images_)
        for (const int label : images_->labels) most = std::max(most, label);
    for (const auto* known : {&verdicts_.floating, &verdicts_.quantized})
        for (const Prediction& one : *known) most = std::max(most, one.top());
    return most + 1;
}

std::vector<std::size_t> ImageList::confusion(std::size_t classes) const {
    std::vector<std::size_t> counts(classes * classes);
    if (!images_) return counts;
    for (std::size_t image = 0; image < images_->size(); ++image) {
        const Prediction* known = prediction(image);
        if (known == nullptr) break;
        const auto label = static_cast<std::size_t>(images_->labels[image]);
        const auto predicted = static_cast<std::size_t>(known->top());
        if (label < classes && predicted < classes) ++counts[label * classes + predicted];
    }
    return counts;
}

QString ImageList::className(int label) const {
    const auto at = static_cast<std::size_t>(label);
    if (images_ && at < images_->classNames.size())
        return QString::fromStdString(images_->classNames[at]);
    if (at < names_.size()) return QString::fromStdString(names_[at]);
    return QString::number(label);
}

int ImageList::rowOf(std::size_t image) const {
    const auto at = std::lower_bound(rows_.begin(), rows_.end(), image);
    return at != rows_.end() && *at == image ? static_cast<int>(at - rows_.begin()) : -1;
}

const QPixmap* ImageList::thumbnail(std::size_t image, int side, bool make) {
    if (side != side_) {
        thumbnails_.clear();
        side_ = side;
    }
    if (const QPixmap* known = thumbnails_.object(image)) return known;
    if (!make || !images_ || image >= images_->size()) return nullptr;
    auto* picture = new QPixmap(QPixmap::fromImage(thumbnailOf(*images_, image, side)));
    const qsizetype bytes = qsizetype{4} * picture->width() * picture->height();
    thumbnails_.insert(image, picture, bytes);
    return thumbnails_.object(image);
}

int ImageList::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(rows_.size());
}

QVariant ImageList::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const std::size_t image = imageAt(index.row());
    const int label = images_->labels[image];
    const Prediction* known = prediction(image);
    switch (role) {
        case ImageRole:
            return static_cast<qint64>(image);
        case LabelRole:
            return label;
        case ClassRole:
            return known != nullptr ? known->top() : -1;
        case RightRole:
            return known != nullptr ? QVariant(known->top() == label) : QVariant();
        case DiffersRole:
            return differs(image);
        case PartRole:
            return image < parts_.size() ? static_cast<int>(parts_[image]) : 0;
        case Qt::DisplayRole:
        case Qt::AccessibleTextRole:
            if (known == nullptr || known->top() == label) return className(label);
            return tr("%1, predicted as %2").arg(className(label), className(known->top()));
        case Qt::ToolTipRole: {
            QStringList lines{
                tr("Image %1: %2").arg(static_cast<qint64>(image)).arg(className(label))};
            const auto add = [&](const QString& what, const std::vector<Prediction>& of) {
                if (image >= of.size()) return;
                const Prediction& one = of[image];
                lines << tr("%1: %2 (%3)")
                             .arg(what, className(one.top()),
                                  percentText(static_cast<double>(one.probabilities[0])));
            };
            add(tr("float"), verdicts_.floating);
            add(tr("quantized"), verdicts_.quantized);
            if (image < parts_.size() && parts_[image] == 1) lines << tr("used for calibration");
            if (image < parts_.size() && parts_[image] == 2) lines << tr("used for evaluation");
            return lines.join(u'\n');
        }
        default:
            return {};
    }
}

}  // namespace lpstudio
