#pragma once

#include <QPointF>
#include <QRectF>
#include <Qt>

namespace lpstudio {

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
