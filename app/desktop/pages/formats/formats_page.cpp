#include "app/desktop/pages/formats/formats_page.h"

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

#include "app/desktop/charts/lines_chart.h"
#include "app/desktop/jobs/jobs.h"
#include "app/desktop/pages/formats/accuracy_panel.h"
#include "app/desktop/pages/formats/code_points_panel.h"
#include "app/desktop/pages/formats/format_lines.h"
#include "app/desktop/widgets/chart_view.h"
#include "app/desktop/widgets/data_table.h"
#include "app/desktop/widgets/format_table.h"

namespace lpstudio {

SqnrPanel::SqnrPanel(QWidget* parent)
    : QWidget(parent),
      thisLayer_(new QRadioButton(tr("this layer"))),
      overLayers_(new QRadioButton(tr("mean over layers"))),
      chart_(new LinesChart) {
    overLayers_->setObjectName(QStringLiteral("meanOverLayers"));
    thisLayer_->setChecked(true);
    auto* bar = new QHBoxLayout;
    bar->setContentsMargins(16, 8, 16, 0);
    bar->setSpacing(8);
    bar->addWidget(new QLabel(tr("SQNR of")));
    bar->addWidget(thisLayer_);
    bar->addWidget(overLayers_);
    bar->addStretch();
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addLayout(bar);
    layout->addWidget(new ChartView(chart_), 1);
    connect(overLayers_, &QRadioButton::toggled, this, &SqnrPanel::rangeChanged);
}

void SqnrPanel::setRows(const std::vector<FormatRow>& rows, const QString& title) {
    const auto lines = sqnrLines(rows);
    chart_->setLines(lines, sqnrAxes(lines, title));
}

void SqnrPanel::clear(const QString& title) {
    chart_->setLines({}, {title, {}, {}, {}});
}

bool SqnrPanel::isMean() const {
    return overLayers_->isChecked();
}

void SqnrPanel::chooseThisLayer() {
    thisLayer_->setChecked(true);
}

namespace {

const QString kCodePoints = QStringLiteral("code-points"), kAccuracy = QStringLiteral("accuracy");

}  // namespace

FormatsPage::FormatsPage(Session& session, Jobs& jobs, QAction* importAction)
    : Page(PageId::Formats, tr("Formats"), session, jobs),
      import_(importAction),
      layer_(new QComboBox),
      tabs_(new QTabWidget),
      sqnr_(new SqnrPanel),
      codePoints_(new CodePointsPanel),
      accuracy_(new AccuracyPanel),
      rows_(new FormatTable(this)),
      table_(new DataTable(rows_, tr("Formats"))),
      comparison_(new FormatComparison(this)) {
    layer_->setObjectName(QStringLiteral("layer"));
    setBody(makeBody());
    Selection& selection = session.selection();
    connect(&selection, &Selection::networkChanged, this, &FormatsPage::showNetwork);
    connect(&selection, &Selection::layerChanged, this, &FormatsPage::layerChanged);
    connect(layer_, &QComboBox::activated, &selection, &Selection::setLayer);
    connect(sqnr_, &SqnrPanel::rangeChanged, this, &FormatsPage::showRows);
    connect(table_, &DataTable::rowsSelected, this, [this] { highlight(-1); });
    connect(table_, &DataTable::rowHovered, this, &FormatsPage::highlight);
    connect(comparison_, &FormatComparison::layerCompared, this, &FormatsPage::take);
    connect(comparison_, &FormatComparison::allCompared, this, &FormatsPage::showRows);
    for (Job* job : ownJobs()) connect(job, &Job::failed, &session.messages(), &Messages::problem);
    connect(&comparison_->meanJob(), &Job::cancelled, sqnr_, &SqnrPanel::chooseThisLayer);
    connect(&comparison_->meanJob(), &Job::failed, sqnr_, &SqnrPanel::chooseThisLayer);
    connect(&comparison_->layerJob(), &Job::cancelled, this, [this] {
        stale_ = true;
        sqnr_->clear(tr("Stopped; choose the layer again to compare"));
    });
    showNetwork();
}

QWidget* FormatsPage::makeBody() {
    layer_->setAccessibleName(tr("Layer"));
    layer_->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    auto* top = new QHBoxLayout;
    top->setContentsMargins(16, 8, 16, 8);
    top->setSpacing(8);
    top->addWidget(new QLabel(tr("Layer")));
    top->addWidget(layer_);
    top->addStretch();
    tabs_->addTab(sqnr_, tr("SQNR against width"));
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
    return body;
}

LinesChart* FormatsPage::chart() const {
    return sqnr_->chart();
}

std::vector<Job*> FormatsPage::ownJobs() {
    return {&comparison_->layerJob(), &comparison_->meanJob()};
}

QString FormatsPage::layerName() const {
    const Layer* layer = session_.selection().layer();
    return layer ? QString::fromStdString(layer->name) : QString();
}

QString FormatsPage::missing() const {
    const Layer* layer = session_.selection().layer();
    if (layer == nullptr) return {};
    return layer->isProduct()
               ? tr("%1 multiplies two activations: it has no weights").arg(layerName())
               : tr("Comparing formats on the weights of %1…").arg(layerName());
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
    return jobs_.isLoading() || comparison_->isBusy() || codePoints_->isBusy() ||
           accuracy_->isBusy();
}

void FormatsPage::showEvent(QShowEvent* event) {
    Page::showEvent(event);
    if (stale_) showLayer();
}

void FormatsPage::showNetwork() {
    const auto& network = session_.selection().network();
    comparison_->setNetwork(network);
    sqnr_->chooseThisLayer();
    if (session_.selection().model() == 0) {
        showEmpty(tr("Compare Logarithmic Posit with other formats: the error of each on a layer's "
                     "weights.\nThe project has no model yet."),
                  {import_});
        return;
    }
    {
        const QSignalBlocker quiet(layer_);
        layer_->clear();
        if (network)
            for (const Layer& layer : network->layers())
                layer_->addItem(QString::fromStdString(layer.name));
    }
    showBody();
    layerChanged();
}

void FormatsPage::layerChanged() {
    Q_EMIT headerChanged();
    layer_->setCurrentIndex(session_.selection().layerNumber());
    // A comparison takes a second or more of a processor: not for a page that nobody looks at.
    stale_ = true;
    if (isVisible()) showLayer();
}

void FormatsPage::showLayer() {
    stale_ = false;
    comparison_->layerJob().abandon();
    codePoints_->clear(missing());
    accuracy_->clear(missing());
    showRows();
    const Selection& selection = session_.selection();
    if (selection.layer() != nullptr && !selection.layer()->isProduct())
        comparison_->compareLayer(selection.layerNumber());
}

void FormatsPage::take(int layer, const ComparedLayer& compared) {
    const auto rows = *comparison_->rows(layer);
    codePoints_->setLayer(compared.distribution, compared.table, rows);
    accuracy_->setLayer(layerName(), compared.distribution.log2, compared.table, rows);
    showRows();
}

void FormatsPage::showRows() {
    if (sqnr_->isMean()) {
        showMean();
        return;
    }
    comparison_->meanJob().abandon();
    const Selection& selection = session_.selection();
    auto rows = selection.layer() ? comparison_->rows(selection.layerNumber()) : std::nullopt;
    if (rows)
        setRows(std::move(*rows),
                tr("SQNR of formats fitted to the weights of %1").arg(layerName()));
    else
        setRows({}, missing());
}

void FormatsPage::showMean() {
    const auto& network = session_.selection().network();
    if (const auto& rows = comparison_->meanRows()) {
        setRows(*rows, tr("SQNR of formats fitted to the weights of %1, mean over layers")
                           .arg(QString::fromStdString(network->name())));
        return;
    }
    if (network && !comparison_->meanJob().isRunning()) comparison_->compareAll();
    setRows({}, tr("Comparing formats on all layers…"));
}

void FormatsPage::setRows(std::vector<FormatRow> rows, const QString& title) {
    sqnr_->setRows(rows, title);
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
    for (LinesChart* chart : {sqnr_->chart(), accuracy_->chart()}) chart->setHighlighted(family);
}

}  // namespace lpstudio
