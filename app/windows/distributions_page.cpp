#include "app/windows/distributions_page.h"

#include <QAction>
#include <QButtonGroup>
#include <QCheckBox>
#include <QHBoxLayout>
#include <QRadioButton>
#include <QSplitter>
#include <QTableView>
#include <QVBoxLayout>
#include <algorithm>
#include <utility>

#include "app/charts/distribution_chart.h"
#include "app/tables/data_table.h"
#include "app/tables/layer_table.h"
#include "app/tables/number_text.h"
#include "app/windows/chart_view.h"
#include "app/windows/format_panel.h"
#include "app/windows/format_trial.h"
#include "app/windows/layer_tensors.h"
#include "app/windows/scale_choice.h"
#include "app/windows/workbench.h"

namespace lpstudio {
namespace {

/// More histograms over each other are not told apart.
constexpr std::size_t kMostLayers = 6;

}  // namespace

DistributionsPage::DistributionsPage(Workbench& bench, QAction* importAction)
    : Page(QStringLiteral("distributions"), tr("Distributions"), bench),
      import_(importAction),
      layers_(new LayerTable(this)),
      table_(new DataTable(layers_, tr("Layers"))),
      chart_(new DistributionChart),
      panel_(new FormatPanel),
      trial_(new FormatTrial(*panel_, *chart_, this)),
      tensors_(new LayerTensors(bench, this)),
      scale_(new ScaleChoice),
      weights_(new QRadioButton(tr("weights"))),
      activations_(new QRadioButton(tr("activations"))),
      accuracy_(new QCheckBox(tr("Relative accuracy"))) {
    panel_->setFixedWidth(288);
    auto* split = new QSplitter;
    split->addWidget(makeChoices());
    split->addWidget(makeMiddle());
    split->addWidget(panel_);
    split->setStretchFactor(1, 1);
    split->setSizes({260, 800, 288});
    split->setChildrenCollapsible(false);
    split->setHandleWidth(1);
    setBody(split);
    refresh_.setSingleShot(true);
    refresh_.setInterval(0);

    Selection& selection = bench.selection();
    connect(&refresh_, &QTimer::timeout, this, &DistributionsPage::refresh);
    connect(&selection, &Selection::networkChanged, this, &DistributionsPage::showNetwork);
    connect(&selection, &Selection::layerChanged, this, &DistributionsPage::showLayer);
    connect(&selection, &Selection::candidateChanged, this, &DistributionsPage::showCandidate);
    connect(&selection, &Selection::datasetChanged, this, [this] {
        if (activations_->isChecked()) refreshSoon();
    });
    connect(table_, &DataTable::rowChosen, &selection, &Selection::setLayer);
    connect(table_, &DataTable::rowsSelected, this, &DistributionsPage::takeSelection);
    connect(activations_, &QRadioButton::toggled, this, [this] {
        showCandidate();
        refreshSoon();
    });
    connect(scale_, &ScaleChoice::chosen, chart_, &DistributionChart::setScale);
    connect(accuracy_, &QCheckBox::toggled, chart_, &DistributionChart::setAccuracyVisible);
    connect(trial_, &FormatTrial::problem, &bench, &Workbench::problem);
    connect(&load_, &Job::failed, &bench, &Workbench::problem);
    connect(tensors_, &LayerTensors::activationsReady, this, &DistributionsPage::refreshSoon);
    connect(tensors_, &LayerTensors::activationsMissing, this, &DistributionsPage::showNothing);
    showNetwork();
}

QWidget* DistributionsPage::makeChoices() {
    weights_->setChecked(true);
    auto* quantity = new QButtonGroup(this);
    quantity->addButton(weights_);
    quantity->addButton(activations_);
    activations_->setToolTip(
        tr("What the layers receive in the float network on images of the chosen set"));
    auto* bar = new QHBoxLayout;
    bar->setContentsMargins(8, 8, 8, 0);
    bar->setSpacing(16);
    bar->addWidget(weights_);
    bar->addWidget(activations_);
    bar->addStretch();
    for (int column = 0; column < layers_->columnCount(); ++column)
        table_->view()->setColumnHidden(
            column, column != LayerTable::Name && column != LayerTable::ParameterShare);
    table_->view()->setSelectionMode(QAbstractItemView::ExtendedSelection);
    table_->setContentsMargins(8, 8, 0, 8);
    auto* side = new QWidget;
    side->setMinimumWidth(220);
    auto* layout = new QVBoxLayout(side);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(bar);
    layout->addWidget(table_, 1);
    return side;
}

QWidget* DistributionsPage::makeMiddle() {
    accuracy_->setChecked(true);
    auto* bar = new QHBoxLayout;
    bar->setContentsMargins(16, 8, 16, 0);
    bar->setSpacing(16);
    bar->addWidget(scale_);
    bar->addWidget(accuracy_);
    bar->addStretch();
    auto* middle = new QWidget;
    auto* layout = new QVBoxLayout(middle);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addLayout(bar);
    layout->addWidget(new ChartView(chart_), 1);
    return middle;
}

std::vector<Job*> DistributionsPage::jobs() {
    return {&tensors_->job()};
}

QString DistributionsPage::subtitle() const {
    const Layer* layer = workbench().selection().layer();
    return layer ? QString::fromStdString(layer->name) + QStringLiteral(" · ") +
                       QString::fromUtf8(kindName(layer->kind))
                 : QString();
}

void DistributionsPage::showView(const QString& view) {
    (view.isEmpty() ? weights_ : activations_)->setChecked(true);
}

bool DistributionsPage::isBusy() const {
    return workbench().isLoading() || refresh_.isActive() || load_.isRunning() ||
           tensors_->job().isRunning() || trial_->isBusy();
}

void DistributionsPage::showNetwork() {
    if (workbench().selection().model() == 0) {
        showEmpty(tr("Here stand the weights of a layer against the code points of a Logarithmic "
                     "Posit.\nThe project has no model yet."),
                  {import_});
        return;
    }
    layers_->setNetwork(workbench().selection().network());
    table_->fitColumns(LayerTable::Name);
    table_->setCurrentRow(workbench().selection().layerNumber());
    showBody();
}

void DistributionsPage::showLayer() {
    Q_EMIT headerChanged();
    table_->setCurrentRow(workbench().selection().layerNumber());
    showCandidate();
    refreshSoon();
}

void DistributionsPage::takeSelection() {
    // The current layer is one of those that are shown.
    const std::vector<int> rows = table_->selectedRows();
    const int current = workbench().selection().layerNumber();
    if (!rows.empty() && std::find(rows.begin(), rows.end(), current) == rows.end())
        workbench().selection().setLayer(rows.back());
    refreshSoon();
}

void DistributionsPage::showCandidate() {
    const Selection& selection = workbench().selection();
    const ScoredCandidate* candidate = selection.candidate();
    const auto layer = static_cast<std::size_t>(selection.layerNumber());
    // A gene is about weights.
    const bool same = candidate != nullptr && weights_->isChecked() &&
                      selection.runRecord().model == selection.model() &&
                      layer < candidate->candidate.genes.size();
    panel_->setCandidate(same ? std::optional(candidate->candidate.genes[layer]) : std::nullopt);
}

std::vector<int> DistributionsPage::shownRows() const {
    std::vector<int> rows = table_->selectedRows();
    const int current = workbench().selection().layerNumber();
    std::erase(rows, current);
    if (rows.size() >= kMostLayers) rows.resize(kMostLayers - 1);
    rows.insert(std::upper_bound(rows.begin(), rows.end(), current), current);
    return rows;
}

void DistributionsPage::showNothing(const QString& why) {
    load_.abandon();
    trial_->clear();
    tried_ = {};
    panel_->setSubject({});
    chart_->setData({}, why);
}

void DistributionsPage::refresh() {
    const Selection& selection = workbench().selection();
    const Layer* layer = selection.layer();
    const bool ofActivations = activations_->isChecked();
    if (!ofActivations || layer == nullptr) tensors_->job().abandon();
    if (layer == nullptr) {
        showNothing({});
        return;
    }
    const QString quantity = ofActivations ? tr("activation") : tr("weight");
    chart_->setQuantity(quantity);
    scale_->setQuantity(quantity);
    if (ofActivations && !tensors_->hasActivations()) {
        showNothing(tensors_->collectActivations());
        return;
    }
    std::vector<LayerTensor> tensors;
    // A product stores no weights: beside others the format is tried on the first that does.
    std::size_t current = 0;
    const std::vector<int> rows = shownRows();
    for (const int row : rows) {
        const std::size_t at = tensors.size();
        if (ofActivations)
            tensors_->appendActivations(row, rows.size() == 1, tensors);
        else
            tensors_->appendWeights(row, tensors);
        if (row == selection.layerNumber() && at < tensors.size()) current = at;
    }
    if (tensors.empty()) {
        showNothing(tr("%1 multiplies two activations: it has no weights")
                        .arg(QString::fromStdString(layer->name)));
        return;
    }
    load(tensors, current, heading(rows.size()));
}

QString DistributionsPage::heading(std::size_t layers) const {
    const auto chosen = static_cast<std::size_t>(table_->selectedRows().size());
    QString what = QString::fromStdString(workbench().selection().layer()->name);
    if (layers > 1)
        what = layers < chosen ? tr("%1 of %2 chosen layers").arg(layers).arg(chosen)
                               : tr("%1 layers").arg(layers);
    return activations_->isChecked()
               ? tr("Activations that enter %1, on %2 images").arg(what).arg(tensors_->images())
               : tr("Distribution of weights in %1").arg(what);
}

void DistributionsPage::load(const std::vector<LayerTensor>& tensors, std::size_t current,
                             const QString& title) {
    struct Loaded {
        DistributionData data;
        TrialTensor tensor;
        LpParameters fitted;
    };
    const Selection& selection = workbench().selection();
    const bool ofActivations = activations_->isChecked();
    const LayerTensor& tensor = tensors[current];
    const std::tuple tried(selection.model(), ofActivations ? selection.dataset() : 0,
                           selection.layerNumber(), ofActivations);
    QString subject =
        tr("On the %1 of %2").arg(ofActivations ? tr("activations") : tr("weights"), tensor.name);
    if (tensor.all > tensor.values.size())
        subject += tr(" (%1 of %2 values)")
                       .arg(countText(static_cast<qint64>(tensor.values.size())),
                            countText(static_cast<qint64>(tensor.all)));
    load_.launch(tr("Reading %1").arg(tensor.name),
                 [this, tensors, current, title, tried, subject,
                  n = panel_->parameters().n](const JobContext& context) -> Job::Delivery {
                     auto loaded = std::make_shared<Loaded>();
                     std::vector<DistributionLayer> layers;
                     layers.reserve(tensors.size());
                     for (const LayerTensor& one : tensors)
                         layers.push_back({one.name, one.values});
                     loaded->data =
                         distributionData(layers, [&] { return !context.stop.stop_requested(); });
                     const LayerTensor& of = tensors[current];
                     loaded->tensor = {of.name.toStdString(), of.owner, of.values,
                                       std::make_shared<const MagnitudeTable>(of.values)};
                     loaded->fitted = *lpParameters(*LpFormat(n).fit(*loaded->tensor.table));
                     return [this, loaded, title, tried, subject] {
                         chart_->setData(std::move(loaded->data), title);
                         panel_->setSubject(subject);
                         // Layers laid over the current one leave the format where the hand has put
                         // it.
                         trial_->setTensor(std::move(loaded->tensor), loaded->fitted,
                                           std::exchange(tried_, tried) != tried);
                     };
                 });
}

}  // namespace lpstudio
