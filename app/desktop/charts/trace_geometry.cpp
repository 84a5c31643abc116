#include "app/desktop/charts/trace_geometry.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "app/desktop/plot/plot_geometry.h"

namespace lpstudio {
namespace {

/// Share of the dots that the range holds.
constexpr double kDotsInside = 0.98;

}  // namespace

PlotRange traceRange(std::span<const Trace> traces, bool fromZero) {
    double x = 0;
    double least = std::numeric_limits<double>::infinity(), greatest = -least;
    for (const Trace& trace : traces) {
        std::vector<double> values;
        for (const PlotPoint& point : trace.points) {
            if (!std::isfinite(point.y)) continue;
            x = std::max(x, point.x);
            values.push_back(point.y);
        }
        if (values.empty()) continue;
        least = std::min(least, *std::ranges::min_element(values));
        auto high = values.end() - 1;
        if (trace.kind == Trace::Kind::Each)
            high = values.begin() + static_cast<std::ptrdiff_t>(
                                        kDotsInside * static_cast<double>(values.size() - 1));
        std::ranges::nth_element(values, high);
        greatest = std::max(
            greatest, trace.kind == Trace::Kind::Each ? *high : *std::ranges::max_element(values));
    }
    PlotRange range{0, x > 0 ? x : 1, 0, 1};
    if (least > greatest) return range;
    const double margin =
        greatest > least ? 0.03 * (greatest - least) : std::max(0.05 * std::abs(greatest), 1e-9);
    range.yFrom = least >= 0 ? std::max(0.0, least - margin) : least - margin;
    if (fromZero) range.yFrom = std::min(0.0, range.yFrom);
    range.yTo = greatest + margin;
    return range;
}

std::vector<PlotPoint> perColumn(std::span<const PlotPoint> line, double column) {
    std::vector<PlotPoint> kept;
    for (std::size_t first = 0; first < line.size();) {
        const double place = std::floor(line[first].x / column);
        std::size_t last = first, lowest = first, highest = first;
        for (std::size_t at = first + 1;
             at < line.size() && std::floor(line[at].x / column) == place; ++at) {
            last = at;
            if (line[at].y < line[lowest].y) lowest = at;
            if (line[at].y > line[highest].y) highest = at;
        }
        std::array<std::size_t, 4> some{first, lowest, highest, last};
        std::sort(some.begin(), some.end());
        const auto end = std::unique(some.begin(), some.end());
        for (auto at = some.begin(); at != end; ++at) kept.push_back(line[*at]);
        first = last + 1;
    }
    return kept;
}

std::optional<std::size_t> nearestPoint(std::span<const PlotPoint> points, double x) {
    if (points.empty()) return std::nullopt;
    const auto after = std::ranges::lower_bound(points, x, {}, &PlotPoint::x);
    auto at = static_cast<std::size_t>(after - points.begin());
    if (at == points.size() || (at > 0 && x - points[at - 1].x <= points[at].x - x)) --at;
    return at;
}

}  // namespace lpstudio
