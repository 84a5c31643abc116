#include "app/desktop/charts/roofline_geometry.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "app/desktop/plot/log_ticks.h"
#include "app/desktop/plot/plot_geometry.h"

namespace lpstudio {
namespace {

/// Of the roofs beyond their ends, as a factor: half a decade.
constexpr double kBeyond = 3;
constexpr double kLeastDecades = 1;
constexpr double kMargin = 0.07;

}  // namespace

bool isPlaceable(const RooflinePoint& point) {
    return std::isfinite(point.intensity) && std::isfinite(point.achieved) && point.intensity > 0 &&
           point.achieved > 0;
}

PlotRange rooflineRange(const Roofline& roofline) {
    std::vector<double> xs, ys;
    if (roofline.bandwidth > 0 && !roofline.peaks.empty()) {
        const auto [least, largest] = std::ranges::minmax(roofline.peaks);
        xs = {least / roofline.bandwidth / kBeyond, largest / roofline.bandwidth * kBeyond};
        ys = {least / kBeyond, largest};
    }
    for (const RooflinePoint& point : roofline.points) {
        if (!isPlaceable(point)) continue;
        xs.push_back(point.intensity);
        ys.push_back(point.achieved);
    }
    const AxisInterval x = logInterval(xs, kLeastDecades, kMargin);
    const AxisInterval y = logInterval(ys, kLeastDecades, kMargin);
    return {x.from, x.to, y.from, y.to};
}

std::optional<RoofPiece> bandwidthRoof(double bandwidth, double peak, const PlotRange& range) {
    if (!(bandwidth > 0) || !(peak > 0)) return std::nullopt;
    // y = x + slope, in log10.
    const double slope = std::log10(bandwidth);
    const double from = std::max(range.xFrom, range.yFrom - slope);
    const double to = std::min({range.xTo, range.yTo - slope, std::log10(peak) - slope});
    if (!(to > from)) return std::nullopt;
    return RoofPiece{{from, from + slope}, {to, to + slope}};
}

std::optional<RoofPiece> peakRoof(double bandwidth, double peak, const PlotRange& range) {
    if (!(bandwidth > 0) || !(peak > 0)) return std::nullopt;
    const double height = std::log10(peak);
    const double from = std::max(range.xFrom, height - std::log10(bandwidth));
    if (!(range.xTo > from) || height < range.yFrom || height > range.yTo) return std::nullopt;
    return RoofPiece{{from, height}, {range.xTo, height}};
}

std::optional<std::size_t> quietPlace(std::span<const QRectF> places, const QRectF& area,
                                      std::span<const QRectF> taken,
                                      std::span<const QPointF> points, double radius) {
    std::optional<std::size_t> best;
    std::ptrdiff_t fewest = 0;
    for (std::size_t i = 0; i < places.size(); ++i) {
        const QRectF& place = places[i];
        if (!area.contains(place)) continue;
        if (std::ranges::any_of(taken, [&](const QRectF& t) { return t.intersects(place); }))
            continue;
        const QRectF wide = place.adjusted(-radius, -radius, radius, radius);
        const auto covered = std::ranges::count_if(
            points, [&](const QPointF& point) { return wide.contains(point); });
        if (best && covered >= fewest) continue;
        best = i;
        fewest = covered;
    }
    return best;
}

}  // namespace lpstudio
