#include "app/desktop/pages/project/image_detail.h"

#include <QLabel>
#include <QPixmap>
#include <QTableView>
#include <QVBoxLayout>
#include <algorithm>
#include <utility>

#include "app/desktop/plot/number_text.h"
#include "app/desktop/widgets/data_table.h"
#include "app/desktop/widgets/image_list.h"

namespace lpstudio {

void PredictionTable::setPredictions(std::optional<Prediction> floating,
                                     std::optional<Prediction> quantized, int label, Names names) {
    beginResetModel();
    floating_ = floating;
    quantized_ = quantized;
    label_ = label;
    names_ = std::move(names);
    endResetModel();
}

int PredictionTable::rows() const {
    int most = 0;
    for (const auto* one : {&floating_, &quantized_})
        if (*one)
            most = std::max(
                most, static_cast<int>(std::count_if((*one)->classes.begin(), (*one)->classes.end(),
                                                     [](int label) { return label >= 0; })));
    return most;
}

const std::vector<ItemColumn>& PredictionTable::columns() const {
    static const std::vector<ItemColumn> list{
        {tr("#"), tr("1 is the most likely"), true, QStringLiteral("rank")},
        {tr("Float"), tr("Class by the network in floating point; ✓ is the label"), false,
         QStringLiteral("float_class")},
        {tr("p"), tr("Probability (softmax of the outputs)"), true,
         QStringLiteral("float_probability")},
        {tr("Quantized"), tr("Class by the candidate; ✓ is the label"), false,
         QStringLiteral("quantized_class")},
        {tr("p"), tr("Probability (softmax of the outputs)"), true,
         QStringLiteral("quantized_probability")}};
    return list;
}

ItemCell PredictionTable::cell(int row, int column) const {
    if (column == Rank) return ItemCell::ofCount(row + 1);
    const auto& one = column <= FloatShare ? floating_ : quantized_;
    const auto at = static_cast<std::size_t>(row);
    if (!one || one->classes[at] < 0) return ItemCell::ofText({});
    if (column == FloatClass || column == QuantizedClass) {
        const QString name = names_ ? names_(one->classes[at]) : QString::number(one->classes[at]);
        ItemCell cell =
            ItemCell::ofText(one->classes[at] == label_ ? name + QStringLiteral(" ✓") : name);
        cell.raw = one->classes[at];
        cell.full = name;
        return cell;
    }
    const auto share = static_cast<double>(one->probabilities[at]);
    ItemCell cell = ItemCell::shownAs(percentText(share), share);
    cell.share = share;
    return cell;
}

namespace {

constexpr int kTallest = 256;

std::optional<Prediction> at(const std::vector<Prediction>& known, std::size_t image) {
    return image < known.size() ? std::optional(known[image]) : std::nullopt;
}

}  // namespace

ImageDetail::ImageDetail(ImageList& images, QWidget* parent)
    : QWidget(parent),
      images_(images),
      picture_(new QLabel),
      caption_(new QLabel),
      predictions_(new PredictionTable(this)),
      table_(new DataTable(predictions_, tr("Predictions"))) {
    picture_->setAlignment(Qt::AlignCenter);
    picture_->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
    caption_->setWordWrap(true);
    caption_->setAlignment(Qt::AlignHCenter);
    caption_->setTextFormat(Qt::PlainText);
    caption_->setTextInteractionFlags(Qt::TextSelectableByMouse);
    table_->setFilterVisible(false);
    table_->view()->setFixedHeight(6 * (fontMetrics().height() + 8) + 16);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    layout->addWidget(picture_);
    layout->addWidget(caption_);
    layout->addWidget(table_);
    connect(&images_, &QAbstractItemModel::dataChanged, this, &ImageDetail::refresh);
    connect(&images_, &QAbstractItemModel::modelReset, this, &ImageDetail::refresh);
    refresh();
}

void ImageDetail::showImage(std::optional<std::size_t> image) {
    image_ = image;
    refresh();
}

void ImageDetail::refresh() {
    if (image_ && (!images_.images() || *image_ >= images_.images()->size())) image_.reset();
    drawPicture();
    if (!image_) {
        caption_->setText(images_.images() ? tr("Select an image to enlarge it.") : QString());
        predictions_->clear();
        table_->hide();
        return;
    }
    const int label = images_.images()->labels[*image_];
    QStringList lines{
        tr("Image %1 – %2").arg(static_cast<qint64>(*image_)).arg(images_.className(label))};
    const int row = images_.rowOf(*image_);
    const int part = row < 0 ? 0 : images_.index(row).data(ImageList::PartRole).toInt();
    if (part == 1) lines << tr("used for calibration (C)");
    if (part == 2) lines << tr("used for evaluation (E)");
    caption_->setText(lines.join(u'\n'));
    const auto& [floating, quantized] = images_.verdicts();
    const auto byFloat = at(floating, *image_), byCandidate = at(quantized, *image_);
    predictions_->setPredictions(byFloat, byCandidate, label,
                                 [this](int of) { return images_.className(of); });
    table_->setVisible(byFloat || byCandidate);
    for (const auto column : {PredictionTable::QuantizedClass, PredictionTable::QuantizedShare})
        table_->view()->setColumnHidden(column, !byCandidate);
    table_->fitColumns(PredictionTable::FloatClass);
}

void ImageDetail::drawPicture() {
    const int side = std::clamp(width(), 64, kTallest);
    picture_->setFixedHeight(image_ ? side : 0);
    if (!image_) {
        picture_->clear();
        return;
    }
    const double scale = devicePixelRatioF();
    const auto pixels = static_cast<int>(scale * side);
    const QImage image = thumbnailOf(*images_.images(), *image_, pixels);
    // Pixels of small images stay pixels.
    QPixmap picture = QPixmap::fromImage(
        image.scaled(pixels, pixels, Qt::KeepAspectRatio, Qt::FastTransformation));
    picture.setDevicePixelRatio(scale);
    picture_->setPixmap(picture);
    picture_->setAccessibleName(
        tr("Picture of %1").arg(images_.className(images_.images()->labels[*image_])));
}

void ImageDetail::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    drawPicture();
}

}  // namespace lpstudio
