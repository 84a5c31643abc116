#pragma once

#include <QObject>
#include <QPoint>
#include <functional>
#include <optional>

#include "app/desktop/plot/zoom_window.h"

class QKeyEvent;
class QMouseEvent;
class QRubberBand;
class QWheelEvent;
class QWidget;

namespace lpstudio {

/// The same hand for every picture: the wheel zooms at the cursor, a drag moves, a drag with Shift
/// zooms to a rectangle, a double-click shows all; + and - zoom, arrows move, 0 shows all, Esc
/// gives a rectangle up. Looks on from outside, so that any widget can have it.
class ZoomGestures final : public QObject {
    Q_OBJECT

public:
    /// `canvas`: gets the mouse. `keys`: gets the keys, often the same. `toPicture` maps a place of
    /// the canvas to the coordinates of the picture.
    ZoomGestures(QWidget* canvas, QWidget* keys, Zoomable& picture,
                 std::function<QPointF(const QPointF&)> toPicture);

    /// For a picture whose arrow keys mean something else.
    void setArrowsMove(bool move) { arrowsMove_ = move; }

    bool eventFilter(QObject* watched, QEvent* event) override;

Q_SIGNALS:
    /// Pressed and released at one place, in the picture's coordinates.
    void clicked(const QPointF& place, Qt::KeyboardModifiers modifiers);

private:
    bool onWheel(QWheelEvent& event);
    bool onPress(const QMouseEvent& event);
    bool onMove(const QMouseEvent& event);
    bool onRelease(const QMouseEvent& event);
    bool onDoubleClick(const QMouseEvent& event);
    bool onKey(const QKeyEvent& event);
    void drawBand(const QPoint& to);
    void giveUp();
    bool isInside(const QPointF& place) const;

    QWidget *canvas_, *keys_;
    Zoomable& picture_;
    std::function<QPointF(const QPointF&)> toPicture_;
    bool arrowsMove_ = true;
    std::optional<QPoint> pressed_, dragged_;
    bool moved_ = false, banding_ = false;
    QRubberBand* band_ = nullptr;
};

}  // namespace lpstudio
