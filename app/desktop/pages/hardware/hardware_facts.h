#pragma once

#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "app/desktop/widgets/hardware_tables.h"
#include "app/desktop/widgets/table_model_base.h"
#include "hw/accelerator.h"
#include "hw/simulate.h"
#include "hw/uncertainty.h"
#include "hw/workload.h"

namespace lpstudio {

/// Figures of a design with their bounds, beside those of another.
class TotalsTable final : public TableModelBase {
    Q_OBJECT

public:
    using TableModelBase::TableModelBase;

    struct Row {
        QString name, tip;
        QString text;  ///< "1.23 µJ"
        double value = 0;
        QString range;  ///< "0.9 … 2.1 µJ"; empty: exact
        QString other;  ///< of the second design; empty: there is none
        double otherValue = 0;
    };
    /// `chosen` and `other` head the columns; an empty `other` leaves its columns empty.
    void setTotals(std::vector<Row> rows, const QString& chosen, const QString& other);
    const std::vector<Row>& totals() const { return rows_; }
    /// Text of the row of this name; empty if there is none.
    QString textOf(const QString& name) const;

    enum Column { Name, Value, Range, Other, Ratio };

protected:
    int rows() const override;
    const std::vector<ItemColumn>& columns() const override;
    ItemCell cell(int row, int column) const override;

private:
    std::vector<Row> rows_;
    std::vector<ItemColumn> columns_;
};

/// Totals of a simulation with their units, its bounds where they are known, beside those of
/// another design if there is one.
std::vector<TotalsTable::Row> totalRows(const SimulationResult& result, const Uncertainty* bounds,
                                        const SimulationResult* other);
/// What spends the energy, what takes the area; parts at both ends of the bounds.
std::vector<PartTable::Part> energyParts(const EnergyParts& energy, const Uncertainty* bounds);
std::vector<PartTable::Part> areaParts(const AreaParts& area, const Uncertainty* bounds);

/// A network of certain widths on the chosen design, as the parts of the page Hardware show it.
struct HardwareOutcome {
    Accelerator design;
    SimulationOptions options;
    std::shared_ptr<const Workload> workload;
    SimulationResult result;
    /// The design beside it, where one is chosen and can run the widths.
    std::optional<SimulationResult> other;
};

}  // namespace lpstudio
