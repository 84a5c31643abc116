#include "app/desktop/pages/project/dataset_panel.h"

#include <QAbstractAxis>
#include <QSplitter>
#include <QTabWidget>
#include <QVBoxLayout>
#include <algorithm>

#include "app/desktop/pages/project/confusion_view.h"
#include "app/desktop/pages/project/dataset_predictions.h"
#include "app/desktop/pages/project/image_detail.h"
#include "app/desktop/pages/project/image_filter_bar.h"
#include "app/desktop/pages/project/image_grid_view.h"
#include "app/desktop/plot/number_text.h"
#include "app/desktop/session/desktop_session.h"
#include "app/desktop/widgets/chart_view.h"
#include "app/desktop/widgets/facts_panel.h"
#include "app/desktop/widgets/image_list.h"
#include "core/base/error.h"

namespace lpstudio {
namespace {

/// A page of the side panel, its content at the top.
QWidget* padded(QWidget* content, int stretch) {
    auto* page = new QWidget;
    auto* layout = new QVBoxLayout(page);
    layout->setContentsMargins(8, 8, 0, 0);
    layout->addWidget(content, stretch);
    if (stretch == 0) layout->addStretch();
    return page;
}

}  // namespace

DatasetPanel::DatasetPanel(Session& session, QWidget* parent)
    : QWidget(parent),
      session_(session),
      images_(new ImageList(this)),
      predictions_(new DatasetPredictions(session, *images_, this)),
      facts_(new FactsPanel(3)),
      filter_(new ImageFilterBar(*images_, *predictions_)),
      grid_(new ImageGridView(images_)),
      side_(new QTabWidget),
      detail_(new ImageDetail(*images_)),
      classes_(new LayerBarsView(Qt::Vertical)),
      confusion_(new ConfusionView) {
    side_->setDocumentMode(true);
    side_->setAccessibleName(tr("About the images"));
    side_->addTab(padded(detail_, 0), tr("Image"));
    side_->addTab(padded(classes_, 1), tr("Classes"));
    side_->addTab(padded(confusion_, 1), tr("Confusion"));
    side_->setTabToolTip(1, tr("Images per class; click a bar to see the images"));
    side_->setTabToolTip(2, tr("Which labels are predicted as which classes; choose predictions "
                               "first, then click a cell to see the images"));
    auto* split = new QSplitter;
    split->addWidget(grid_);
    split->addWidget(side_);
    split->setStretchFactor(0, 1);
    split->setSizes({560, 420});
    split->setChildrenCollapsible(false);
    split->setHandleWidth(1);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 16, 16, 8);
    layout->setSpacing(8);
    layout->addWidget(facts_);
    layout->addSpacing(8);
    layout->addWidget(filter_);
    layout->addWidget(split, 1);

    const Selection& selection = session_.selection();
    connect(&selection, &Selection::imagesChanged, this, &DatasetPanel::refresh);
    connect(&selection, &Selection::networkChanged, this, &DatasetPanel::refresh);
    connect(&selection, &Selection::candidateChanged, this, &DatasetPanel::refreshCandidate);
    connect(&selection, &Selection::runChanged, this, &DatasetPanel::refreshCandidate);
    connect(predictions_, &DatasetPredictions::changed, this, &DatasetPanel::refreshConfusion);
    connect(grid_->selectionModel(), &QItemSelectionModel::currentChanged, this,
            &DatasetPanel::followCurrent);
    connect(grid_, &QAbstractItemView::activated, this, [this] { showSide(0); });
    // The same image stays chosen when the filter changes what is around it.
    connect(images_, &QAbstractItemModel::modelReset, this, [this] {
        const auto chosen = detail_->image();
        const int row = chosen ? images_->rowOf(*chosen) : -1;
        if (row >= 0) grid_->setCurrentIndex(images_->index(row));
    });
    connect(confusion_, &ConfusionView::pairChosen, filter_, &ImageFilterBar::choosePair);
    connect(classes_, &LayerBarsView::layerClicked, this,
            [this](int label) { filter_->choosePair(label, -1); });
    refresh();
}

std::vector<Job*> DatasetPanel::jobs() const {
    return {&predictions_->job(), &predictions_->partsJob()};
}

void DatasetPanel::showSide(int tab) {
    side_->setCurrentIndex(tab);
}

void DatasetPanel::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    predictions_->setWatched(true);
}

void DatasetPanel::hideEvent(QHideEvent* event) {
    QWidget::hideEvent(event);
    predictions_->setWatched(false);
}

void DatasetPanel::followCurrent() {
    const QModelIndex current = grid_->currentIndex();
    if (current.isValid()) detail_->showImage(images_->imageAt(current.row()));
}

void DatasetPanel::refresh() {
    const auto& images = session_.selection().images();
    const auto& network = session_.selection().network();
    const bool another = images != images_->images();
    if (another) detail_->showImage(std::nullopt);
    images_->setImages(images, network ? network->card().classNames : std::vector<std::string>());
    refreshFacts();
    refreshClasses();
    refreshCandidate();
    predictions_->refresh();
    filter_->refresh();
    refreshConfusion();
    if (another && images_->rowCount() > 0) {
        grid_->setCurrentIndex(images_->index(0));
        grid_->scrollToTop();
    }
}

void DatasetPanel::refreshFacts() {
    const auto& images = images_->images();
    if (!images) {
        facts_->setFacts({});
        return;
    }
    std::vector<Fact> facts;
    try {
        const DatasetRecord record = session_.store()->dataset(session_.selection().dataset());
        facts = {{tr("Name"), QString::fromStdString(record.name), {}},
                 {tr("File"), QString::fromStdString(record.path.filename().string()),
                  QString::fromStdString(record.path.string())},
                 {tr("SHA-256"), QString::fromStdString(record.sha256.substr(0, 16)) + QChar(u'…'),
                  QString::fromStdString(record.sha256)}};
    } catch (const Error&) {
        // It has just been removed; what remains is shown until another is chosen.
    }
    const auto size = static_cast<std::int64_t>(images->size());
    const int labels = images->labels.empty()
                           ? 0
                           : *std::max_element(images->labels.begin(), images->labels.end()) + 1;
    const auto bytes =
        static_cast<double>(images->bytes.size() + sizeof(float) * images->floats.size());
    facts.push_back({tr("Images"), countText(size), groupedText(size)});
    facts.push_back({tr("Shape"),
                     shapeText(std::vector<int>{images->channels, images->height, images->width}),
                     tr("channels × height × width")});
    facts.push_back({tr("Classes"), QString::number(labels), {}});
    facts.push_back({tr("In memory"), bytesText(bytes), {}});
    facts_->setFacts(facts);
}

void DatasetPanel::refreshClasses() {
    const auto& images = images_->images();
    LayerBars bars;
    if (images) {
        std::vector<int> counts;
        for (const int label : images->labels) {
            const auto at = static_cast<std::size_t>(label);
            if (at >= counts.size()) counts.resize(at + 1);
            ++counts[at];
        }
        bars.title = tr("Images per class");
        bars.valueTitle = tr("Images");
        for (std::size_t label = 0; label < counts.size(); ++label)
            bars.bars.push_back({images_->className(static_cast<int>(label)),
                                 static_cast<double>(counts[label]), 0});
    }
    classes_->setBars(std::move(bars));
    // The bars are classes here, and the chart's title says so.
    for (QAbstractAxis* axis : classes_->bars()->axes(Qt::Horizontal)) axis->setTitleVisible(false);
}

void DatasetPanel::refreshCandidate() {
    const Selection& selection = session_.selection();
    const ScoredCandidate* candidate = selection.candidate();
    const bool fits =
        candidate != nullptr && selection.run() && selection.runRecord().model == selection.model();
    filter_->setCandidate(fits ? tr("Candidate %1 of %2")
                                     .arg(candidate->id.value)
                                     .arg(QString::fromStdString(selection.runRecord().name))
                               : QString());
}

void DatasetPanel::refreshConfusion() {
    const bool judged = images_->prediction(0) != nullptr;
    side_->setTabEnabled(2, judged);
    const int classes = judged ? images_->classes() : 0;
    confusion_->setCounts(images_->confusion(static_cast<std::size_t>(classes)), classes,
                          [this](int label) { return images_->className(label); });
}

}  // namespace lpstudio
