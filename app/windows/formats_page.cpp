#include "app/windows/formats_page.h"

#include <QAction>
#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QRadioButton>
#include <QSignalBlocker>
#include <QSplitter>
#include <QTabWidget>
#include <QTableView>
#include <QVBoxLayout>
#include <utility>

#include "app/charts/lines_chart.h"
#include "app/tables/data_table.h"
#include "app/windows/accuracy_panel.h"
#include "app/windows/chart_view.h"
#include "app/windows/code_points_panel.h"
#include "app/windows/format_lines.h"
#include "app/windows/workbench.h"
#include "core/model/layout.h"

namespace lpstudio {

/// What the worker makes of a layer.
struct ComparedLayer {
    std::vector<FamilyResult> results;
    std::shared_ptr<const MagnitudeTable> table;
    DistributionData distribution;
};

namespace {

const QString kCodePoints = QStringLiteral("code-points"), kAccuracy = QStringLiteral("accuracy");

}  // namespace

FormatsPage::FormatsPage(Workbench& bench, QAction* importAction)
    : Page(QStringLiteral("formats"), tr("Formats"), bench),
      import_(importAction),
      layer_(new QComboBox),
      thisLayer_(new QRadioButton(tr("this layer"))),
      overLayers_(new QRadioButton(tr("mean over layers"))),
      tabs_(new QTabWidget),
      chart_(new LinesChart),
      codePoints_(new CodePointsPanel),
      accuracy_(new AccuracyPanel),
      rows_(new FormatTable(this)),
      table_(new DataTable(rows_, tr("Formats"))) {
    layer_->setAccessibleName(tr("Layer"));
    layer_->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    auto* top = new QHBoxLayout;
    top->setContentsMargins(16, 8, 16, 8);
    top->setSpacing(8);
    top->addWidget(new QLabel(tr("Layer")));
    top->addWidget(layer_);
    top->addStretch();

    tabs_->addTab(makeSqnrView(), tr("SQNR against width"));
    tabs_->addTab(codePoints_, tr("Code points"));
    tabs_->addTab(accuracy_, tr("Relative accuracy"));
    tabs_->setDocumentMode(true);
    table_->setContentsMargins(16, 8, 16, 8);
    auto* split = new QSplitter(Qt::Vertical);
    split->addWidget(tabs_);
    split->addWidget(table_);
    split->setStretchFactor(0, 3);
    split->setStretchFactor(1, 1);
    split->setSizes({520, 240});
    split->setHandleWidth(1);
    split->setChildrenCollapsible(false);
    auto* body = new QWidget;
    auto* layout = new QVBoxLayout(body);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(top);
    layout->addWidget(split, 1);
    setBody(body);

    Selection& selection = bench.selection();
    connect(&selection, &Selection::networkChanged, this, &FormatsPage::showNetwork);
    connect(&selection, &Selection::layerChanged, this, &FormatsPage::layerChanged);
    connect(layer_, &QComboBox::activated, &selection, &Selection::setLayer);
    connect(overLayers_, &QRadioButton::toggled, this, &FormatsPage::showRows);
    connect(table_, &DataTable::rowsSelected, this, [this] { highlight(-1); });
    connect(table_, &DataTable::rowHovered, this, &FormatsPage::highlight);
    for (Job* job : jobs()) connect(job, &Job::failed, &bench, &Workbench::problem);
    const auto back = [this] { thisLayer_->setChecked(true); };
    connect(&mean_, &Job::cancelled, this, back);
    connect(&mean_, &Job::failed, this, back);
    connect(&compare_, &Job::cancelled, this, [this] {
        stale_ = true;
        chart_->setLines({}, {tr("Stopped; choose the layer again to compare"), {}, {}, {}});
    });
    showNetwork();
}

QWidget* FormatsPage::makeSqnrView() {
    thisLayer_->setChecked(true);
    auto* bar = new QHBoxLayout;
    bar->setContentsMargins(16, 8, 16, 0);
    bar->setSpacing(8);
    bar->addWidget(new QLabel(tr("SQNR of")));
    bar->addWidget(thisLayer_);
    bar->addWidget(overLayers_);
    bar->addStretch();
    auto* view = new QWidget;
    auto* layout = new QVBoxLayout(view);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addLayout(bar);
    layout->addWidget(new ChartView(chart_), 1);
    return view;
}

QString FormatsPage::layerName() const {
    const Layer* layer = workbench().selection().layer();
    return layer ? QString::fromStdString(layer->name) : QString();
}

QString FormatsPage::subtitle() const {
    return layerName();
}

QStringList FormatsPage::views() const {
    return {kCodePoints, kAccuracy};
}

void FormatsPage::showView(const QString& view) {
    tabs_->setCurrentWidget(view == kCodePoints ? static_cast<QWidget*>(codePoints_)
                            : view == kAccuracy ? accuracy_
                                                : tabs_->widget(0));
}

bool FormatsPage::isBusy() const {
    return workbench().isLoading() || compare_.isRunning() || mean_.isRunning() ||
           codePoints_->isBusy();
}

void FormatsPage::showEvent(QShowEvent* event) {
    Page::showEvent(event);
    if (stale_) showLayer();
}

void FormatsPage::showNetwork() {
    compare_.abandon();
    mean_.abandon();
    results_.clear();
    meanRows_.reset();
    thisLayer_->setChecked(true);
    if (workbench().selection().model() == 0) {
        showEmpty(tr("Here stands Logarithmic Posit beside its rivals: the error of every format "
                     "on a layer's weights.\nThe project has no model yet."),
                  {import_});
        return;
    }
    {
        const QSignalBlocker quiet(layer_);
        layer_->clear();
        if (const auto& network = workbench().selection().network())
            for (const Layer& layer : network->layers())
                layer_->addItem(QString::fromStdString(layer.name));
    }
    showBody();
    layerChanged();
}

void FormatsPage::layerChanged() {
    Q_EMIT headerChanged();
    layer_->setCurrentIndex(workbench().selection().layerNumber());
    // A comparison takes a second or more of a processor: not for a page that nobody looks at.
    stale_ = true;
    if (isVisible()) showLayer();
}

void FormatsPage::showLayer() {
    stale_ = false;
    compare_.abandon();
    const Layer* layer = workbench().selection().layer();
    const QString title =
        layer == nullptr ? QString()
        : layer->isProduct()
            ? tr("%1 multiplies two activations: it has no weights").arg(layerName())
            : tr("Comparing formats on the weights of %1…").arg(layerName());
    codePoints_->clear(title);
    accuracy_->clear(title);
    showRows();
    if (layer != nullptr && !layer->isProduct()) compareLayer();
}

void FormatsPage::compareLayer() {
    const Selection& selection = workbench().selection();
    const int number = selection.layerNumber();
    const auto known = results_.find(number);
    compare_.launch(tr("Comparing formats on %1").arg(layerName()),
                    [this, number, network = selection.network(), name = layerName(),
                     results = known == results_.end() ? Results() : known->second](
                        const JobContext& context) -> Job::Delivery {
                        const auto goOn = [&] { return !context.stop.stop_requested(); };
                        const Layer& layer = network->layers()[static_cast<std::size_t>(number)];
                        const auto weights = network->weights(layer.index);
                        auto compared = std::make_shared<ComparedLayer>();
                        compared->table = std::make_shared<const MagnitudeTable>(weights);
                        const DistributionLayer shown{name, weights};
                        compared->distribution = distributionData({&shown, 1}, goOn);
                        compared->results = results;
                        if (results.empty())
                            compared->results =
                                compareFormats(WeightRows(layer, weights).tensor(),
                                               *compared->table, kComparedWidths, false, goOn);
                        return [this, number, compared] { take(number, *compared); };
                    });
}

void FormatsPage::take(int layer, const ComparedLayer& compared) {
    results_[layer] = compared.results;
    const auto rows = formatRows(compared.results);
    codePoints_->setLayer(compared.distribution, compared.table, rows);
    accuracy_->setLayer(layerName(), compared.distribution.log2, rows);
    showRows();
}

void FormatsPage::compareAll() {
    mean_.launch(tr("Comparing formats on all layers"),
                 [this, network = workbench().selection().network()](
                     const JobContext& context) -> Job::Delivery {
                     auto layers = compareWeightFormats(*network, kComparedWidths, false,
                                                        context.stop, context.progress);
                     return [this, layers = std::move(layers)] {
                         for (const WeightComparison& layer : layers)
                             results_[layer.layer.value] = layer.results;
                         meanRows_ = formatRows(layers);
                         showRows();
                     };
                 });
}

void FormatsPage::showRows() {
    const Selection& selection = workbench().selection();
    const bool mean = overLayers_->isChecked();
    if (!mean) mean_.abandon();
    std::vector<FormatRow> rows;
    QString title;
    if (mean) {
        title = tr("Comparing formats on all layers…");
        if (meanRows_) {
            rows = *meanRows_;
            title =
                tr("SQNR of formats fitted to the weights of %1, mean over layers")
                    .arg(selection.network() ? QString::fromStdString(selection.network()->name())
                                             : QString());
        } else if (selection.network() && !mean_.isRunning()) {
            compareAll();
        }
    } else if (const Layer* layer = selection.layer()) {
        if (const auto known = results_.find(selection.layerNumber()); known != results_.end()) {
            rows = formatRows(known->second);
            title = tr("SQNR of formats fitted to the weights of %1").arg(layerName());
        } else {
            title = layer->isProduct()
                        ? tr("%1 multiplies two activations: it has no weights").arg(layerName())
                        : tr("Comparing formats on the weights of %1…").arg(layerName());
        }
    }
    const auto lines = sqnrLines(rows);
    chart_->setLines(lines, sqnrAxes(lines, title));
    rows_->setRows(std::move(rows));
    table_->fitColumns(FormatTable::Spec);
    highlight(-1);
}

void FormatsPage::highlight(int row) {
    if (row < 0 && !table_->selectedRows().empty()) row = table_->currentRow();
    const auto& rows = rows_->formats();
    const QString family = row < 0 || row >= static_cast<int>(rows.size())
                               ? QString()
                               : rows[static_cast<std::size_t>(row)].family;
    for (LinesChart* chart : {chart_, accuracy_->chart()}) chart->setHighlighted(family);
}

}  // namespace lpstudio
