#include "app/desktop/pages/hardware/influence_view.h"

#include <QMouseEvent>
#include <QToolTip>

namespace lpstudio {

int RowsView::rowUnder(const QPoint& position) const {
    return rowAt(chart()->mapFromScene(mapToScene(position)));
}

void RowsView::clickAt(const QPointF& place) {
    if (const int row = rowAt(place); row >= 0) Q_EMIT rowClicked(row);
}

void RowsView::mouseMoveEvent(QMouseEvent* event) {
    ChartView::mouseMoveEvent(event);
    const int row = rowUnder(event->pos());
    setHovered(row);
    if (row >= 0)
        QToolTip::showText(event->globalPosition().toPoint(), textOf(row), this);
    else
        QToolTip::hideText();
}

void RowsView::leaveEvent(QEvent* event) {
    setHovered(-1);
    ChartView::leaveEvent(event);
}

InfluenceView::InfluenceView(QWidget* parent)
    : RowsView(new InfluenceChart, parent), chart_(static_cast<InfluenceChart*>(chart())) {}

ComparisonView::ComparisonView(QWidget* parent)
    : RowsView(new ComparisonChart, parent), chart_(static_cast<ComparisonChart*>(chart())) {}

}  // namespace lpstudio
