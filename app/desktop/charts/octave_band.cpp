#include "app/desktop/charts/octave_band.h"

#include <QGraphicsSceneHoverEvent>
#include <QPainter>

#include "app/desktop/plot/plot_geometry.h"

namespace lpstudio {

OctaveBand::OctaveBand(QChart* chart) : PlotItem(chart) {
    setAcceptHoverEvents(true);
}

void OctaveBand::setAxis(const AxisInterval& axis, DistributionScale scale) {
    axis_ = axis;
    scale_ = scale;
    light(std::nullopt);
}

void OctaveBand::setColor(const QColor& color) {
    color_ = color;
    update();
}

void OctaveBand::paint(QPainter* painter, const QStyleOptionGraphicsItem*, QWidget*) {
    if (!lit_ || !(axis_.width() > 0)) return;
    const AxisInterval on = octaveInterval(*lit_, scale_);
    const auto pixel = [&](double x) {
        return area().left() + (x - axis_.from) / axis_.width() * area().width();
    };
    const QRectF band(QPointF(pixel(on.from), area().top()),
                      QPointF(pixel(on.to), area().bottom()));
    painter->fillRect(band.intersected(area()), color_);
}

void OctaveBand::hoverMoveEvent(QGraphicsSceneHoverEvent* event) {
    const QPointF at = event->pos();
    if (!area().contains(at)) return light(std::nullopt);
    light(octaveAt(axis_.from + (at.x() - area().left()) / area().width() * axis_.width(), scale_));
}

void OctaveBand::hoverLeaveEvent(QGraphicsSceneHoverEvent*) {
    light(std::nullopt);
}

void OctaveBand::light(std::optional<OctavePlace> place) {
    // Always: the format may have moved under a mouse that rests.
    setToolTip(place && textOf_ ? textOf_(*place) : QString());
    if (place == lit_) return;
    lit_ = place;
    update();
}

}  // namespace lpstudio
