#include "app/desktop/charts/limit_geometry.h"

#include <algorithm>
#include <cmath>

#include "app/desktop/plot/plot_geometry.h"

namespace lpstudio {

PlotPlace handlePlace(LimitHandle handle, const PlotMap& map, const Limit& x, const Limit& y) {
    const double right = map.left + map.width, bottom = map.top + map.height;
    if (isHorizontal(handle)) {
        const auto& value = isLeast(handle) ? x.least : x.most;
        const double end = isLeast(handle) ? map.left : right;
        return {value ? std::clamp(map.x(*value), map.left, right) : end, bottom};
    }
    const auto& value = isLeast(handle) ? y.least : y.most;
    const double end = isLeast(handle) ? bottom : map.top;
    return {map.left, value ? std::clamp(map.y(*value), map.top, bottom) : end};
}

std::optional<LimitHandle> handleAt(double px, double py, const PlotMap& map, const Limit& x,
                                    const Limit& y, double radius, double depth) {
    std::optional<LimitHandle> best;
    double least = radius;
    for (const LimitHandle handle : kLimitHandles) {
        const PlotPlace tip = handlePlace(handle, map, x, y);
        const double along = std::abs(isHorizontal(handle) ? px - tip.x : py - tip.y);
        const double off = isHorizontal(handle) ? py - tip.y : tip.x - px;
        // A few pixels inside the plot still count: the tip is there.
        if (along > least || off < -3 || off > depth) continue;
        least = along;
        best = handle;
    }
    return best;
}

Limit dragged(LimitHandle handle, double px, double py, const PlotMap& map, const Limit& limit) {
    Limit result = limit;
    const bool horizontal = isHorizontal(handle);
    const double value = horizontal ? map.dataX(px) : map.dataY(py);
    const double from = horizontal ? map.data.xFrom : map.data.yFrom;
    const double to = horizontal ? map.data.xTo : map.data.yTo;
    if (isLeast(handle)) {
        result.least.reset();
        if (value > from) result.least = std::min(value, std::min(to, limit.most.value_or(to)));
    } else {
        result.most.reset();
        if (value < to) result.most = std::max(value, std::max(from, limit.least.value_or(from)));
    }
    return result;
}

}  // namespace lpstudio
