#include "app/desktop/plot/plot_axes_item.h"

#include <QFontMetricsF>
#include <QPainter>
#include <algorithm>
#include <cmath>
#include <vector>

#include "app/desktop/plot/axes.h"
#include "app/desktop/plot/chart_theme.h"
#include "app/desktop/plot/number_text.h"
#include "app/desktop/plot/plot_geometry.h"

namespace lpstudio {
namespace {

/// Between axis and labels; the handles of limits lie there.
constexpr double kGap = 8;

}  // namespace

std::vector<PlotTick> plotTicks(double from, double to, double factor, int ticks) {
    const AxisTicks nice = axisTicks(from / factor, to / factor, ticks);
    std::vector<PlotTick> list;
    const double first = std::ceil(from / factor / nice.step - 1e-9);
    const double last = std::floor(to / factor / nice.step + 1e-9);
    // Beyond the precision of a double the steps would never end.
    for (double step = first; step <= last && list.size() < 100; step += 1) {
        // Without the sign that rounding may give to zero.
        const double value = step == 0 ? 0 : step * nice.step;
        list.push_back({value * factor, tickText(value, std::min(nice.decimals, 12))});
    }
    return list;
}

void PlotAxesItem::setAxes(const Axis& x, const Axis& y) {
    x_ = x;
    y_ = y;
    update();
}

double PlotAxesItem::leftRoom() const {
    const QFontMetricsF metrics(theme_.labelFont());
    return kGap + metrics.horizontalAdvance(QStringLiteral("0.0000")) + 6 + metrics.height();
}

double PlotAxesItem::bottomRoom() const {
    return kGap + 2 * QFontMetricsF(theme_.labelFont()).height() + 4;
}

QRectF PlotAxesItem::boundingRect() const {
    return area().adjusted(-leftRoom() - 8, -12, 40, bottomRoom() + 8);
}

void PlotAxesItem::paint(QPainter* painter, const QStyleOptionGraphicsItem*, QWidget*) {
    if (area().isEmpty()) return;
    painter->save();
    painter->setFont(theme_.labelFont());
    paintHorizontal(*painter);
    paintVertical(*painter);
    painter->setPen(QPen(faded(theme_.text, 0.4), theme_.paper ? 0.5 : 1));
    painter->drawLine(area().topLeft(), area().bottomLeft());
    painter->drawLine(area().bottomLeft(), area().bottomRight());
    painter->restore();
}

void PlotAxesItem::paintHorizontal(QPainter& painter) const {
    const QFontMetricsF metrics(theme_.labelFont());
    const PlotMap map = this->map();
    const double top = area().bottom() + kGap;
    for (const PlotTick& tick : plotTicks(range_.xFrom, range_.xTo, x_.factor, x_.ticks)) {
        const double x = std::round(map.x(tick.value)) + 0.5;
        painter.setPen(QPen(theme_.grid, theme_.paper ? 0.5 : 1));
        painter.drawLine(QPointF(x, area().top()), QPointF(x, area().bottom()));
        const double width = metrics.horizontalAdvance(tick.label) + 2;
        painter.setPen(theme_.secondary);
        painter.drawText(QRectF(x - width / 2, top, width, metrics.height()), Qt::AlignCenter,
                         tick.label);
    }
    painter.setPen(theme_.text);
    painter.drawText(
        QRectF(area().left(), top + metrics.height() + 2, area().width(), metrics.height()),
        Qt::AlignCenter, metrics.elidedText(x_.title, Qt::ElideRight, area().width()));
}

void PlotAxesItem::paintVertical(QPainter& painter) const {
    const QFontMetricsF metrics(theme_.labelFont());
    const PlotMap map = this->map();
    const double right = area().left() - kGap;
    for (const PlotTick& tick : plotTicks(range_.yFrom, range_.yTo, y_.factor, y_.ticks)) {
        const double y = std::round(map.y(tick.value)) + 0.5;
        painter.setPen(QPen(theme_.grid, theme_.paper ? 0.5 : 1));
        painter.drawLine(QPointF(area().left(), y), QPointF(area().right(), y));
        painter.setPen(theme_.secondary);
        const double width = metrics.horizontalAdvance(tick.label) + 2;
        painter.drawText(QRectF(right - width, y - metrics.height() / 2, width, metrics.height()),
                         Qt::AlignRight | Qt::AlignVCenter, tick.label);
    }
    painter.save();
    painter.translate(area().left() - leftRoom(), area().center().y());
    painter.rotate(-90);
    painter.setPen(theme_.text);
    const double length = area().height();
    painter.drawText(QRectF(-length / 2, 0, length, metrics.height()), Qt::AlignCenter,
                     metrics.elidedText(y_.title, Qt::ElideRight, length));
    painter.restore();
}

}  // namespace lpstudio
