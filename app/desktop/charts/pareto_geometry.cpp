#include "app/desktop/charts/pareto_geometry.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numeric>

namespace lpstudio {
namespace {

bool isFinite(const ParetoPoint& point) {
    return std::isfinite(point.x) && std::isfinite(point.y);
}

}  // namespace

PlotRange rangeOf(std::span<const ParetoPoint> points) {
    constexpr double kInfinity = std::numeric_limits<double>::infinity();
    PlotRange range{kInfinity, -kInfinity, kInfinity, -kInfinity};
    for (const ParetoPoint& point : points) {
        if (!isFinite(point)) continue;
        range.xFrom = std::min(range.xFrom, point.x);
        range.xTo = std::max(range.xTo, point.x);
        range.yFrom = std::min(range.yFrom, point.y);
        range.yTo = std::max(range.yTo, point.y);
    }
    if (range.xFrom > range.xTo) return {};
    const auto widen = [](double& from, double& to) {
        // A single value gets a margin of its own size.
        const double extent = to > from ? to - from : std::max(std::abs(from), 1e-9);
        const double margin = to > from ? 0.04 * extent : 0.5 * extent;
        from -= margin;
        to += margin;
    };
    widen(range.xFrom, range.xTo);
    widen(range.yFrom, range.yTo);
    return range;
}

PlotRange usefulRangeOf(std::span<const ParetoPoint> points, std::span<const ParetoPoint> kept) {
    constexpr std::size_t kFewest = 20;
    constexpr double kFarOut = 6, kMostOutside = 0.02;
    const auto usefulEnds = [&](double ParetoPoint::*member) {
        std::vector<double> values;
        values.reserve(points.size());
        for (const ParetoPoint& point : points)
            if (isFinite(point)) values.push_back(point.*member);
        double from = std::numeric_limits<double>::infinity(), to = -from;
        const auto at = [&](double share) {
            const auto place = values.begin() + static_cast<std::ptrdiff_t>(
                                                    share * static_cast<double>(values.size() - 1));
            std::ranges::nth_element(values, place);
            return *place;
        };
        double least = -from, most = from;
        if (values.size() >= kFewest) {
            const double low = at(0.25), high = at(0.75), extent = high - low;
            if (extent > 0) {
                least = std::min(low - kFarOut * extent, at(kMostOutside));
                most = std::max(high + kFarOut * extent, at(1 - kMostOutside));
            }
        }
        for (const double value : values) {
            if (value < least || value > most) continue;
            from = std::min(from, value);
            to = std::max(to, value);
        }
        for (const ParetoPoint& point : kept) {
            if (!isFinite(point)) continue;
            from = std::min(from, point.*member);
            to = std::max(to, point.*member);
        }
        return std::pair(from, to);
    };
    const auto [xFrom, xTo] = usefulEnds(&ParetoPoint::x);
    const auto [yFrom, yTo] = usefulEnds(&ParetoPoint::y);
    const std::array corners{ParetoPoint{CandidateId(-1), xFrom, yFrom},
                             ParetoPoint{CandidateId(-1), xTo, yTo}};
    return rangeOf(corners);
}

std::vector<std::size_t> thinned(std::span<const ParetoPoint> points, const PlotMap& map,
                                 double cell) {
    const auto columns = static_cast<std::size_t>(std::max(1.0, std::ceil(map.width / cell)));
    const auto rows = static_cast<std::size_t>(std::max(1.0, std::ceil(map.height / cell)));
    std::vector<bool> taken(columns * rows, false);
    std::vector<std::size_t> kept;
    for (std::size_t i = 0; i < points.size(); ++i) {
        if (!isFinite(points[i])) continue;
        const double x = (map.x(points[i].x) - map.left) / cell;
        const double y = (map.y(points[i].y) - map.top) / cell;
        if (!(x >= 0 && y >= 0 && x < static_cast<double>(columns) &&
              y < static_cast<double>(rows)))
            continue;
        const std::size_t at = static_cast<std::size_t>(y) * columns + static_cast<std::size_t>(x);
        if (taken[at]) continue;
        taken[at] = true;
        kept.push_back(i);
    }
    return kept;
}

NearestGrid::NearestGrid(std::span<const ParetoPoint> points, const PlotMap& map, double cell)
    : left_(map.left),
      top_(map.top),
      cell_(cell),
      columns_(std::max(1, static_cast<int>(std::ceil(map.width / cell)))),
      rows_(std::max(1, static_cast<int>(std::ceil(map.height / cell)))) {
    // Counting sort of the points by cell.
    const auto cellOf = [&](double x, double y) -> std::optional<std::size_t> {
        const double column = std::floor((x - left_) / cell_);
        const double row = std::floor((y - top_) / cell_);
        if (!(column >= 0 && row >= 0 && column < columns_ && row < rows_)) return std::nullopt;
        return static_cast<std::size_t>(row) * static_cast<std::size_t>(columns_) +
               static_cast<std::size_t>(column);
    };
    starts_.assign(static_cast<std::size_t>(columns_) * static_cast<std::size_t>(rows_) + 1, 0);
    for (const ParetoPoint& point : points)
        if (const auto at = cellOf(map.x(point.x), map.y(point.y))) ++starts_[*at + 1];
    std::partial_sum(starts_.begin(), starts_.end(), starts_.begin());
    entries_.resize(starts_.back());
    std::vector<std::uint32_t> next(starts_.begin(), starts_.end() - 1);
    for (std::size_t i = 0; i < points.size(); ++i) {
        const double x = map.x(points[i].x), y = map.y(points[i].y);
        if (const auto at = cellOf(x, y))
            entries_[next[*at]++] = {static_cast<float>(x), static_cast<float>(y),
                                     static_cast<std::uint32_t>(i)};
    }
}

std::optional<std::size_t> NearestGrid::nearest(double x, double y, double radius) const {
    std::optional<std::size_t> best;
    double least = radius * radius;
    const auto cellRange = [this](double center, double origin, double r, int count) {
        const double first = std::floor((center - r - origin) / cell_);
        const double last = std::floor((center + r - origin) / cell_);
        return std::pair(static_cast<int>(std::clamp(first, 0.0, static_cast<double>(count))),
                         static_cast<int>(std::clamp(last, -1.0, count - 1.0)));
    };
    const auto [firstRow, lastRow] = cellRange(y, top_, radius, rows_);
    const auto [firstColumn, lastColumn] = cellRange(x, left_, radius, columns_);
    for (int row = firstRow; row <= lastRow; ++row)
        for (int column = firstColumn; column <= lastColumn; ++column) {
            const std::size_t at =
                static_cast<std::size_t>(row) * static_cast<std::size_t>(columns_) +
                static_cast<std::size_t>(column);
            for (std::uint32_t i = starts_[at]; i < starts_[at + 1]; ++i) {
                const double dx = entries_[i].x - x, dy = entries_[i].y - y;
                const double distance = dx * dx + dy * dy;
                if (distance < least ||
                    (distance == least && best && entries_[i].position < *best)) {
                    least = distance;
                    best = entries_[i].position;
                } else if (distance == least && !best) {
                    best = entries_[i].position;
                }
            }
        }
    return best;
}

}  // namespace lpstudio
