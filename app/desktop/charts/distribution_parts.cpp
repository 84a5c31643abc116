#include "app/desktop/charts/distribution_parts.h"

#include <QAreaSeries>
#include <QChart>
#include <QLegend>
#include <QLegendMarker>
#include <QLineF>
#include <QLineSeries>
#include <QPainter>
#include <QPen>
#include <QVector>
#include <limits>

#include "app/desktop/plot/chart_theme.h"

namespace lpstudio {
namespace {

/// Layers whose names fit beside each other.
constexpr std::size_t kLegendLine = 4;

}  // namespace

QAreaSeries* addTensorArea(QChart& chart, const ChartTheme& theme, const QString& name,
                           const std::vector<PlotPoint>& outline, double floor,
                           const TensorPlace& place) {
    auto* upper = new QLineSeries;
    upper->replace(toQt(outline));
    auto* lower = new QLineSeries;
    if (!outline.empty())
        lower->replace({QPointF(outline.front().x, floor), QPointF(outline.back().x, floor)});
    auto* area = new QAreaSeries(upper, lower);
    // One tensor is grey so that the format's colour stands out; several need their own.
    const bool alone = place.of == 1;
    const QColor color =
        alone ? theme.secondary : theme.seriesColor(static_cast<int>(place.index) + 1);
    area->setName(name);
    area->setPen(QPen(faded(color, 0.9), (alone ? 0.7 : 1) * theme.lineWidth));
    area->setBrush(faded(color, alone ? 0.35 : 0.1));
    chart.addSeries(area);
    return area;
}

bool namesStandAtSide(std::size_t tensors) {
    return tensors > kLegendLine;
}

void styleTensorLegend(QChart& chart, const ChartTheme& theme, std::size_t tensors) {
    QLegend& legend = *chart.legend();
    legend.setAlignment(namesStandAtSide(tensors) ? Qt::AlignRight : Qt::AlignBottom);
    theme.apply(legend);
    // The faint filling of an area is no colour to recognise it by.
    for (QLegendMarker* marker : legend.markers())
        if (const auto* area = qobject_cast<QAreaSeries*>(marker->series())) {
            const QColor color = faded(area->pen().color(), 1);
            marker->setBrush(tensors == 1 ? area->brush() : QBrush(color));
            marker->setPen(QPen(color));
        }
}

QList<QPointF> toQt(const std::vector<PlotPoint>& points) {
    QList<QPointF> list;
    list.reserve(static_cast<qsizetype>(points.size()));
    for (const PlotPoint& point : points) list.append(QPointF(point.x, point.y));
    return list;
}

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
