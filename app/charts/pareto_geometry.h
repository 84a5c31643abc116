#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "core/ids.h"

namespace lpstudio {

/// A candidate in a plot of two quantities.
struct ParetoPoint {
    CandidateId id;
    double x = 0, y = 0;
};

/// Which end of a quantity is wanted.
enum class Better {
    Less,
    More,
    Neither,  ///< a mere name or position
};
/// Of the two quantities of a plot.
struct FrontSense {
    Better x = Better::Less, y = Better::Less;
    bool exists() const { return x != Better::Neither && y != Better::Neither; }
};

/// Positions of the points that no other point dominates, from the best x to the worst. Of equal
/// points the first counts. Points that are not finite never do, nor those marked in `excluded` (by
/// position; empty: none). Empty where a quantity has no better end. O(n log n).
std::vector<std::size_t> frontOf(std::span<const ParetoPoint> points, FrontSense sense = {},
                                 std::span<const std::uint8_t> excluded = {});

/// The front over two sets, from the best x to the worst. Of equal points that of the first set.
std::vector<ParetoPoint> joinedFront(std::span<const ParetoPoint> first,
                                     std::span<const ParetoPoint> second, FrontSense sense = {});

/// A rectangle in data or pixel coordinates.
struct PlotRange {
    double xFrom = 0, xTo = 1, yFrom = 0, yTo = 1;
    double width() const { return xTo - xFrom; }
    double height() const { return yTo - yFrom; }
    bool contains(const ParetoPoint& point) const {
        return point.x >= xFrom && point.x <= xTo && point.y >= yFrom && point.y <= yTo;
    }
    friend bool operator==(const PlotRange&, const PlotRange&) = default;
};

/// Data to pixels; y grows upwards in data and downwards in pixels.
struct PlotMap {
    PlotRange data;
    double left = 0, top = 0, width = 1, height = 1;

    double x(double value) const { return left + (value - data.xFrom) / data.width() * width; }
    double y(double value) const {
        return top + height - (value - data.yFrom) / data.height() * height;
    }
    double dataX(double pixel) const { return data.xFrom + (pixel - left) / width * data.width(); }
    double dataY(double pixel) const {
        return data.yFrom + (top + height - pixel) / height * data.height();
    }
};

/// Range of all finite points with a margin of 4 % on each side; never empty.
PlotRange rangeOf(std::span<const ParetoPoint> points);
/// The same without the few points far from all others, which would press these into a corner:
/// farther than 6 interquartile ranges from the quartiles, and at most 2 % at each end. All of
/// `kept` stays inside.
PlotRange usefulRangeOf(std::span<const ParetoPoint> points, std::span<const ParetoPoint> kept);

/// Positions of points inside the map's rectangle, at most one for each cell of `cell` pixels, so
/// that painting time is bounded by the area, not by the number of points. Of several in a cell the
/// first.
std::vector<std::size_t> thinned(std::span<const ParetoPoint> points, const PlotMap& map,
                                 double cell);

/// Finds the nearest point to a place in pixels without looking at all of them: a grid of cells
/// holds the points' positions. Rebuilt when the map changes.
class NearestGrid {
public:
    NearestGrid() = default;
    /// `cell` in pixels.
    NearestGrid(std::span<const ParetoPoint> points, const PlotMap& map, double cell = 16);

    /// Position of the point nearest to (x, y) within `radius` pixels, the lower position of
    /// equals.
    std::optional<std::size_t> nearest(double x, double y, double radius) const;

private:
    struct Entry {
        float x, y;
        std::uint32_t position;
    };
    double left_ = 0, top_ = 0, cell_ = 16;
    int columns_ = 0, rows_ = 0;
    std::vector<std::uint32_t> starts_;  ///< of each cell in entries_, and the end
    std::vector<Entry> entries_;
};

/// Step of a linear axis such that about `ticks` labels fit: 1, 2 or 5 times a power of ten.
struct AxisTicks {
    double step = 1;
    int decimals = 0;  ///< that the labels need
};
AxisTicks axisTicks(double from, double to, int ticks);

/// Power of 1000 by which large or small values of an axis are divided.
struct SiScale {
    double factor = 1;        ///< shown = value / factor
    const char* prefix = "";  ///< of the unit, UTF-8: "k", "M", "µ", ...
};
/// For an axis whose largest magnitude is `largest`, so that labels lie below 1000.
SiScale siScale(double largest);

}  // namespace lpstudio
