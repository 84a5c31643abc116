#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "hw/accelerator.h"
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

/// Whether a figure of ours says something about the published one beside it.
enum class Verdict {
    /// Follows from constants that do not come from this figure.
    Predicted,
    /// A constant or a mix was solved from this figure, so agreement means nothing.
    Calibrated,
};
/// "predicted", "calibrated".
std::string_view verdictName(Verdict verdict);

/// A published figure and ours.
struct PublishedCell {
    std::string design;    ///< as the paper calls it
    std::string hardware;  ///< preset
    std::string quantity;  ///< "compute area", "peak throughput", "density", "buffer area"
    std::string unit;
    WidthMix mix;  ///< of the throughput behind it; empty where none is
    double published = 0;
    /// Error of reading the figure off a bar chart, where it was.
    double readingError = 0;
    /// Published: printed or read off; Derived: implied by other figures; Assumed: recalled.
    SourceType sourceType = SourceType::Published;
    double model = 0;
    Verdict verdict = Verdict::Predicted;
    std::string why;  ///< of the verdict

    /// model / published - 1.
    double error() const { return model / published - 1; }
};

/// The 8 x 8 designs of the LPA paper (Ramachandran et al., DAC 2024) beside the model: compute
/// area, peak throughput with the width mix, density. Every design has one set of constants, that
/// of its preset; nothing is tuned per cell.
std::vector<PublishedCell> publishedFigures();

/// 8-bit products on four ganged PEs, the rest at 4 bit.
WidthMix eightOr4(double eight);

/// LPA's mix, solved from its 203.4 GOPS with no 8-bit share: 1 / 3.178 = f2 / 4 + f4 / 2.
/// Activations are stored in twice the width.
const WidthMix& lpaMix();

}  // namespace lpstudio
