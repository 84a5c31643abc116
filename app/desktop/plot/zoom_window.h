#pragma once

#include <QPointF>
#include <QRectF>
#include <Qt>

#include "app/desktop/plot/plot_geometry.h"

namespace lpstudio {

// The part of a picture that is shown, as shares of the whole: x from left to right, y upwards,
// [0, 1] is everything. It never leaves the picture.

inline constexpr PlotRange kWholeWindow{0, 1, 0, 1};
/// Narrower there is nothing to see.
inline constexpr double kLeastWindow = 1e-4;

/// Moved inside the picture; not narrower than kLeastWindow.
PlotRange clampedWindow(PlotRange window);
/// `factor` > 1 comes nearer. (x, y): the place that stays where it is, as shares of the window.
/// Other axes than `axes` stay.
PlotRange zoomedWindow(const PlotRange& window, double factor, double x, double y,
                       Qt::Orientations axes);
/// dx, dy: how far the window moves to the right and up, in shares of the window.
PlotRange movedWindow(const PlotRange& window, double dx, double dy);
/// The part of the window that a rectangle covers. `rect` and `area` in pixels, y downwards; other
/// axes than `axes` stay.
PlotRange windowOf(const PlotRange& window, const QRectF& rect, const QRectF& area,
                   Qt::Orientations axes);

/// Where the whole picture would lie, in pixels, if `area` shows the window.
QRectF wholeRect(const QRectF& area, const PlotRange& window);
/// What the window shows of an axis.
AxisInterval shownOf(const AxisInterval& whole, double from, double to);
/// What the window shows of a range of both axes.
PlotRange shownOf(const PlotRange& whole, const PlotRange& window);
/// The window that shows the same data after the whole has changed.
PlotRange rebasedWindow(const PlotRange& window, const PlotRange& before, const PlotRange& after);

/// A picture that is looked at through a window: what wheel, drag and keys do to it. Places are in
/// the coordinates of whoever owns the gestures (for a chart, the chart's).
class Zoomable {
public:
    virtual ~Zoomable() = default;

    virtual Qt::Orientations zoomAxes() const { return Qt::Horizontal | Qt::Vertical; }
    /// Where the data are drawn.
    virtual QRectF zoomArea() const = 0;
    virtual bool showsAll() const = 0;
    /// `factor` > 1 comes nearer; the place stays where it is.
    virtual void zoomAt(double factor, const QPointF& place) = 0;
    /// Moves the picture as the hand does.
    virtual void panBy(const QPointF& pixels) = 0;
    /// Fills the area with what is in a rectangle.
    virtual void zoomToRect(const QRectF& rect) = 0;
    virtual void showAll() = 0;

protected:
    Zoomable() = default;
    Zoomable(const Zoomable&) = default;
    Zoomable& operator=(const Zoomable&) = default;
};

}  // namespace lpstudio
