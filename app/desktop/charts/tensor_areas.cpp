#include "app/desktop/charts/tensor_areas.h"

#include <QAreaSeries>
#include <QChart>
#include <QLegend>
#include <QLegendMarker>
#include <QLineSeries>
#include <QPen>

#include "app/desktop/plot/plot_geometry.h"

namespace lpstudio {
namespace {

/// Layers whose names fit beside each other.
constexpr std::size_t kLegendLine = 4;

QColor withOpacity(QColor color, double alpha) {
    color.setAlphaF(static_cast<float>(alpha));
    return color;
}

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
    area->setPen(QPen(withOpacity(color, 0.9), (alone ? 0.7 : 1) * theme.lineWidth));
    area->setBrush(withOpacity(color, alone ? 0.35 : 0.1));
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
            const QColor color = withOpacity(area->pen().color(), 1);
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

}  // namespace lpstudio
