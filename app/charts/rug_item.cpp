#include "app/charts/rug_item.h"

#include <QLineF>
#include <QPainter>
#include <QPen>
#include <QVector>
#include <algorithm>
#include <cmath>
#include <limits>

namespace lpstudio {

void RugItem::setTicks(std::vector<double> positions, double from, double to) {
    positions_ = std::move(positions);
    std::sort(positions_.begin(), positions_.end());
    from_ = from;
    to_ = to;
    update();
}

void RugItem::setColors(const QColor& tick, const QColor& line) {
    tick_ = tick;
    line_ = line;
    update();
}

void RugItem::setShare(double share) {
    share_ = share;
    update();
}

void RugItem::paint(QPainter* painter, const QStyleOptionGraphicsItem*, QWidget*) {
    const QRectF plot = area();
    const double top = plot.bottom() - share_ * plot.height();
    painter->setPen(QPen(line_, 0.8));
    painter->drawLine(QLineF(plot.left(), top, plot.right(), top));
    if (positions_.empty() || !(to_ > from_)) return;

    QVector<QLineF> lines;
    const double gap = 0.15 * (plot.bottom() - top);
    double last = -std::numeric_limits<double>::infinity();
    for (const double position : positions_) {
        const double x = plot.left() + (position - from_) / (to_ - from_) * plot.width();
        // Ticks closer than a third of a unit cannot be told apart.
        if (!(x >= plot.left() && x <= plot.right()) || x - last < 0.35) continue;
        last = x;
        lines.append(QLineF(x, top + gap, x, plot.bottom() - gap));
    }
    QPen pen(tick_, 0.8);
    pen.setCapStyle(Qt::FlatCap);
    painter->setPen(pen);
    painter->drawLines(lines);
}

}  // namespace lpstudio
