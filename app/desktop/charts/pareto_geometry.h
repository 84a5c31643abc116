#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "app/desktop/plot/plot_geometry.h"
#include "core/base/ids.h"
#include "core/search/pareto.h"

namespace lpstudio {

/// A candidate in a plot of two quantities.
struct ParetoPoint {
    CandidateId id;
    double x = 0, y = 0;
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

}  // namespace lpstudio
