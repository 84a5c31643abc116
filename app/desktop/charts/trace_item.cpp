#include "app/desktop/charts/trace_item.h"

#include <QPainter>
#include <QPen>
#include <QPolygonF>
#include <cmath>

#include "app/desktop/plot/plot_geometry.h"

namespace lpstudio {
namespace {

constexpr double kDot = 2;
constexpr double kTriangle = 3;
/// So many dots are a cloud, in which round ones cannot be told from square ones, which are painted
/// ten times as fast.
constexpr std::size_t kCloud = 500;
/// So many points stand so close that the joins of a line cannot be seen; without them, and without
/// the round ends, Qt is ten times as fast.
constexpr qsizetype kLong = 300;

}  // namespace

QPen tracePen(Trace::Kind kind, const ChartTheme& theme) {
    if (kind == Trace::Kind::Best) return theme.linePen(theme.accent);
    // Told apart by the dashes, too.
    QPen pen = theme.linePen(theme.secondary);
    pen.setWidthF(0.8 * theme.lineWidth);
    pen.setDashPattern({4, 2});
    pen.setCapStyle(Qt::FlatCap);
    return pen;
}

QColor dotColor(const ChartTheme& theme) {
    QColor color = theme.secondary;
    color.setAlphaF(0.45F);
    return color;
}

void TraceItem::setTraces(std::vector<Trace> traces) {
    traces_ = std::move(traces);
    update();
}

void TraceItem::setShown(const PlotRange& shown) {
    shown_ = shown;
    update();
}

void TraceItem::setTheme(const ChartTheme& theme) {
    theme_ = theme;
    update();
}

void TraceItem::setMark(double x) {
    mark_ = x;
    update();
}

void TraceItem::paint(QPainter* painter, const QStyleOptionGraphicsItem*, QWidget*) {
    if (area().isEmpty()) return;
    const PlotMap map{shown_, area().left(), area().top(), area().width(), area().height()};
    painter->save();
    painter->setClipRect(area().adjusted(-kDot, -kDot, kDot, kDot));
    painter->setRenderHint(QPainter::Antialiasing);
    for (const Trace& trace : traces_)
        if (trace.kind == Trace::Kind::Each) paintDots(*painter, trace, map);
    for (const Trace& trace : traces_)
        if (trace.kind != Trace::Kind::Each) paintLine(*painter, trace, map);
    if (mark_ >= shown_.xFrom && mark_ <= shown_.xTo) {
        painter->setPen(QPen(theme_.highlight, theme_.lineWidth));
        painter->drawLine(QPointF(map.x(mark_), area().top()),
                          QPointF(map.x(mark_), area().bottom()));
    }
    painter->restore();
}

void TraceItem::paintDots(QPainter& painter, const Trace& trace, const PlotMap& map) const {
    painter.setPen(Qt::NoPen);
    painter.setBrush(dotColor(theme_));
    QList<QRectF> cloud;
    for (const PlotPoint& point : trace.points) {
        if (!std::isfinite(point.y) || point.x < shown_.xFrom || point.x > shown_.xTo) continue;
        const double x = map.x(point.x), y = map.y(point.y);
        if (point.y <= shown_.yTo && trace.points.size() > kCloud) {
            cloud << QRectF(x - kDot + 0.5, y - kDot + 0.5, 2 * kDot - 1, 2 * kDot - 1);
        } else if (point.y <= shown_.yTo) {
            painter.drawEllipse(QPointF(x, y), kDot, kDot);
        } else {
            const double top = area().top();
            painter.drawPolygon(QPolygonF({QPointF(x, top), QPointF(x - kTriangle, top + kTriangle),
                                           QPointF(x + kTriangle, top + kTriangle)}));
        }
    }
    painter.setRenderHint(QPainter::Antialiasing, false);
    painter.drawRects(cloud);
    painter.setRenderHint(QPainter::Antialiasing);
}

void TraceItem::paintLine(QPainter& painter, const Trace& trace, const PlotMap& map) const {
    std::vector<PlotPoint> pixels;
    for (const PlotPoint& point : trace.points)
        if (std::isfinite(point.y)) pixels.push_back({map.x(point.x), map.y(point.y)});
    QPolygonF line;
    for (const PlotPoint& point : perColumn(pixels, 0.5)) line << QPointF(point.x, point.y);
    QPen pen = tracePen(trace.kind, theme_);
    painter.setBrush(Qt::NoBrush);
    painter.setPen(pen);
    if (line.size() == 1) painter.drawPoint(line.front());
    if (line.size() < kLong) {
        painter.drawPolyline(line);
        return;
    }
    pen.setCapStyle(pen.style() == Qt::SolidLine ? Qt::SquareCap : Qt::FlatCap);
    painter.setPen(pen);
    QList<QLineF> parts;
    parts.reserve(line.size() - 1);
    for (qsizetype i = 1; i < line.size(); ++i) parts.append({line[i - 1], line[i]});
    painter.drawLines(parts);
}

}  // namespace lpstudio
