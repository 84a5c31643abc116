#include "app/desktop/charts/distribution_data.h"

#include <algorithm>
#include <cmath>

#include "core/base/error.h"

namespace lpstudio {
namespace {

/// Octaves below the largest magnitude that are shown; what lies lower is in the first bin.
constexpr double kOctaves = 24;
constexpr double kFewestBins = 32, kMostBins = 160;

}  // namespace

DistributionData distributionData(std::span<const DistributionLayer> layers,
                                  const std::function<bool()>& shouldContinue) {
    const auto check = [&] {
        if (shouldContinue && !shouldContinue()) throw Cancelled();
    };
    DistributionData data;
    ValueRange range;
    std::size_t largest = 0;
    for (const DistributionLayer& layer : layers) {
        check();
        range = united(range, valueRange(layer.values));
        largest = std::max(largest, layer.values.size());
    }
    data.bins = static_cast<int>(
        std::clamp(3 * std::sqrt(static_cast<double>(largest)), kFewestBins, kMostBins));
    data.linear = {range.from, range.to};
    // One value only, or none: a range around it.
    if (!(data.linear.to > data.linear.from)) {
        const double around = data.linear.from != 0 ? std::abs(data.linear.from) : 1;
        data.linear = {data.linear.from - around, data.linear.to + around};
    }
    data.log2 = {std::floor(std::max(range.log2From, range.log2To - kOctaves)),
                 std::ceil(range.log2To)};
    if (!(data.log2.to > data.log2.from)) data.log2.to = data.log2.from + 1;
    for (const DistributionLayer& layer : layers) {
        check();
        Histogram linear = histogram(layer.values, data.linear.from, data.linear.to, data.bins);
        check();
        Histogram log2 = histogramLog2(layer.values, data.log2.from, data.log2.to, data.bins);
        check();
        data.tensors.push_back({layer.name, std::move(linear), std::move(log2),
                                octaveCounts(layer.values, static_cast<int>(data.log2.from),
                                             static_cast<int>(data.log2.width()))});
    }
    return data;
}

}  // namespace lpstudio
