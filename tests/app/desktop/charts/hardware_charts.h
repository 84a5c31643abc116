#pragma once

#include <QCategoryAxis>
#include <QElapsedTimer>
#include <QFontMetricsF>
#include <QLegend>
#include <QLegendMarker>
#include <QPolygonF>
#include <QTransform>
#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numbers>
#include <set>
#include <stdexcept>

#include "app/desktop/charts/comparison_chart.h"
#include "app/desktop/charts/influence_chart.h"
#include "app/desktop/charts/layer_bars_chart.h"
#include "app/desktop/charts/roofline_chart.h"
#include "app/desktop/charts/roofline_item.h"
#include "app/desktop/plot/axes.h"
#include "app/desktop/plot/chart_theme.h"
#include "app/desktop/plot/number_text.h"
#include "app/desktop/plot/plot_geometry.h"
#include "app/desktop/plot/rows_item.h"
#include "tests/app/desktop/charts/chart_pictures.h"

// What the tests of the hardware page's charts share: a roofline by hand, and what a chart shows.

namespace lpstudio::test {

inline constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
inline const std::array<ChartTheme, 2> kThemes{ChartTheme::light(), ChartTheme::darkTheme()};

inline RooflinePoint layer(const std::string& name, double intensity, double peak, double bandwidth,
                           double share) {
    RooflinePoint point{name, intensity, 0, std::min(peak, intensity * bandwidth), peak};
    point.achieved = share * point.attainable;
    point.memoryBound = point.attainable < peak;
    return point;
}

/// 64 GB/s, 256 and 128 GOPS: the bandwidth roof meets them at 4 and 2 op/B.
inline Roofline roofline() {
    constexpr double kBandwidth = 64e9;
    Roofline result{kBandwidth, {256e9, 128e9}, {}};
    result.points = {layer("conv1", 100, 256e9, kBandwidth, 0.5),
                     layer("conv2", 40, 128e9, kBandwidth, 0.9),
                     layer("fc", 1, 128e9, kBandwidth, 0.25)};
    return result;
}

template <class Item, class Chart>
const Item& itemOf(const Chart& chart) {
    for (QGraphicsItem* child : chart.childItems())
        if (const auto* item = dynamic_cast<const Item*>(child)) return *item;
    throw std::logic_error("the chart lacks its item");
}

inline QPointF placeOf(const RooflineChart& chart, double intensity, double throughput) {
    const QRectF area = chart.plotArea();
    const PlotMap map{chart.range(), area.left(), area.top(), area.width(), area.height()};
    return {map.x(std::log10(intensity)), map.y(std::log10(throughput))};
}

/// A chart's picture inside its axes: without legend and titles.
inline QImage plotOf(const QImage& image, const QChart& chart) {
    return image.copy(chart.plotArea().toAlignedRect());
}

inline int distinctColors(const QImage& image) {
    std::set<QRgb> colors;
    for (int y = 0; y < image.height(); ++y)
        for (int x = 0; x < image.width(); ++x) colors.insert(image.pixel(x, y));
    return static_cast<int>(colors.size());
}

inline QStringList legendOf(const QChart& chart) {
    QStringList names;
    for (const QLegendMarker* marker : chart.legend()->markers()) names += marker->label();
    return names;
}

/// What a label covers, turned.
inline QPolygonF outline(const RooflineItem::Label& label) {
    QTransform turn;
    const QPointF corner = label.place.bottomLeft();
    turn.translate(corner.x(), corner.y());
    turn.rotate(label.degrees);
    turn.translate(-corner.x(), -corner.y());
    return turn.map(QPolygonF(label.place));
}

}  // namespace lpstudio::test
