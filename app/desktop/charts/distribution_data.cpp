#include "app/desktop/charts/distribution_data.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/base/error.h"

namespace lpstudio {
namespace {

/// Position of a value among equal intervals, the outermost taking what lies outside.
class Binner {
public:
    explicit Binner(const Histogram& histogram)
        : from_(histogram.from),
          factor_(1 / histogram.binWidth()),
          last_(static_cast<double>(histogram.counts.size()) - 1) {}
    std::size_t operator()(double value) const {
        return static_cast<std::size_t>(
            std::clamp(std::floor((value - from_) * factor_), 0.0, last_));
    }

private:
    double from_, factor_, last_;
};

Histogram emptyHistogram(double from, double to, int bins) {
    Histogram result;
    result.from = from;
    result.to = to > from ? to : from + 1;
    result.counts.assign(static_cast<std::size_t>(std::max(1, bins)), 0);
    return result;
}

/// Axes are a trace off whole steps.
constexpr double kTrace = 1e-6;

std::int64_t entry(const std::vector<std::int64_t>& counts, int at) {
    return at < 0 || at >= static_cast<int>(counts.size()) ? 0
                                                           : counts[static_cast<std::size_t>(at)];
}

/// Octaves below the largest magnitude that are shown; what lies lower is in the first bin.
constexpr double kOctaves = 24;
constexpr double kFewestBins = 32, kMostBins = 160;

}  // namespace

ValueRange valueRange(std::span<const float> values) {
    ValueRange range;
    float from = std::numeric_limits<float>::infinity(), to = -from;
    float smallest = from, largest = 0;
    for (const float value : values) {
        if (!std::isfinite(value)) continue;
        ++range.finite;
        from = std::min(from, value);
        to = std::max(to, value);
        const float magnitude = std::abs(value);
        if (magnitude == 0) continue;
        ++range.nonZero;
        smallest = std::min(smallest, magnitude);
        largest = std::max(largest, magnitude);
    }
    if (range.finite > 0) {
        range.from = from;
        range.to = to;
    }
    if (range.nonZero > 0) {
        range.log2From = std::log2(static_cast<double>(smallest));
        range.log2To = std::log2(static_cast<double>(largest));
    }
    return range;
}

ValueRange united(const ValueRange& a, const ValueRange& b) {
    ValueRange result = a.finite > 0 ? a : b;
    if (a.finite > 0 && b.finite > 0) {
        result.from = std::min(a.from, b.from);
        result.to = std::max(a.to, b.to);
    }
    const ValueRange& logs = a.nonZero > 0 ? a : b;
    result.log2From = logs.log2From;
    result.log2To = logs.log2To;
    if (a.nonZero > 0 && b.nonZero > 0) {
        result.log2From = std::min(a.log2From, b.log2From);
        result.log2To = std::max(a.log2To, b.log2To);
    }
    result.finite = a.finite + b.finite;
    result.nonZero = a.nonZero + b.nonZero;
    return result;
}

Histogram histogram(std::span<const float> values, double from, double to, int bins) {
    Histogram result = emptyHistogram(from, to, bins);
    const Binner bin(result);
    for (const float value : values) {
        if (!std::isfinite(value)) continue;
        ++result.total;
        if (value == 0) ++result.zeros;
        ++result.counts[bin(value)];
    }
    result.largest = *std::max_element(result.counts.begin(), result.counts.end());
    return result;
}

Histogram histogramLog2(std::span<const float> values, double from, double to, int bins) {
    Histogram result = emptyHistogram(from, to, bins);
    const Binner bin(result);
    for (const float value : values) {
        if (!std::isfinite(value)) continue;
        ++result.total;
        if (value == 0) {
            ++result.zeros;
        } else {
            ++result.counts[bin(std::log2(std::abs(static_cast<double>(value))))];
        }
    }
    result.largest = *std::max_element(result.counts.begin(), result.counts.end());
    return result;
}

std::vector<PlotPoint> stepOutline(const Histogram& histogram, double floor) {
    std::vector<PlotPoint> points;
    points.reserve(2 * histogram.counts.size() + 2);
    const auto add = [&](double x, double y) {
        if (points.empty() || points.back() != PlotPoint{x, y}) points.push_back({x, y});
    };
    add(histogram.from, floor);
    for (std::size_t i = 0; i < histogram.counts.size(); ++i) {
        const std::int64_t count = histogram.counts[i];
        const double y = count > 0 ? std::log10(static_cast<double>(count)) : floor;
        const double left = histogram.from + static_cast<double>(i) * histogram.binWidth();
        if (points.back().y == y) continue;
        add(left, points.back().y);
        add(left, y);
    }
    add(histogram.to, points.back().y);
    add(histogram.to, floor);
    return points;
}

std::vector<std::vector<PlotPoint>> accuracyCurves(std::span<const AccuracyPoint> points,
                                                   DistributionScale scale, double interval) {
    std::vector<std::vector<PlotPoint>> pieces;
    const AccuracyPoint* previous = nullptr;
    for (const AccuracyPoint& point : points) {
        if (!std::isfinite(point.decimals)) continue;
        // Intervals without accuracy are left out of the list: a wider gap ends the piece.
        if (!previous || point.log2x - previous->log2x > 1.5 * interval) pieces.emplace_back();
        for (const double edge : {point.log2x - interval / 2, point.log2x + interval / 2})
            pieces.back().push_back(
                {scale == DistributionScale::Linear ? std::exp2(edge) : edge, point.decimals});
        previous = &point;
    }
    if (scale == DistributionScale::Log2) return pieces;
    std::vector<std::vector<PlotPoint>> all;
    for (auto piece = pieces.rbegin(); piece != pieces.rend(); ++piece) {
        std::vector<PlotPoint> mirrored;
        for (auto point = piece->rbegin(); point != piece->rend(); ++point)
            mirrored.push_back({-point->x, point->y});
        all.push_back(std::move(mirrored));
    }
    all.insert(all.end(), pieces.begin(), pieces.end());
    return all;
}

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
