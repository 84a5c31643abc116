#include "app/desktop/plot/rug_item.h"

#include <QLineF>
#include <QPainter>
#include <QPen>
#include <QVector>
#include <limits>

namespace lpstudio {

void RugItem::setTicks(std::vector<double> positions, double from, double to) {
    positions_ = std::move(positions);
    from_ = from;
    to_ = to;
    update();
}

void RugItem::setColors(const QColor& tick, const QColor& line) {
    tick_ = tick;
    line_ = line;
    update();
}

void RugItem::setStrip(double bottom, double share) {
    bottom_ = bottom;
    share_ = share;
    update();
}

void RugItem::paint(QPainter* painter, const QStyleOptionGraphicsItem*, QWidget*) {
    const QRectF plot = area();
    const double bottom = plot.bottom() - bottom_ * plot.height();
    const double top = bottom - share_ * plot.height();
    painter->setPen(QPen(line_, 0.8));
    painter->drawLine(QLineF(plot.left(), top, plot.right(), top));
    if (positions_.empty() || !(to_ > from_)) return;

    QVector<QLineF> lines;
    const double gap = 0.15 * (bottom - top);
    double last = -std::numeric_limits<double>::infinity();
    for (const double position : positions_) {
        const double x = plot.left() + (position - from_) / (to_ - from_) * plot.width();
        // Ticks closer than a third of a unit cannot be told apart.
        if (!(x >= plot.left() && x <= plot.right()) || x - last < 0.35) continue;
        last = x;
        lines.append(QLineF(x, top + gap, x, bottom - gap));
    }
    // A few ticks can be seen better than many fine ones.
    QPen pen(tick_, 12 * static_cast<double>(lines.size()) < plot.width() ? 1.6 : 0.8);
    pen.setCapStyle(Qt::FlatCap);
    painter->setPen(pen);
    painter->drawLines(lines);
}

}  // namespace lpstudio
