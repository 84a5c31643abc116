#include "app/desktop/pages/hardware/design_comparison.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QSplitter>
#include <QVBoxLayout>
#include <algorithm>

#include "app/desktop/pages/hardware/influence_view.h"
#include "app/desktop/widgets/data_table.h"
#include "app/desktop/widgets/hardware_tables.h"
#include "app/project/store/design_library.h"
#include "core/base/error.h"
#include "core/base/units.h"
#include "hw/resize.h"
#include "hw/technology.h"

namespace lpstudio {
namespace {

enum Basis { kAsDescribed, kEqualArea, kEqualPes };
enum Quantity { kLatency, kEnergy, kEdp, kComputeArea, kDensity, kEfficiency };

double squareMillimetres(const Accelerator& design) {
    return areaOf(design).compute().squareMillimetres();
}

/// The design made equal to the chosen one, with its own buffers and constants.
Accelerator madeEqual(const Accelerator& design, const Accelerator& chosen, int basis) {
    if (basis == kEqualArea)
        return withComputeArea(
            design, SquareMicrometres::ofSquareMillimetres(squareMillimetres(chosen)).value);
    if (basis == kEqualPes) return withPeCount(design, std::int64_t{chosen.rows} * chosen.columns);
    return design;
}

DesignTable::Row rowOf(const Accelerator& design, const HardwareOutcome& outcome) {
    DesignTable::Row row;
    row.name = QString::fromStdString(design.name);
    row.rows = design.rows;
    row.columns = design.columns;
    row.computeArea = squareMillimetres(design);
    const SimulationResult result = simulate(design, *outcome.workload, outcome.options);
    row.seconds = result.seconds;
    row.joules = result.totals.energy.total().joules();
    row.utilization = result.totals.utilization();
    row.gops = result.gops;
    row.topsPerMm2 = result.topsPerMm2;
    row.topsPerW = result.topsPerW;
    return row;
}

std::vector<DesignTable::Row> compared(const HardwareOutcome& outcome, int basis,
                                       const QStringList& names, const std::stop_token& stop) {
    std::vector<DesignTable::Row> rows{rowOf(outcome.design, outcome)};
    for (const QString& name : names) {
        if (stop.stop_requested()) throw Cancelled();
        if (name.toStdString() == outcome.design.name) continue;
        rows.push_back({});
        rows.back().name = name;
        try {
            const Accelerator design = DesignLibrary::instance().load(name);
            const Accelerator equal = madeEqual(design, outcome.design, basis);
            rows.back().rows = equal.rows;
            rows.back().columns = equal.columns;
            rows.back().computeArea = squareMillimetres(equal);
            DesignTable::Row row = rowOf(equal, outcome);
            row.name = name;
            rows.back() = std::move(row);
        } catch (const Error& error) {
            // A design that cannot run these widths, or cannot be so small, is told, not hidden.
            rows.back().problem = QString::fromUtf8(error.what());
        }
    }
    return rows;
}

}  // namespace

DesignComparison::DesignComparison(QWidget* parent)
    : QWidget(parent),
      basis_(new QComboBox),
      quantity_(new QComboBox),
      note_(new QLabel),
      designs_(new DesignTable(this)),
      table_(new DataTable(designs_, tr("Designs"))),
      chart_(new ComparisonView) {
    basis_->setObjectName(QStringLiteral("basis"));
    basis_->addItems(
        {tr("Designs as specified"), tr("Equal compute area"), tr("Equal number of PEs")});
    basis_->setAccessibleName(tr("Basis of comparison"));
    basis_->setToolTip(
        tr("Grids of the other designs: their own, the largest in the chosen design's compute "
           "area, or with as many PEs; buffers are kept"));
    quantity_->addItems({tr("Latency"), tr("Energy"), tr("Energy × delay"), tr("Compute area"),
                         tr("TOPS per mm² of compute area"), tr("TOPS per W")});
    quantity_->setAccessibleName(tr("What the bars show"));
    note_->setWordWrap(true);
    auto* head = new QHBoxLayout;
    head->setSpacing(8);
    head->addWidget(basis_);
    head->addWidget(quantity_);
    head->addWidget(note_, 1);
    auto* upper = new QWidget;
    auto* upperLayout = new QVBoxLayout(upper);
    upperLayout->setContentsMargins(0, 0, 0, 0);
    upperLayout->setSpacing(8);
    upperLayout->addLayout(head);
    upperLayout->addWidget(chart_, 1);
    table_->setFilterVisible(false);
    auto* split = new QSplitter(Qt::Vertical);
    split->addWidget(upper);
    split->addWidget(table_);
    split->setSizes({430, 340});
    split->setHandleWidth(1);
    split->setChildrenCollapsible(false);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(8, 8, 8, 8);
    layout->addWidget(split);

    connect(basis_, &QComboBox::currentIndexChanged, this, &DesignComparison::compare);
    connect(quantity_, &QComboBox::currentIndexChanged, this, &DesignComparison::showChart);
    connect(&DesignLibrary::instance(), &DesignLibrary::changed, this, [this] {
        stale_ = true;
        if (isVisible()) compare();
    });
    connect(chart_, &RowsView::rowClicked, table_, &DataTable::setCurrentRow);
    connect(table_, &DataTable::rowChosen, this, [this](int row) {
        Q_EMIT designChosen(designs_->designs()[static_cast<std::size_t>(row)].name);
    });
    connect(&job_, &Job::failed, this, &DesignComparison::problem);
}

void DesignComparison::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    if (stale_) compare();
}

void DesignComparison::show(const HardwareOutcome& outcome) {
    outcome_ = outcome;
    stale_ = true;
    if (isVisible()) compare();
}

void DesignComparison::compare() {
    stale_ = false;
    if (!outcome_.workload) {
        job_.abandon();
        designs_->setDesigns({});
        showChart();
        return;
    }
    const DesignLibrary& library = DesignLibrary::instance();
    QStringList names = library.presetNames() + library.ownNames();
    const int basis = basis_->currentIndex();
    job_.launch(
        tr("Comparing designs"),
        [this, outcome = outcome_, basis, names](const JobContext& context) -> Job::Delivery {
            std::vector<DesignTable::Row> rows = compared(outcome, basis, names, context.stop);
            return [this, rows] {
                designs_->setDesigns(rows);
                table_->fitColumns(DesignTable::Name);
                showChart();
            };
        });
}

void DesignComparison::showChart() {
    Comparison comparison;
    const int quantity = quantity_->currentIndex();
    comparison.title =
        tr("%1 relative to %2")
            .arg(quantity_->currentText(), QString::fromStdString(outcome_.design.name));
    comparison.valueTitle = quantity_->currentText();
    comparison.prefixes = quantity <= kEdp;
    comparison.unit = quantity == kLatency       ? QStringLiteral("s")
                      : quantity == kEnergy      ? QStringLiteral("J")
                      : quantity == kEdp         ? QStringLiteral("J·s")
                      : quantity == kComputeArea ? QStringLiteral("mm²")
                      : quantity == kDensity     ? QStringLiteral("TOPS/mm²")
                                                 : QStringLiteral("TOPS/W");
    QStringList unable;
    for (const DesignTable::Row& design : designs_->designs()) {
        if (!design.problem.isEmpty()) {
            unable << design.name;
            continue;
        }
        const double value = quantity == kLatency       ? design.seconds
                             : quantity == kEnergy      ? design.joules
                             : quantity == kEdp         ? design.joules * design.seconds
                             : quantity == kComputeArea ? design.computeArea
                             : quantity == kDensity     ? design.topsPerMm2
                                                        : design.topsPerW;
        comparison.rows.push_back({design.name, value, {}});
    }
    note_->setText(unable.isEmpty() ? QString()
                                    : tr("Cannot be compared (the table says why): %1")
                                          .arg(unable.join(QStringLiteral(", "))));
    note_->setToolTip(note_->text());
    chart_->comparison()->setComparison(std::move(comparison));
}

}  // namespace lpstudio
