#include "app/desktop/plot/zoom_window.h"

#include <algorithm>

namespace lpstudio {
namespace {

void clamp(double& from, double& to) {
    const double width = std::clamp(to - from, kLeastWindow, 1.0);
    from = std::clamp(from, 0.0, 1.0 - width);
    to = from + width;
    // The sum may miss 1 by a rounding error, and all would not be all.
    if (width >= 1) to = 1;
}

void zoom(double& from, double& to, double factor, double at) {
    // A window at its least width would creep to the place instead.
    const double width = std::clamp((to - from) / factor, kLeastWindow, 1.0);
    from += at * (to - from - width);
    to = from + width;
}

}  // namespace

PlotRange clampedWindow(PlotRange window) {
    clamp(window.xFrom, window.xTo);
    clamp(window.yFrom, window.yTo);
    return window;
}

PlotRange zoomedWindow(const PlotRange& window, double factor, double x, double y,
                       Qt::Orientations axes) {
    PlotRange zoomed = window;
    if (axes & Qt::Horizontal) zoom(zoomed.xFrom, zoomed.xTo, factor, x);
    if (axes & Qt::Vertical) zoom(zoomed.yFrom, zoomed.yTo, factor, y);
    return clampedWindow(zoomed);
}

PlotRange movedWindow(const PlotRange& window, double dx, double dy) {
    const double x = dx * window.width(), y = dy * window.height();
    return clampedWindow({window.xFrom + x, window.xTo + x, window.yFrom + y, window.yTo + y});
}

PlotRange windowOf(const PlotRange& window, const QRectF& rect, const QRectF& area,
                   Qt::Orientations axes) {
    const QRectF inside = rect.normalized().intersected(area);
    if (inside.isEmpty()) return window;
    const PlotMap map{window, area.left(), area.top(), area.width(), area.height()};
    PlotRange part = window;
    if (axes & Qt::Horizontal) {
        part.xFrom = map.dataX(inside.left());
        part.xTo = map.dataX(inside.right());
    }
    if (axes & Qt::Vertical) {
        part.yFrom = map.dataY(inside.bottom());
        part.yTo = map.dataY(inside.top());
    }
    return clampedWindow(part);
}

QRectF wholeRect(const QRectF& area, const PlotRange& window) {
    if (window == kWholeWindow) return area;
    const double width = area.width() / window.width(), height = area.height() / window.height();
    return {area.left() - window.xFrom * width, area.bottom() - (1 - window.yFrom) * height, width,
            height};
}

AxisInterval shownOf(const AxisInterval& whole, double from, double to) {
    return {whole.from + from * whole.width(), whole.from + to * whole.width()};
}

PlotRange shownOf(const PlotRange& whole, const PlotRange& window) {
    const AxisInterval x = shownOf({whole.xFrom, whole.xTo}, window.xFrom, window.xTo);
    const AxisInterval y = shownOf({whole.yFrom, whole.yTo}, window.yFrom, window.yTo);
    return {x.from, x.to, y.from, y.to};
}

PlotRange rebasedWindow(const PlotRange& window, const PlotRange& before, const PlotRange& after) {
    if (window == kWholeWindow) return window;
    const PlotRange shown = shownOf(before, window);
    PlotRange rebased = window;
    // An axis that shows all goes on showing all.
    if (window.width() < 1) {
        rebased.xFrom = (shown.xFrom - after.xFrom) / after.width();
        rebased.xTo = (shown.xTo - after.xFrom) / after.width();
    }
    if (window.height() < 1) {
        rebased.yFrom = (shown.yFrom - after.yFrom) / after.height();
        rebased.yTo = (shown.yTo - after.yFrom) / after.height();
    }
    return clampedWindow(rebased);
}

}  // namespace lpstudio
