#pragma once

#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "app/desktop/widgets/hardware_tables.h"
#include "app/desktop/widgets/totals_table.h"
#include "hw/accelerator.h"
#include "hw/simulate.h"
#include "hw/uncertainty.h"
#include "hw/workload.h"

namespace lpstudio {

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
