#pragma once

#include <nlohmann/json.hpp>

#include "hw/simulate.h"

namespace lpstudio {

/// The result with the field names of the command line's contract: `hardware`, `workload`, `batch`,
/// `totals` and `layers[]`. Energy in pJ and area in um^2 are the exact integers divided by 1000,
/// traffic in bytes the bits divided by 8.
nlohmann::json simulationToJson(const SimulationResult& result);

}  // namespace lpstudio
