#include "app/desktop/pages/hardware/roofline_view.h"

#include <QMouseEvent>
#include <QToolTip>

namespace lpstudio {

RooflineView::RooflineView(QWidget* parent)
    : ChartView(new RooflineChart, parent), chart_(static_cast<RooflineChart*>(chart())) {
    setMouseTracking(true);
}

int RooflineView::layerAt(const QPoint& position) const {
    return chart_->pointAt(chart_->mapFromScene(mapToScene(position)));
}

void RooflineView::clickAt(const QPointF& place) {
    const int layer = chart_->pointAt(place);
    if (layer < 0) return;
    chart_->setSelected(layer);
    Q_EMIT layerClicked(layer);
}

void RooflineView::mouseMoveEvent(QMouseEvent* event) {
    ChartView::mouseMoveEvent(event);
    const int layer = layerAt(event->pos());
    chart_->setHovered(layer);
    setCursor(layer >= 0 ? Qt::PointingHandCursor : Qt::ArrowCursor);
    if (layer >= 0)
        QToolTip::showText(event->globalPosition().toPoint(), chart_->textOf(layer), this);
    else
        QToolTip::hideText();
}

void RooflineView::leaveEvent(QEvent* event) {
    chart_->setHovered(-1);
    ChartView::leaveEvent(event);
}

}  // namespace lpstudio
