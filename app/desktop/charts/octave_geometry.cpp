#include "app/desktop/charts/octave_geometry.h"

#include <algorithm>
#include <cmath>

#include "app/desktop/plot/plot_geometry.h"

namespace lpstudio {
namespace {

/// Axes are a trace off whole steps.
constexpr double kTrace = 1e-6;

std::int64_t entry(const std::vector<std::int64_t>& counts, int at) {
    return at < 0 || at >= static_cast<int>(counts.size()) ? 0
                                                           : counts[static_cast<std::size_t>(at)];
}

}  // namespace

OctaveCounts octaveCounts(std::span<const float> values, int first, int octaves) {
    OctaveCounts result;
    result.first = first;
    const int last = std::max(1, octaves) - 1;
    result.positive.assign(static_cast<std::size_t>(last) + 1, 0);
    result.negative = result.positive;
    for (const float value : values) {
        if (!std::isfinite(value)) continue;
        ++result.total;
        if (value == 0) {
            ++result.zeros;
            continue;
        }
        int at = std::ilogb(value) - first;
        if (at == last + 1) at = last;
        if (at < 0 || at > last) continue;
        ++(value < 0 ? result.negative : result.positive)[static_cast<std::size_t>(at)];
    }
    return result;
}

std::optional<OctavePlace> octaveAt(double x, DistributionScale scale) {
    if (scale == DistributionScale::Log2)
        return OctavePlace{static_cast<int>(std::floor(x)), false};
    if (x == 0) return std::nullopt;
    return OctavePlace{std::ilogb(x), x < 0};
}

AxisInterval octaveInterval(const OctavePlace& place, DistributionScale scale) {
    if (scale == DistributionScale::Log2)
        return {static_cast<double>(place.octave), place.octave + 1.0};
    const double from = std::ldexp(1.0, place.octave), to = 2 * from;
    return place.negative ? AxisInterval{-to, -from} : AxisInterval{from, to};
}

OctaveRange octavesOf(const AxisInterval& axis, DistributionScale scale, int deepest) {
    if (scale == DistributionScale::Log2) {
        const int first = static_cast<int>(std::floor(axis.from + kTrace));
        return {first, std::max(0, static_cast<int>(std::ceil(axis.to - kTrace)) - first)};
    }
    const double largest = std::max(std::abs(axis.from), std::abs(axis.to));
    if (!(largest > 0)) return {};
    const int last = static_cast<int>(std::ceil(std::log2(largest) - kTrace)) - 1;
    return {last - deepest + 1, deepest};
}

double octaveShare(const OctaveCounts& counts, const OctavePlace& place, DistributionScale scale) {
    const int at = place.octave - counts.first;
    const std::int64_t count = scale == DistributionScale::Log2
                                   ? entry(counts.positive, at) + entry(counts.negative, at)
                                   : entry(place.negative ? counts.negative : counts.positive, at);
    return counts.total > 0 ? 100 * static_cast<double>(count) / static_cast<double>(counts.total)
                            : 0;
}

std::int64_t octaveCodes(const Quantizer& quantizer, const OctavePlace& place) {
    const auto& values =
        (place.negative ? quantizer.negative() : quantizer.positive()).values;  // [0] is 0
    const auto position = [&](int octave) {
        return std::lower_bound(values.begin(), values.end(), std::ldexp(1.0, octave));
    };
    return position(place.octave + 1) - position(place.octave);
}

double precisionBits(std::int64_t codes) {
    return codes > 0 ? std::log2(static_cast<double>(codes)) : kNoBits;
}

OctaveHeights octaveShares(const OctaveCounts& counts, DistributionScale scale) {
    OctaveHeights heights{counts.first, {}, {}};
    for (int i = 0; i < static_cast<int>(counts.positive.size()); ++i) {
        const int octave = counts.first + i;
        heights.positive.push_back(octaveShare(counts, {octave, false}, scale));
        if (scale == DistributionScale::Linear)
            heights.negative.push_back(octaveShare(counts, {octave, true}, scale));
    }
    return heights;
}

OctaveHeights octaveBits(const Quantizer& quantizer, const OctaveRange& octaves,
                         DistributionScale scale) {
    OctaveHeights heights{octaves.first, {}, {}};
    for (int octave = octaves.first; octave < octaves.first + octaves.count; ++octave) {
        heights.positive.push_back(precisionBits(octaveCodes(quantizer, {octave, false})));
        if (scale == DistributionScale::Linear)
            heights.negative.push_back(precisionBits(octaveCodes(quantizer, {octave, true})));
    }
    return heights;
}

double largestHeight(const OctaveHeights& heights, double least) {
    for (const auto* side : {&heights.positive, &heights.negative})
        for (const double height : *side) least = std::max(least, height);
    return least;
}

std::vector<PlotPoint> octaveOutline(const OctaveHeights& heights, DistributionScale scale,
                                     double floor, bool bars) {
    std::vector<PlotPoint> points;
    const auto add = [&](double x, double y) {
        if (points.empty() || points.back() != PlotPoint{x, y}) points.push_back({x, y});
    };
    const auto addOctave = [&](int at, bool negative, double height) {
        const AxisInterval on = octaveInterval({heights.first + at, negative}, scale);
        if (height < 0) height = floor;
        if (bars) add(on.from, floor);
        add(on.from, height);
        add(on.to, height);
        if (bars) add(on.to, floor);
    };
    for (std::size_t i = heights.negative.size(); i-- > 0;)
        addOctave(static_cast<int>(i), true, heights.negative[i]);
    if (scale == DistributionScale::Linear && !heights.positive.empty()) {
        const double nearest = std::ldexp(1.0, heights.first);
        add(-nearest, floor);
        add(nearest, floor);
    }
    for (std::size_t i = 0; i < heights.positive.size(); ++i)
        addOctave(static_cast<int>(i), false, heights.positive[i]);
    return points;
}

std::vector<PlotPoint> clippedSteps(const std::vector<PlotPoint>& steps, const AxisInterval& to) {
    const double trace = kTrace * to.width();
    std::vector<PlotPoint> inside;
    for (const PlotPoint& point : steps) {
        if (point.x <= to.from + trace) {
            inside.assign(1, {std::max(point.x, to.from), point.y});
        } else if (point.x >= to.to - trace) {
            // The piece that leads here is horizontal.
            if (!inside.empty()) inside.push_back({std::min(point.x, to.to), inside.back().y});
            break;
        } else {
            inside.push_back(point);
        }
    }
    return inside;
}

}  // namespace lpstudio
