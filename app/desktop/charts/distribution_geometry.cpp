#include "app/desktop/charts/distribution_geometry.h"

#include <algorithm>
#include <cmath>
#include <limits>

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

}  // namespace lpstudio
