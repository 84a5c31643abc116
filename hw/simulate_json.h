#pragma once

#include <nlohmann/json_fwd.hpp>
#include <vector>

#include "hw/published_ratios.h"
#include "hw/roofline.h"
#include "hw/simulate.h"
#include "hw/uncertainty.h"

namespace lpstudio {

/// The result with the field names of the command line's contract: `hardware`, `workload`, `batch`,
/// `totals` and `layers[]`. Energy in pJ and area in um^2 are the exact integers divided by 1000,
/// traffic in bytes the bits divided by 8.
nlohmann::json simulationToJson(const SimulationResult& result);

/// `bandwidth_bytes_per_s`, `peaks_gops[]` and `layers[]`: `name`, `ops_per_byte`, `achieved_gops`,
/// `attainable_gops`, `peak_gops`, `memory_bound`.
nlohmann::json rooflineToJson(const Roofline& roofline);

/// `energy_pj`, `seconds`, `compute_area_um2`, `area_um2`, each with `low`, `value`, `high`; the
/// parts at the ends of the energy and the area; `influences[]`: `key`, `standing` and the same
/// triples for that constant alone.
nlohmann::json uncertaintyToJson(const Uncertainty& uncertainty);

/// `figures[]` and `ratios[]` with every field of PublishedCell and PublishedRatio.
nlohmann::json publishedToJson(const std::vector<PublishedCell>& figures,
                               const std::vector<PublishedRatio>& ratios);

}  // namespace lpstudio
