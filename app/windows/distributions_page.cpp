#include "app/windows/distributions_page.h"

#include <QAction>
#include <QButtonGroup>
#include <QCheckBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QRadioButton>
#include <QSplitter>
#include <QTableView>
#include <QVBoxLayout>
#include <utility>

#include "app/charts/distribution_chart.h"
#include "app/tables/data_table.h"
#include "app/tables/layer_table.h"
#include "app/windows/chart_view.h"
#include "app/windows/facts_panel.h"
#include "app/windows/format_panel.h"
#include "app/windows/workbench.h"
#include "core/number/magnitude_table.h"

namespace lpstudio {

DistributionsPage::DistributionsPage(Workbench& bench, QAction* importAction)
    : Page(QStringLiteral("distributions"), tr("Distributions"), bench),
      import_(importAction),
      layers_(new LayerTable(this)),
      table_(new DataTable(layers_, tr("Layers"))),
      chart_(new DistributionChart),
      panel_(new FormatPanel),
      axis_(new QButtonGroup(this)),
      accuracy_(new QCheckBox(tr("Relative accuracy"))) {
    for (int column = 0; column < layers_->columnCount(); ++column)
        table_->view()->setColumnHidden(
            column, column != LayerTable::Name && column != LayerTable::ParameterShare);
    table_->setContentsMargins(8, 8, 0, 8);
    table_->setMinimumWidth(220);

    auto* axisBar = new QHBoxLayout;
    axisBar->setContentsMargins(16, 8, 16, 0);
    axisBar->setSpacing(16);
    axisBar->addWidget(new QLabel(tr("Horizontal axis")));
    const auto addAxis = [&](const QString& text, DistributionScale scale) {
        auto* button = new QRadioButton(text);
        axis_->addButton(button, static_cast<int>(scale));
        axisBar->addWidget(button);
    };
    addAxis(tr("weight"), DistributionScale::Linear);
    addAxis(tr("log2 |weight|"), DistributionScale::Log2);
    axis_->button(static_cast<int>(DistributionScale::Linear))->setChecked(true);
    accuracy_->setChecked(true);
    axisBar->addSpacing(16);
    axisBar->addWidget(accuracy_);
    axisBar->addStretch();
    auto* middle = new QWidget;
    auto* middleLayout = new QVBoxLayout(middle);
    middleLayout->setContentsMargins(0, 0, 0, 0);
    middleLayout->addLayout(axisBar);
    middleLayout->addWidget(new ChartView(chart_), 1);
    panel_->setFixedWidth(288);

    auto* split = new QSplitter;
    split->addWidget(table_);
    split->addWidget(middle);
    split->addWidget(panel_);
    split->setStretchFactor(1, 1);
    split->setSizes({260, 800, 288});
    split->setChildrenCollapsible(false);
    split->setHandleWidth(1);
    setBody(split);

    Selection& selection = bench.selection();
    connect(&selection, &Selection::networkChanged, this, &DistributionsPage::showNetwork);
    connect(&selection, &Selection::layerChanged, this, &DistributionsPage::showLayer);
    connect(&selection, &Selection::candidateChanged, this, &DistributionsPage::showCandidate);
    connect(table_, &DataTable::rowChosen, &selection, &Selection::setLayer);
    connect(panel_, &FormatPanel::parametersChanged, this, &DistributionsPage::showFormat);
    connect(panel_, &FormatPanel::fitRequested, this, [this](int n) { fit(n, true); });
    connect(axis_, &QButtonGroup::idToggled, this, [this](int id, bool on) {
        if (on) chart_->setScale(static_cast<DistributionScale>(id));
    });
    connect(accuracy_, &QCheckBox::toggled, chart_, &DistributionChart::setAccuracyVisible);
    for (Job* job : {&fit_, &measure_}) connect(job, &Job::failed, &bench, &Workbench::problem);
    connect(&measure_, &Job::ended, this, [this] {
        if (std::exchange(measureAgain_, false)) measureFormat();
    });
    showNetwork();
}

QString DistributionsPage::subtitle() const {
    const Layer* layer = workbench().selection().layer();
    return layer ? QString::fromStdString(layer->name) + QStringLiteral(" · ") +
                       QString::fromUtf8(kindName(layer->kind))
                 : QString();
}

bool DistributionsPage::isBusy() const {
    return workbench().isLoading() || fit_.isRunning() || measure_.isRunning();
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
    Selection& selection = workbench().selection();
    table_->setCurrentRow(selection.layerNumber());
    magnitudes_.reset();
    measureAgain_ = false;
    fit_.abandon();
    measure_.abandon();
    panel_->setMeasures(std::nullopt);
    showCandidate();
    const Layer* layer = selection.layer();
    const bool hasWeights = layer != nullptr && !layer->isProduct();
    panel_->setEnabled(hasWeights);
    if (!hasWeights) {
        chart_->setLayers({});
        chart_->setFormat(nullptr);
        chart_->setTitle(layer ? tr("%1 multiplies two activations: it has no weights")
                                     .arg(QString::fromStdString(layer->name))
                               : QString());
        return;
    }
    chart_->setLayers(
        {{QString::fromStdString(layer->name), selection.network()->weights(layer->index)}});
    fit(panel_->parameters().n, true);
}

void DistributionsPage::showCandidate() {
    const Selection& selection = workbench().selection();
    const ScoredCandidate* candidate = selection.candidate();
    const auto layer = static_cast<std::size_t>(selection.layerNumber());
    const bool same = candidate != nullptr && selection.runRecord().model == selection.model() &&
                      layer < candidate->candidate.genes.size();
    panel_->setCandidate(same ? std::optional(candidate->candidate.genes[layer]) : std::nullopt);
}

void DistributionsPage::fit(int n, bool take) {
    Selection& selection = workbench().selection();
    const Layer* layer = selection.layer();
    if (layer == nullptr || layer->isProduct()) return;
    fit_.launch(tr("Fitting LP of %1 bits").arg(n),
                [this, n, take, network = selection.network(), index = layer->index,
                 known = magnitudes_](const JobContext&) -> Job::Delivery {
                    auto table =
                        known ? known : std::make_shared<MagnitudeTable>(network->weights(index));
                    const LpParameters best = *lpParameters(*LpFormat(n).fit(*table));
                    return [this, table, best, take] {
                        magnitudes_ = table;
                        panel_->setFitted(best);
                        if (!take) return;
                        panel_->setParameters(best);
                        showFormat();
                    };
                });
}

void DistributionsPage::showFormat() {
    chart_->setFormat(std::make_shared<LpFormat>(panel_->parameters()));
    measureFormat();
}

void DistributionsPage::measureFormat() {
    Selection& selection = workbench().selection();
    const Layer* layer = selection.layer();
    if (layer == nullptr || layer->isProduct()) return;
    // While the hand moves the slider the newest position is measured as soon as the last is done.
    if (measure_.isRunning()) {
        measureAgain_ = true;
        return;
    }
    measure_.launch(tr("Measuring"),
                    [this, network = selection.network(), index = layer->index, name = layer->name,
                     parameters = panel_->parameters()](const JobContext&) -> Job::Delivery {
                        const Quantizer quantizer =
                            LpFormat(parameters).quantizer(Rounding::Nearest);
                        const Measures measures = measure(quantizer, network->weights(index), name);
                        return [this, measures] { panel_->setMeasures(measures); };
                    });
}

}  // namespace lpstudio
