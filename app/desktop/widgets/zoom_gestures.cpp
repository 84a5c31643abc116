#include "app/desktop/widgets/zoom_gestures.h"

#include <QApplication>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QRubberBand>
#include <QWheelEvent>
#include <QWidget>
#include <algorithm>
#include <cmath>
#include <utility>

namespace lpstudio {
namespace {

constexpr double kStepZoom = 1.25;
/// Share of what is shown by which an arrow key moves.
constexpr double kKeyMove = 0.1;
/// Of one notch of a wheel, in eighths of a degree.
constexpr double kNotch = 120;

}  // namespace

ZoomGestures::ZoomGestures(QWidget* canvas, QWidget* keys, Zoomable& picture,
                           std::function<QPointF(const QPointF&)> toPicture)
    : QObject(keys),
      canvas_(canvas),
      keys_(keys),
      picture_(picture),
      toPicture_(std::move(toPicture)) {
    canvas_->installEventFilter(this);
    if (keys_ != canvas_) keys_->installEventFilter(this);
    keys_->setFocusPolicy(Qt::StrongFocus);
}

bool ZoomGestures::isInside(const QPointF& place) const {
    return picture_.zoomArea().contains(toPicture_(place));
}

bool ZoomGestures::eventFilter(QObject* watched, QEvent* event) {
    if (watched == keys_ && event->type() == QEvent::KeyPress)
        return onKey(*static_cast<QKeyEvent*>(event));
    if (watched != canvas_) return false;
    switch (event->type()) {
        case QEvent::Wheel:
            return onWheel(*static_cast<QWheelEvent*>(event));
        case QEvent::MouseButtonPress:
            return onPress(*static_cast<QMouseEvent*>(event));
        case QEvent::MouseMove:
            return onMove(*static_cast<QMouseEvent*>(event));
        case QEvent::MouseButtonRelease:
            return onRelease(*static_cast<QMouseEvent*>(event));
        case QEvent::MouseButtonDblClick:
            return onDoubleClick(*static_cast<QMouseEvent*>(event));
        default:
            return false;
    }
}

bool ZoomGestures::onWheel(QWheelEvent& event) {
    // A hand on the axis means the axis; beyond title and legend the wheel belongs to the page.
    QPointF place = toPicture_(event.position());
    const QRectF area = picture_.zoomArea();
    const double steps = event.angleDelta().y() / kNotch;
    if (steps == 0 || area.isEmpty() || (steps < 0 && picture_.showsAll())) {
        event.ignore();
        return true;
    }
    place.setX(std::clamp(place.x(), area.left(), area.right()));
    place.setY(std::clamp(place.y(), area.top(), area.bottom()));
    picture_.zoomAt(std::pow(kStepZoom, steps), place);
    event.accept();
    return true;
}

bool ZoomGestures::onPress(const QMouseEvent& event) {
    if (event.button() != Qt::LeftButton) return false;
    pressed_ = dragged_ = event.pos();
    moved_ = false;
    banding_ = (event.modifiers() & Qt::ShiftModifier) && isInside(event.position());
    // A rectangle is no click to whoever looks on.
    return banding_;
}

bool ZoomGestures::onMove(const QMouseEvent& event) {
    if (!dragged_ || !(event.buttons() & Qt::LeftButton)) return false;
    if (!moved_)
        moved_ = (event.pos() - *pressed_).manhattanLength() >= QApplication::startDragDistance();
    if (!moved_) return false;
    if (banding_) {
        drawBand(event.pos());
        return true;
    }
    if (picture_.showsAll()) return false;
    canvas_->setCursor(Qt::ClosedHandCursor);
    picture_.panBy(toPicture_(event.position()) - toPicture_(*dragged_));
    dragged_ = event.pos();
    return true;
}

void ZoomGestures::drawBand(const QPoint& to) {
    if (band_ == nullptr) band_ = new QRubberBand(QRubberBand::Rectangle, canvas_);
    // What does not zoom along an axis is taken whole.
    const QRectF area = picture_.zoomArea();
    const QPointF origin = toPicture_(QPointF(0, 0));
    QRect rect = QRect(*pressed_, to).normalized();
    const QRect whole = area.translated(-origin).toAlignedRect();
    if (!(picture_.zoomAxes() & Qt::Horizontal)) {
        rect.setLeft(whole.left());
        rect.setRight(whole.right());
    }
    if (!(picture_.zoomAxes() & Qt::Vertical)) {
        rect.setTop(whole.top());
        rect.setBottom(whole.bottom());
    }
    band_->setGeometry(rect.intersected(whole));
    band_->show();
}

bool ZoomGestures::onRelease(const QMouseEvent& event) {
    if (event.button() != Qt::LeftButton || !pressed_) return false;
    const bool moved = std::exchange(moved_, false), banding = std::exchange(banding_, false);
    const QPoint from = *pressed_;
    pressed_.reset();
    dragged_.reset();
    if (banding && moved) {
        const QRect rect = band_->geometry();
        band_->hide();
        // A hand that has only trembled wants nothing.
        const bool wide = rect.width() >= QApplication::startDragDistance() &&
                          rect.height() >= QApplication::startDragDistance();
        if (wide)
            picture_.zoomToRect(QRectF(toPicture_(rect.topLeft()), toPicture_(rect.bottomRight())));
        return true;
    }
    canvas_->unsetCursor();
    if (!moved) Q_EMIT clicked(toPicture_(from), event.modifiers());
    return banding;
}

bool ZoomGestures::onDoubleClick(const QMouseEvent& event) {
    if (event.button() != Qt::LeftButton || picture_.showsAll()) return false;
    giveUp();
    picture_.showAll();
    return true;
}

void ZoomGestures::giveUp() {
    pressed_.reset();
    dragged_.reset();
    moved_ = banding_ = false;
    if (band_ != nullptr) band_->hide();
    canvas_->unsetCursor();
}

bool ZoomGestures::onKey(const QKeyEvent& event) {
    if (event.modifiers() & (Qt::ControlModifier | Qt::AltModifier | Qt::MetaModifier))
        return false;
    const QRectF area = picture_.zoomArea();
    const auto move = [&](double dx, double dy) {
        if (!arrowsMove_ || picture_.showsAll()) return false;
        // The window goes where the arrow points, so the picture goes the other way.
        picture_.panBy({-dx * kKeyMove * area.width(), dy * kKeyMove * area.height()});
        return true;
    };
    switch (event.key()) {
        case Qt::Key_Plus:
        case Qt::Key_Equal:
            picture_.zoomAt(kStepZoom, area.center());
            return true;
        case Qt::Key_Minus:
            picture_.zoomAt(1 / kStepZoom, area.center());
            return true;
        case Qt::Key_0:
            picture_.showAll();
            return true;
        case Qt::Key_Left:
            return move(-1, 0);
        case Qt::Key_Right:
            return move(1, 0);
        case Qt::Key_Up:
            return move(0, 1);
        case Qt::Key_Down:
            return move(0, -1);
        case Qt::Key_Escape:
            if (!banding_) return false;
            giveUp();
            return true;
        default:
            return false;
    }
}

}  // namespace lpstudio
