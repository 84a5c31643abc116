#pragma once

#include <QString>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <vector>

#include "app/desktop/plot/plot_geometry.h"
#include "core/number/measures.h"
#include "core/number/quantizer.h"

namespace lpstudio {

/// What the x axis of a distribution shows: the value, or log2 of its magnitude.
enum class DistributionScale { Linear, Log2 };

/// Counts in equal intervals of [from, to]; values outside are in the outermost intervals.
struct Histogram {
    double from = 0, to = 1;
    std::vector<std::int64_t> counts;
    std::int64_t total = 0;    ///< finite values, zeros included
    std::int64_t zeros = 0;    ///< left out of a log2 histogram
    std::int64_t largest = 0;  ///< of `counts`

    double binWidth() const { return (to - from) / static_cast<double>(counts.size()); }
};

/// Least and largest of the finite values, and of log2 of their non-zero magnitudes.
struct ValueRange {
    double from = 0, to = 0;
    double log2From = 0, log2To = 0;
    std::int64_t finite = 0, nonZero = 0;
};
ValueRange valueRange(std::span<const float> values);
ValueRange united(const ValueRange& a, const ValueRange& b);

Histogram histogram(std::span<const float> values, double from, double to, int bins);
/// Of log2|x|; zeros are counted apart.
Histogram histogramLog2(std::span<const float> values, double from, double to, int bins);

/// Outline of the bars from left to right, y = log10(count), `floor` where a bin is empty.
std::vector<PlotPoint> stepOutline(const Histogram& histogram, double floor);

/// Steps of an accuracy curve, one level for each interval (of `interval` octaves): on the linear
/// scale the curve and its mirror image, on the log2 scale the curve. A piece ends where the format
/// has no value (x becomes 0).
std::vector<std::vector<PlotPoint>> accuracyCurves(std::span<const AccuracyPoint> points,
                                                   DistributionScale scale, double interval);

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

/// One tensor to show; `values` is read while the data is made only.
struct DistributionLayer {
    QString name;
    std::span<const float> values;
};

/// Histograms of one or more tensors over the same range, on both scales: all that a chart needs of
/// them.
struct DistributionData {
    struct Tensor {
        QString name;
        Histogram linear, log2;
        OctaveCounts octaves;  ///< over the whole octaves of `log2`
    };
    std::vector<Tensor> tensors;
    AxisInterval linear, log2;
    int bins = 0;
};

/// Reads every value four times, so for large tensors it belongs on a worker thread. Non-finite
/// values are left out; of log2|x| the 24 octaves below the largest are shown. Few values get wide
/// bins, or chance would make most of the picture. Throws Cancelled when `shouldContinue` answers
/// false.
DistributionData distributionData(std::span<const DistributionLayer> layers,
                                  const std::function<bool()>& shouldContinue = {});

}  // namespace lpstudio
