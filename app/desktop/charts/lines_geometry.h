#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "app/desktop/plot/plot_geometry.h"

namespace lpstudio {

/// Places for labels of equal height that would like to stand at `wanted` (centres, any order): no
/// two overlap, all lie in [from, to] if there is room, and the sum of squared displacements is
/// least. In the order of `wanted`; equal wishes keep their order.
std::vector<double> spreadLabels(std::span<const double> wanted, double height, double from,
                                 double to);

/// A line that passes near a place, and its nearest point.
struct LineHit {
    std::size_t line = 0, point = 0;
};
/// Of lines in pixels, the one that comes nearest to (x, y), within `radius`; of equals the last,
/// which lies on top.
std::optional<LineHit> nearestLine(std::span<const std::vector<PlotPoint>> lines, double x,
                                   double y, double radius);

/// The last place of a line, from its beginning on, that lies in a rectangle (in the line's own
/// coordinates): its end, or where it leaves; nullopt if it never is inside.
std::optional<PlotPoint> lastInside(std::span<const PlotPoint> line, const PlotRange& rect);

}  // namespace lpstudio
