#pragma once

#include <array>
#include <optional>

#include "app/desktop/charts/pareto_limits.h"
#include "app/desktop/plot/plot_geometry.h"

namespace lpstudio {

/// The handles at the ends of a chart's axes by which limits are dragged: those of the horizontal
/// axis lie below it, those of the vertical one left of it.
enum class LimitHandle { XLeast, XMost, YLeast, YMost };
inline constexpr std::array kLimitHandles{LimitHandle::XLeast, LimitHandle::XMost,
                                          LimitHandle::YLeast, LimitHandle::YMost};
inline bool isHorizontal(LimitHandle handle) {
    return handle == LimitHandle::XLeast || handle == LimitHandle::XMost;
}
inline bool isLeast(LimitHandle handle) {
    return handle == LimitHandle::XLeast || handle == LimitHandle::YLeast;
}

/// A place in pixels.
struct PlotPlace {
    double x = 0, y = 0;
};

/// The tip of a handle, on the axis: at its limit, at the end of the axis where there is none or
/// where it lies beyond what is visible.
PlotPlace handlePlace(LimitHandle handle, const PlotMap& map, const Limit& x, const Limit& y);

/// The handle that a place belongs to: not farther along the axis than `radius` pixels from the tip
/// and no farther from the axis than `depth`, on the handles' side; the nearest of several.
std::optional<LimitHandle> handleAt(double px, double py, const PlotMap& map, const Limit& x,
                                    const Limit& y, double radius = 8, double depth = 14);

/// The limit after a handle was dragged to a place; off its own end of the axis the limit is gone.
/// The two ends do not pass each other.
Limit dragged(LimitHandle handle, double px, double py, const PlotMap& map, const Limit& limit);

}  // namespace lpstudio
