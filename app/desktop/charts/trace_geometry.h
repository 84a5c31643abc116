#pragma once

#include <QString>
#include <optional>
#include <span>
#include <vector>

#include "app/desktop/plot/plot_geometry.h"

namespace lpstudio {

/// One of several curves over a common x, ascending.
struct Trace {
    /// What it is of: gives its look, the same in all charts.
    enum class Kind {
        Best,  ///< a line in the accent colour
        Mean,  ///< a thin, quieter line
        Each,  ///< single candidates as dots
    };
    QString name;
    Kind kind = Kind::Best;
    std::vector<PlotPoint> points;  ///< those that are not finite are left out
};

/// What the axes cover at least. y holds all of the lines, and of the dots all but the highest few
/// (a fiftieth): random candidates at the start can be a hundred times worse than what matters.
/// `fromZero`: y begins at zero.
PlotRange traceRange(std::span<const Trace> traces, bool fromZero);

/// A line in pixels, x ascending, without the points that would not be seen: of all in a column of
/// `column` pixels the first, the lowest, the highest and the last.
std::vector<PlotPoint> perColumn(std::span<const PlotPoint> line, double column);

/// Position of the point whose x is nearest; empty if there is none.
std::optional<std::size_t> nearestPoint(std::span<const PlotPoint> points, double x);

}  // namespace lpstudio
