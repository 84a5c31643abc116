#include "app/windows/project/dataset_panel.h"

#include <QAbstractAxis>
#include <QImage>
#include <QListWidget>
#include <QPixmap>
#include <QVBoxLayout>
#include <algorithm>
#include <cmath>

#include "app/tables/number_text.h"
#include "app/windows/frame/chart_view.h"
#include "app/windows/frame/facts_panel.h"
#include "app/windows/frame/workbench.h"
#include "core/error.h"

namespace lpstudio {
namespace {

/// As many as are drawn without being noticed, whatever their size.
constexpr std::size_t kShownImages = 200, kShownPixels = 2'000'000;
constexpr int kThumbnail = 72;

/// One image as pixels, whatever its type and number of channels.
QImage imageOf(const ImageSet& set, std::size_t at) {
    std::vector<float> pixels;
    set.appendPixels(at, pixels);
    const auto plane = static_cast<std::size_t>(set.height) * static_cast<std::size_t>(set.width);
    QImage image(set.width, set.height, QImage::Format_RGB32);
    const auto byte = [](float value) {
        return static_cast<int>(std::lround(std::clamp(value, 0.0F, 1.0F) * 255));
    };
    const bool color = set.channels >= 3;
    for (int y = 0; y < set.height; ++y) {
        auto* line = reinterpret_cast<QRgb*>(image.scanLine(y));
        const auto row = static_cast<std::size_t>(y) * static_cast<std::size_t>(set.width);
        for (std::size_t x = 0; x < static_cast<std::size_t>(set.width); ++x) {
            const int red = byte(pixels[row + x]);
            line[x] =
                color ? qRgb(red, byte(pixels[plane + row + x]), byte(pixels[2 * plane + row + x]))
                      : qRgb(red, red, red);
        }
    }
    return image;
}

QString className(const ImageSet& set, const std::vector<std::string>& modelNames, int label) {
    const auto at = static_cast<std::size_t>(label);
    if (at < set.classNames.size()) return QString::fromStdString(set.classNames[at]);
    if (at < modelNames.size()) return QString::fromStdString(modelNames[at]);
    return QString::number(label);
}

}  // namespace

DatasetPanel::DatasetPanel(Workbench& workbench, QWidget* parent)
    : QWidget(parent),
      workbench_(workbench),
      facts_(new FactsPanel(3)),
      classes_(new LayerBarsView(Qt::Vertical)),
      grid_(new QListWidget) {
    grid_->setViewMode(QListView::IconMode);
    grid_->setResizeMode(QListView::Adjust);
    grid_->setMovement(QListView::Static);
    grid_->setIconSize({kThumbnail, kThumbnail});
    grid_->setGridSize({kThumbnail + 24, kThumbnail + 32});
    grid_->setUniformItemSizes(true);
    grid_->setFrameShape(QFrame::NoFrame);
    grid_->setAccessibleName(tr("First images"));
    classes_->setFixedHeight(272);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 16, 16, 8);
    layout->setSpacing(16);
    layout->addWidget(facts_);
    layout->addWidget(classes_);
    layout->addWidget(makeHeading(tr("First images")));
    layout->addWidget(grid_, 1);
    connect(&workbench_.selection(), &Selection::imagesChanged, this, &DatasetPanel::refresh);
    connect(&workbench_.selection(), &Selection::networkChanged, this, &DatasetPanel::refresh);
    refresh();
}

void DatasetPanel::refresh() {
    grid_->clear();
    const auto& images = workbench_.selection().images();
    if (!images) {
        facts_->setFacts({});
        classes_->setBars({});
        return;
    }
    const ImageSet& set = *images;
    const auto& network = workbench_.selection().network();
    const std::vector<std::string> modelNames =
        network ? network->card().classNames : std::vector<std::string>();

    std::vector<Fact> facts;
    try {
        const DatasetRecord record = workbench_.store()->dataset(workbench_.selection().dataset());
        facts = {{tr("Name"), QString::fromStdString(record.name), {}},
                 {tr("File"), QString::fromStdString(record.path.filename().string()),
                  QString::fromStdString(record.path.string())},
                 {tr("SHA-256"), QString::fromStdString(record.sha256.substr(0, 16)) + QChar(u'…'),
                  QString::fromStdString(record.sha256)}};
    } catch (const Error&) {
        // It has just been removed; what remains is shown until another is chosen.
    }
    const int largest =
        set.labels.empty() ? -1 : *std::max_element(set.labels.begin(), set.labels.end());
    std::vector<int> counts(static_cast<std::size_t>(largest + 1));
    for (const int label : set.labels) ++counts[static_cast<std::size_t>(label)];
    facts.push_back({tr("Images"), countText(static_cast<std::int64_t>(set.size())),
                     QString::number(set.size())});
    facts.push_back({tr("Shape"), shapeText(std::vector<int>{set.channels, set.height, set.width}),
                     tr("channels × height × width")});
    facts.push_back({tr("Classes"), QString::number(counts.size()), {}});
    facts_->setFacts(facts);

    LayerBars bars;
    bars.title = tr("Images per class");
    bars.valueTitle = tr("Images");
    for (std::size_t label = 0; label < counts.size(); ++label)
        bars.bars.push_back({className(set, modelNames, static_cast<int>(label)),
                             static_cast<double>(counts[label]), 0});
    classes_->setBars(std::move(bars));
    // The bars are classes here, and the chart's title says so.
    for (QAbstractAxis* axis : classes_->bars()->axes(Qt::Horizontal)) axis->setTitleVisible(false);

    const auto pixels = static_cast<std::size_t>(set.height) * static_cast<std::size_t>(set.width);
    const std::size_t shown =
        std::min({set.size(), kShownImages, std::max<std::size_t>(10, kShownPixels / pixels)});
    for (std::size_t i = 0; i < shown; ++i) {
        const QPixmap picture = QPixmap::fromImage(imageOf(set, i).scaled(
            kThumbnail, kThumbnail, Qt::KeepAspectRatio,
            set.width < kThumbnail ? Qt::FastTransformation : Qt::SmoothTransformation));
        auto* item = new QListWidgetItem(QIcon(picture), className(set, modelNames, set.labels[i]));
        item->setToolTip(tr("Image %1, label %2").arg(i).arg(set.labels[i]));
        grid_->addItem(item);
    }
}

}  // namespace lpstudio
