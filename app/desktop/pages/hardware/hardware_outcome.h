#pragma once

#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "hw/accelerator.h"
#include "hw/simulate.h"
#include "hw/workload.h"

namespace lpstudio {

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
