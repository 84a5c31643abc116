#pragma once

#include <QColor>
#include <QList>
#include <QPointF>
#include <QString>
#include <vector>

#include "app/desktop/plot/chart_theme.h"
#include "app/desktop/plot/plot_chart.h"
#include "app/desktop/plot/plot_geometry.h"

QT_BEGIN_NAMESPACE
class QAreaSeries;
class QChart;
QT_END_NAMESPACE

namespace lpstudio {

// How tensors laid over each other look in every chart that shows their distribution.

/// Which tensor of how many.
struct TensorPlace {
    std::size_t index = 0, of = 1;
};

/// Adds the area between an outline (from left to right) and `floor`, without axes.
QAreaSeries* addTensorArea(QChart& chart, const ChartTheme& theme, const QString& name,
                           const std::vector<PlotPoint>& outline, double floor,
                           const TensorPlace& place);

/// So many names do not fit beside each other: the legend stands at the side.
bool namesStandAtSide(std::size_t tensors);
/// Legend of a chart with areas of `tensors`; call it again after adding series.
void styleTensorLegend(QChart& chart, const ChartTheme& theme, std::size_t tensors);

QList<QPointF> toQt(const std::vector<PlotPoint>& points);

/// Ticks in a strip low in a plot: where the code points of a format lie.
class RugItem : public PlotItem {
    Q_OBJECT
public:
    explicit RugItem(QChart* chart) : PlotItem(chart) {}

    /// Positions, ascending, in the units of the x axis, which runs from `from` to `to`.
    void setTicks(std::vector<double> positions, double from, double to);
    void setColors(const QColor& tick, const QColor& line);
    /// Lower edge and height of the strip as shares of the plot's height.
    void setStrip(double bottom, double share);

    void paint(QPainter* painter, const QStyleOptionGraphicsItem* option, QWidget* widget) override;

private:
    std::vector<double> positions_;
    double from_ = 0, to_ = 1, bottom_ = 0, share_ = 0.1;
    QColor tick_, line_;
};

}  // namespace lpstudio
