#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "app/desktop/plot/plot_geometry.h"
#include "core/number/measures.h"

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

}  // namespace lpstudio
