#pragma once

#include <string>
#include <vector>

#include "hw/cost.h"
#include "hw/simulate.h"
#include "hw/workload.h"

namespace lpstudio {

/// A share of all MACs at one pair of widths.
struct WidthShare {
    int weightBits = 8;
    int activationBits = 8;
    double share = 1;
};

/// What published comparisons say of a network's widths: which share of its MACs has which. Shares
/// sum to 1.
using WidthMix = std::vector<WidthShare>;

/// "74.1 % 2 bit, 25.9 % 4 bit".
std::string mixText(const WidthMix& mix);

/// Cost of a network of which nothing is known but its mix: the mean over its uniform networks,
/// weighted by the shares, as if every layer held the mix.
struct MixCost {
    double cycles = 0;
    double seconds = 0;
    double energyJoules = 0;
};
MixCost costOfMix(const Simulator& simulator, const Workload& workload, const WidthMix& mix);

/// Peak operations per second of the grid with this mix, 2 per MAC: the harmonic mean of the
/// widths' peaks over MACs, which is what the published tables call GOPS.
double peakOfMix(const Accelerator& accelerator, const WidthMix& mix);

}  // namespace lpstudio
