#include "app/desktop/pages/hardware/hardware_overview.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QScrollArea>
#include <QTableView>
#include <QVBoxLayout>

#include "app/desktop/charts/layer_cost_bars.h"
#include "app/desktop/pages/hardware/hardware_facts.h"
#include "app/desktop/widgets/chart_view.h"
#include "app/desktop/widgets/data_table.h"
#include "app/desktop/widgets/hardware_tables.h"

namespace lpstudio {
namespace {

/// From this width on the charts leave the tables their own.
constexpr int kChartsFrom = 1200;

/// As high as its rows, so that the page scrolls and not the table.
void fitHeight(DataTable* table) {
    QTableView* view = table->view();
    view->setFixedHeight(view->horizontalHeader()->sizeHint().height() +
                         view->model()->rowCount() * view->verticalHeader()->defaultSectionSize() +
                         2);
}

}  // namespace

HardwareOverview::HardwareOverview(QWidget* parent)
    : QWidget(parent),
      totals_(new TotalsTable(this)),
      energy_(new PartTable(tr("Energy"), this)),
      area_(new PartTable(tr("Area"), this)),
      totalsTable_(new DataTable(totals_, tr("Totals"))),
      energyTable_(new DataTable(energy_, tr("Energy"))),
      areaTable_(new DataTable(area_, tr("Area"))),
      energyBars_(new LayerBarsView(Qt::Vertical)),
      cycleBars_(new LayerBarsView(Qt::Vertical)),
      charts_(new QWidget) {
    charts_->setObjectName(QStringLiteral("charts"));
    auto* chartLayout = new QVBoxLayout(charts_);
    chartLayout->setContentsMargins(0, 8, 8, 8);
    chartLayout->setSpacing(8);
    for (LayerBarsView* bars : {energyBars_, cycleBars_}) {
        chartLayout->addWidget(bars, 1);
        connect(bars, &LayerBarsView::layerClicked, this, &HardwareOverview::layerChosen);
    }
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(makeTables(), 1);
    // Not before it is known that there is room.
    charts_->hide();
    layout->addWidget(charts_, 1);
}

QWidget* HardwareOverview::makeTables() {
    auto* body = new QWidget;
    auto* parts = new QVBoxLayout(body);
    parts->setContentsMargins(8, 8, 16, 8);
    parts->setSpacing(16);
    for (DataTable* table : {totalsTable_, energyTable_, areaTable_}) {
        table->setFilterVisible(false);
        table->view()->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
        parts->addWidget(table);
    }
    parts->addStretch();
    auto* scroll = new QScrollArea;
    scroll->setWidget(body);
    scroll->setAccessibleName(tr("Totals, energy and area"));
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    return scroll;
}

void HardwareOverview::show(const HardwareOutcome& outcome, const QStringList& labels) {
    showTables(outcome, nullptr);
    showCharts(outcome.result, labels);
}

void HardwareOverview::showBounds(const HardwareOutcome& outcome, const Uncertainty& bounds) {
    showTables(outcome, &bounds);
}

void HardwareOverview::showTables(const HardwareOutcome& outcome, const Uncertainty* bounds) {
    totals_->setTotals(totalRows(outcome.result, bounds, outcome.other ? &*outcome.other : nullptr),
                       QString::fromStdString(outcome.result.hardware),
                       outcome.other ? QString::fromStdString(outcome.other->hardware) : QString());
    energy_->setParts(energyParts(outcome.result.totals.energy, bounds));
    area_->setParts(areaParts(outcome.result.area, bounds));
    totalsTable_->fitColumns(TotalsTable::Name);
    fitHeight(totalsTable_);
    for (DataTable* table : {energyTable_, areaTable_}) {
        table->fitColumns(0);
        fitHeight(table);
    }
}

void HardwareOverview::clear() {
    totals_->setTotals({}, {}, {});
    energy_->setParts({});
    area_->setParts({});
    showCharts({}, {});
}

void HardwareOverview::showCharts(const SimulationResult& result, const QStringList& labels) {
    energyBars_->setBars(layerCostBars(LayerQuantity::Energy, result, labels));
    cycleBars_->setBars(layerCostBars(LayerQuantity::CycleCount, result, labels));
}

void HardwareOverview::setLayer(int layer) {
    energyBars_->bars()->setSelected(layer);
    cycleBars_->bars()->setSelected(layer);
}

void HardwareOverview::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    charts_->setVisible(width() >= kChartsFrom);
}

}  // namespace lpstudio
