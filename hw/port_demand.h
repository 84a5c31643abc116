#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "hw/accelerator.h"

namespace lpstudio {

/// What the grid asks of a buffer in a cycle at full width, and what its ports deliver.
struct PortDemand {
    std::string buffer;                    ///< "weight buffer"
    std::int64_t needs = 0, delivers = 0;  ///< bit per cycle

    bool isMet() const { return needs <= delivers; }
};

/// Of the three buffers, in the dataflow of the description. The cycle model takes ports as wide
/// enough; where one is not, its cycles are too few.
std::vector<PortDemand> portDemands(const Accelerator& accelerator);

/// One line on the buffers whose ports are too narrow; empty if there is none.
std::string portWarning(const Accelerator& accelerator);

}  // namespace lpstudio
