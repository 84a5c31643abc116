#pragma once

#include <QImage>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "app/desktop/charts/pareto_quantities.h"

namespace lpstudio {

/// Upright axes side by side in a rectangle of pixels, the first at its left edge, the last at its
/// right.
struct ParallelMap {
    double left = 0, top = 0, width = 1, height = 1;
    std::size_t axes = 2;

    double x(std::size_t axis) const {
        return axes > 1 ? left + width * static_cast<double>(axis) / static_cast<double>(axes - 1)
                        : left + width / 2;
    }
    /// `share` of the axis, 0 at the bottom.
    double y(double share) const { return top + (1 - share) * height; }
    double share(double py) const { return 1 - (py - top) / height; }
    /// Not farther than `radius` pixels from it.
    std::optional<std::size_t> axisAt(double px, double radius) const;
};

/// Values of an axis, bottom to top.
struct AxisSpan {
    double from = 0, to = 1;
    double share(double value) const { return (value - from) / (to - from); }
    double value(double share) const { return from + share * (to - from); }
};
/// Of all known values; widened where there is but one.
AxisSpan spanOf(std::span<const double> values);

/// At most about `most` of the rows 0..count for which `wanted` is 1 (empty: all), evenly spread
/// over them, ascending.
std::vector<std::uint32_t> spreadRows(std::size_t count, std::size_t most,
                                      std::span<const std::uint8_t> wanted = {});

/// Draws a line from one place to another, smooth at its edges, blended over the image
/// (ARGB32_Premultiplied); cut off at its borders. `color`: premultiplied.
void drawLine(QImage& image, double x0, double y0, double x1, double y1, std::uint32_t color);

/// What a drag on an axis does to its limit.
class AxisBrush {
public:
    enum class Grip { New, Least, Most, Whole };

    /// Pressed at `py`: on an edge of the range, inside of it, or elsewhere, where a new range
    /// begins.
    AxisBrush(const ParallelMap& map, const AxisSpan& span, const Limit& limit, double py,
              double radius = 6);
    Grip grip() const { return grip_; }
    /// Dragged to `py`. An edge at the axis' end is no limit.
    Limit at(double py) const;

private:
    ParallelMap map_;
    AxisSpan span_;
    double least_, most_, start_;  ///< shares
    Grip grip_ = Grip::New;
};

}  // namespace lpstudio
