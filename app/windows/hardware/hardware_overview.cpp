#include "app/windows/hardware/hardware_overview.h"

#include <QHeaderView>
#include <QScrollArea>
#include <QTableView>
#include <QVBoxLayout>

#include "app/tables/data_table.h"
#include "app/tables/hardware_tables.h"
#include "app/tables/totals_table.h"
#include "app/windows/hardware/hardware_facts.h"

namespace lpstudio {
namespace {

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
      areaTable_(new DataTable(area_, tr("Area"))) {
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
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(scroll);
}

void HardwareOverview::show(const HardwareOutcome& outcome, const Uncertainty* bounds) {
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
}

}  // namespace lpstudio
