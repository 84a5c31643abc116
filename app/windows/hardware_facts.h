#pragma once

#include <vector>

#include "app/tables/hardware_tables.h"
#include "app/windows/facts_panel.h"
#include "hw/simulate.h"

namespace lpstudio {

/// Totals of a simulation with their units, for a FactsPanel.
std::vector<Fact> simulationFacts(const SimulationResult& result, const Accelerator& accelerator);
/// What spends the energy, what takes the area.
std::vector<PartTable::Part> energyParts(const EnergyParts& energy);
std::vector<PartTable::Part> areaParts(const AreaParts& area);

}  // namespace lpstudio
