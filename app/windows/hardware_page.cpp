#include "app/windows/hardware_page.h"

#include <QAction>
#include <QComboBox>
#include <QGridLayout>
#include <QHeaderView>
#include <QLabel>
#include <QSignalBlocker>
#include <QSplitter>
#include <QTabWidget>
#include <QTableView>
#include <QVBoxLayout>
#include <algorithm>

#include "app/project/workload.h"
#include "app/tables/data_table.h"
#include "app/tables/hardware_tables.h"
#include "app/tables/number_text.h"
#include "app/windows/chart_view.h"
#include "app/windows/facts_panel.h"
#include "app/windows/hardware_facts.h"
#include "app/windows/layer_labels.h"
#include "app/windows/workbench.h"

namespace lpstudio {
namespace {

constexpr int kChosenCandidate = 0;  ///< beside uniform widths in the choice of subject
enum BarQuantity { kEnergyBars, kCycleBars, kDramBars };

}  // namespace

HardwarePage::HardwarePage(Workbench& bench, QAction* importAction)
    : Page(QStringLiteral("hardware"), tr("Hardware"), bench),
      import_(importAction),
      hardware_(new QComboBox),
      subject_(new QComboBox),
      quantity_(new QComboBox),
      totals_(new FactsPanel),
      energy_(new PartTable(tr("Energy"), this)),
      area_(new PartTable(tr("Area"), this)),
      energyTable_(new DataTable(energy_, tr("Energy"))),
      areaTable_(new DataTable(area_, tr("Area"))),
      layers_(new LayerCostTable(this)),
      layerTable_(new DataTable(layers_, tr("Layers"))),
      constants_(new ConstantTable(this)),
      constantTable_(new DataTable(constants_, tr("Constants"))),
      bars_(new LayerBarsView(Qt::Vertical)),
      tabs_(new QTabWidget) {
    for (const PresetInfo& preset : presets()) {
        hardware_->addItem(QString::fromStdString(preset.name));
        hardware_->setItemData(hardware_->count() - 1, QString::fromStdString(preset.summary),
                               Qt::ToolTipRole);
    }
    hardware_->setCurrentText(QString::fromStdString(SearchSettings{}.hardware));
    hardware_->setAccessibleName(tr("Accelerator"));
    subject_->setAccessibleName(tr("What is simulated"));
    quantity_->addItems({tr("Energy per layer"), tr("Cycles per layer"), tr("DRAM per layer")});
    quantity_->setAccessibleName(tr("What the bars show"));

    auto* chart = new QWidget;
    auto* chartLayout = new QVBoxLayout(chart);
    chartLayout->setContentsMargins(0, 8, 0, 0);
    chartLayout->addWidget(quantity_, 0, Qt::AlignLeft);
    chartLayout->addWidget(bars_, 1);
    auto* layerTab = new QSplitter(Qt::Vertical);
    layerTab->addWidget(layerTable_);
    layerTab->addWidget(chart);
    layerTab->setSizes({400, 380});
    layerTab->setHandleWidth(1);
    layerTab->setChildrenCollapsible(false);
    layerTab->setContentsMargins(8, 8, 8, 8);
    constantTable_->setContentsMargins(8, 8, 8, 8);
    tabs_->addTab(layerTab, tr("Layers"));
    tabs_->addTab(constantTable_, tr("Constants"));
    tabs_->setDocumentMode(true);

    auto* split = new QSplitter;
    split->addWidget(makeTotals());
    split->addWidget(tabs_);
    split->setStretchFactor(1, 1);
    split->setSizes({360, 1000});
    split->setHandleWidth(1);
    split->setChildrenCollapsible(false);
    setBody(split);

    Selection& selection = bench.selection();
    connect(hardware_, &QComboBox::activated, this, &HardwarePage::refresh);
    connect(subject_, &QComboBox::activated, this, [this] {
        subjectChosen_ = true;
        refresh();
    });
    connect(quantity_, &QComboBox::currentIndexChanged, this, &HardwarePage::showBars);
    connect(&selection, &Selection::networkChanged, this, &HardwarePage::refresh);
    connect(&selection, &Selection::candidateChanged, this, &HardwarePage::refresh);
    connect(&selection, &Selection::layerChanged, this, [this] {
        const int layer = workbench().selection().layerNumber();
        layerTable_->setCurrentRow(layer);
        bars_->bars()->setSelected(layer);
    });
    connect(layerTable_, &DataTable::rowChosen, &selection, &Selection::setLayer);
    connect(bars_, &LayerBarsView::layerClicked, &selection, &Selection::setLayer);
    connect(&job_, &Job::failed, &bench, &Workbench::problem);
    refresh();
}

QWidget* HardwarePage::makeTotals() {
    auto* side = new QWidget;
    auto* choices = new QGridLayout;
    choices->setHorizontalSpacing(16);
    choices->setVerticalSpacing(8);
    choices->addWidget(new QLabel(tr("Accelerator")), 0, 0);
    choices->addWidget(hardware_, 0, 1);
    choices->addWidget(new QLabel(tr("Widths")), 1, 0);
    choices->addWidget(subject_, 1, 1);
    choices->setColumnStretch(1, 1);
    auto* layout = new QVBoxLayout(side);
    layout->setContentsMargins(16, 16, 16, 8);
    layout->setSpacing(8);
    layout->addLayout(choices);
    layout->addSpacing(8);
    layout->addWidget(makeSeparator());
    layout->addSpacing(8);
    layout->addWidget(makeHeading(tr("Totals for one image")));
    layout->addWidget(totals_);
    layout->addSpacing(8);
    for (DataTable* table : {energyTable_, areaTable_}) {
        table->setFilterVisible(false);
        table->view()->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
        layout->addWidget(table);
    }
    layout->addStretch();
    side->setMinimumWidth(320);
    return side;
}

DataTable* HardwarePage::table() const {
    return tabs_->currentWidget() == constantTable_ ? constantTable_ : layerTable_;
}

bool HardwarePage::isBusy() const {
    return workbench().isLoading() || job_.isRunning();
}

void HardwarePage::showView(const QString& view) {
    tabs_->setCurrentIndex(view == QStringLiteral("constants") ? 1 : 0);
}

void HardwarePage::showEvent(QShowEvent* event) {
    Page::showEvent(event);
    if (stale_) simulateNow();
}

void HardwarePage::refresh() {
    refreshSubjects();
    if (workbench().selection().model() == 0) {
        showEmpty(tr("Here stands what a network costs on the accelerator: cycles, energy, area.\n"
                     "The project has no model yet."),
                  {import_});
        return;
    }
    showBody();
    stale_ = true;
    if (isVisible()) simulateNow();
}

void HardwarePage::refreshSubjects() {
    const QSignalBlocker quiet(subject_);
    const int wanted = subject_->currentData().toInt();
    subject_->clear();
    const Selection& selection = workbench().selection();
    const ScoredCandidate* candidate = selection.candidate();
    const bool fits = candidate && selection.runRecord().model == selection.model();
    if (fits) subject_->addItem(tr("Candidate %1").arg(candidate->id.value), kChosenCandidate);
    for (const int bits : {8, 4, 2}) subject_->addItem(tr("Uniform %1 bit").arg(bits), bits);
    // Until the user has chosen otherwise the candidate is what is looked at.
    const int at = subjectChosen_ ? subject_->findData(wanted) : 0;
    subject_->setCurrentIndex(std::max(at, 0));
}

std::optional<std::vector<LayerBits>> HardwarePage::chosenBits() const {
    const Selection& selection = workbench().selection();
    if (!selection.network()) return std::nullopt;
    const std::size_t layers = selection.network()->layers().size();
    const int uniform = subject_->currentData().toInt();
    if (uniform != kChosenCandidate)
        return std::vector<LayerBits>(layers, {uniform, std::min(8, 2 * uniform)});
    const ScoredCandidate* candidate = selection.candidate();
    if (candidate == nullptr || candidate->candidate.genes.size() != layers) return std::nullopt;
    const std::vector<int>& widths = selection.runSettings().widths;
    std::vector<LayerBits> bits;
    for (const LpParameters& gene : candidate->candidate.genes)
        bits.push_back({gene.n, activationWidth(gene.n, widths)});
    return bits;
}

void HardwarePage::simulateNow() {
    const auto bits = chosenBits();
    if (!bits) return;
    stale_ = false;
    job_.launch(
        tr("Simulating"),
        [this, bits = *bits, network = workbench().selection().network(),
         name = hardware_->currentText().toStdString()](const JobContext&) -> Job::Delivery {
            Accelerator accelerator = loadAccelerator(name);
            SimulationResult result = simulate(accelerator, workloadOf(*network, bits));
            std::vector<std::pair<int, int>> shown;
            shown.reserve(bits.size());
            for (const LayerBits& layer : bits)
                shown.emplace_back(layer.weights, layer.activations);
            return [this, accelerator, result, shown] { show(result, accelerator, shown); };
        });
}

void HardwarePage::show(const SimulationResult& result, const Accelerator& accelerator,
                        std::vector<std::pair<int, int>> bits) {
    result_ = result;
    summary_ = QString::fromStdString(accelerator.summary);
    totals_->setFacts(simulationFacts(result, accelerator));
    energy_->setParts(energyParts(result.totals.energy));
    area_->setParts(areaParts(result.area));
    layers_->setResult(result, std::move(bits));
    layerTable_->fitColumns(LayerCostTable::Name);
    layerTable_->setCurrentRow(workbench().selection().layerNumber());
    constants_->setConstants(accelerator.constants);
    constantTable_->fitColumns(ConstantTable::Source);
    for (DataTable* table : {energyTable_, areaTable_}) {
        table->fitColumns(0);
        QTableView* view = table->view();
        view->setFixedHeight(
            view->horizontalHeader()->sizeHint().height() +
            view->model()->rowCount() * view->verticalHeader()->defaultSectionSize() + 2);
    }
    showBars();
    Q_EMIT headerChanged();
}

void HardwarePage::showBars() {
    LayerBars bars;
    bars.title = quantity_->currentText();
    const int quantity = quantity_->currentIndex();
    bars.valueTitle = quantity == kEnergyBars  ? tr("Energy")
                      : quantity == kCycleBars ? tr("Cycles")
                                               : tr("DRAM traffic");
    bars.unit = quantity == kEnergyBars ? QStringLiteral("J")
                : quantity == kDramBars ? QStringLiteral("B")
                                        : QString();
    const auto& network = workbench().selection().network();
    const QStringList labels = network ? layerLabels(network->layers()) : QStringList();
    for (const LayerResult& layer : result_.layers) {
        const auto at = static_cast<qsizetype>(bars.bars.size());
        double value = static_cast<double>(layer.cost.cycles.value);
        if (quantity == kEnergyBars)
            value = static_cast<double>(layer.cost.energy.total().value) * 1e-15;
        if (quantity == kDramBars) value = static_cast<double>(layer.cost.traffic.dram()) / 8;
        bars.bars.push_back(
            {at < labels.size() ? labels[at] : QString::fromStdString(layer.name), value, 0});
    }
    bars_->setBars(std::move(bars));
    bars_->bars()->setSelected(workbench().selection().layerNumber());
}

}  // namespace lpstudio
