#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "app/desktop/charts/distribution_geometry.h"
#include "app/desktop/plot/plot_geometry.h"
#include "core/number/quantizer.h"

namespace lpstudio {

/// Values of a tensor by sign and octave of their magnitude; octave k is 2^k <= |x| < 2^(k+1).
struct OctaveCounts {
    int first = 0;                                 ///< octave of the first counts
    std::vector<std::int64_t> positive, negative;  ///< of equal size
    std::int64_t total = 0;                        ///< finite values, zeros included
    std::int64_t zeros = 0;
};

/// `octaves`: how many from `first` on; a value in the one above the last (the largest of a range
/// that ends at a power of two) counts in the last, others outside in none.
OctaveCounts octaveCounts(std::span<const float> values, int first, int octaves);

/// An octave of positive or negative values; on the log2 scale of both.
struct OctavePlace {
    int octave = 0;
    bool negative = false;
    friend bool operator==(const OctavePlace&, const OctavePlace&) = default;
};
/// The octave at a place of the x axis; nullopt at 0 of the linear scale.
std::optional<OctavePlace> octaveAt(double x, DistributionScale scale);
/// From left to right on the x axis.
AxisInterval octaveInterval(const OctavePlace& place, DistributionScale scale);
/// All octaves that the x axis touches; on the linear scale those of the `deepest` below the
/// largest.
struct OctaveRange {
    int first = 0, count = 0;
};
OctaveRange octavesOf(const AxisInterval& axis, DistributionScale scale, int deepest);

/// Share of all values (zeros too) that lie in the octave, in percent.
double octaveShare(const OctaveCounts& counts, const OctavePlace& place, DistributionScale scale);
/// Non-zero code points in the octave; on the log2 scale the positive ones.
std::int64_t octaveCodes(const Quantizer& quantizer, const OctavePlace& place);
/// log2 of a number of code points; of none kNoBits, which no other number gives.
double precisionBits(std::int64_t codes);
inline constexpr double kNoBits = -1;

/// Heights over successive octaves; `negative` is empty on the log2 scale.
struct OctaveHeights {
    int first = 0;
    std::vector<double> positive, negative;
};
OctaveHeights octaveShares(const OctaveCounts& counts, DistributionScale scale);
OctaveHeights octaveBits(const Quantizer& quantizer, const OctaveRange& octaves,
                         DistributionScale scale);
/// The largest of all heights; `least` if they are less.
double largestHeight(const OctaveHeights& heights, double least);

/// Outline of the heights from left to right. `bars`: down to `floor` between neighbours and at
/// both ends; else steps. Heights below 0 (kNoBits) and, on the linear scale, the values nearest to
/// 0 are at `floor`.
std::vector<PlotPoint> octaveOutline(const OctaveHeights& heights, DistributionScale scale,
                                     double floor, bool bars);

/// The part of steps (horizontal and upright pieces, from left to right) inside an interval,
/// without the risers at its very edges.
std::vector<PlotPoint> clippedSteps(const std::vector<PlotPoint>& steps, const AxisInterval& to);

}  // namespace lpstudio
