#include "app/desktop/charts/lines_geometry.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "app/desktop/plot/plot_geometry.h"

namespace lpstudio {
namespace {

double distanceToSegment(const PlotPoint& a, const PlotPoint& b, double x, double y) {
    const double dx = b.x - a.x, dy = b.y - a.y, length = dx * dx + dy * dy;
    const double along =
        length > 0 ? std::clamp(((x - a.x) * dx + (y - a.y) * dy) / length, 0.0, 1.0) : 0;
    return std::hypot(x - (a.x + along * dx), y - (a.y + along * dy));
}

}  // namespace

std::vector<double> spreadLabels(std::span<const double> wanted, double height, double from,
                                 double to) {
    std::vector<std::size_t> order(wanted.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t a, std::size_t b) { return wanted[a] < wanted[b]; });
    // With the i-th label's place less i heights the wish is an ascending sequence: the least
    // squares are found by pooling neighbours that violate it.
    struct Pool {
        double sum = 0;
        std::size_t count = 0;
        double mean() const { return sum / static_cast<double>(count); }
    };
    std::vector<Pool> pools;
    for (std::size_t i = 0; i < order.size(); ++i) {
        pools.push_back({wanted[order[i]] - static_cast<double>(i) * height, 1});
        while (pools.size() > 1 && pools[pools.size() - 2].mean() > pools.back().mean()) {
            pools[pools.size() - 2].sum += pools.back().sum;
            pools[pools.size() - 2].count += pools.back().count;
            pools.pop_back();
        }
    }
    std::vector<double> places(wanted.size());
    const double first = from + height / 2;
    const double last =
        std::max(first, to - height / 2 -
                            static_cast<double>(wanted.empty() ? 0 : wanted.size() - 1) * height);
    std::size_t i = 0;
    for (const Pool& pool : pools)
        for (std::size_t k = 0; k < pool.count; ++k, ++i)
            places[order[i]] =
                std::clamp(pool.mean(), first, last) + static_cast<double>(i) * height;
    return places;
}

std::optional<LineHit> nearestLine(std::span<const std::vector<PlotPoint>> lines, double x,
                                   double y, double radius) {
    std::optional<LineHit> hit;
    double least = radius;
    for (std::size_t line = 0; line < lines.size(); ++line) {
        const std::vector<PlotPoint>& points = lines[line];
        double distance = std::numeric_limits<double>::infinity();
        for (std::size_t i = 0; i < points.size(); ++i)
            distance =
                std::min(distance, distanceToSegment(points[i > 0 ? i - 1 : 0], points[i], x, y));
        if (!(distance <= least)) continue;
        least = distance;
        hit = LineHit{line, 0};
    }
    if (!hit) return hit;
    const std::vector<PlotPoint>& points = lines[hit->line];
    const auto away = [&](const PlotPoint& p) { return std::hypot(p.x - x, p.y - y); };
    hit->point = static_cast<std::size_t>(
        std::min_element(points.begin(), points.end(),
                         [&](const auto& a, const auto& b) { return away(a) < away(b); }) -
        points.begin());
    return hit;
}

namespace {

bool isInside(const PlotPoint& point, const PlotRange& rect) {
    // What lies on the edge up to a rounding error is inside.
    const double slackX = 1e-6 * rect.width(), slackY = 1e-6 * rect.height();
    return point.x >= rect.xFrom - slackX && point.x <= rect.xTo + slackX &&
           point.y >= rect.yFrom - slackY && point.y <= rect.yTo + slackY;
}

/// The part of a segment inside, as shares of its length (Liang and Barsky 1984).
std::optional<std::pair<double, double>> partInside(const PlotPoint& a, const PlotPoint& b,
                                                    const PlotRange& rect) {
    double from = 0, to = 1;
    const double dx = b.x - a.x, dy = b.y - a.y;
    const double steps[] = {-dx, dx, -dy, dy};
    const double rooms[] = {a.x - rect.xFrom, rect.xTo - a.x, a.y - rect.yFrom, rect.yTo - a.y};
    for (std::size_t side = 0; side < 4; ++side) {
        if (steps[side] < 0)
            from = std::max(from, rooms[side] / steps[side]);
        else if (steps[side] > 0)
            to = std::min(to, rooms[side] / steps[side]);
        else if (rooms[side] < 0)
            return std::nullopt;
    }
    if (from > to) return std::nullopt;
    return std::pair(from, to);
}

}  // namespace

std::optional<PlotPoint> lastInside(std::span<const PlotPoint> line, const PlotRange& rect) {
    if (line.empty()) return std::nullopt;
    if (isInside(line.back(), rect)) return line.back();
    for (std::size_t i = line.size() - 1; i > 0; --i)
        if (const auto part = partInside(line[i - 1], line[i], rect)) {
            const PlotPoint &a = line[i - 1], &b = line[i];
            return PlotPoint{a.x + part->second * (b.x - a.x), a.y + part->second * (b.y - a.y)};
        }
    return std::nullopt;
}

}  // namespace lpstudio
