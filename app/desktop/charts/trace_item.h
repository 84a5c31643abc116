#pragma once

#include <limits>
#include <vector>

#include "app/desktop/charts/trace_geometry.h"
#include "app/desktop/plot/chart_theme.h"
#include "app/desktop/plot/plot_geometry.h"
#include "app/desktop/plot/plot_item.h"

namespace lpstudio {

/// Traces painted here: Qt Charts takes a tenth of a second for a thousand dots. Dots above the
/// range are shown as small triangles at its upper edge.
class TraceItem final : public PlotItem {
    Q_OBJECT
public:
    explicit TraceItem(QChart* chart) : PlotItem(chart) {}

    void setTraces(std::vector<Trace> traces);
    const std::vector<Trace>& traces() const { return traces_; }
    /// What the axes show.
    void setShown(const PlotRange& shown);
    void setTheme(const ChartTheme& theme);
    /// A vertical line; NaN: none.
    void setMark(double x);

    void paint(QPainter* painter, const QStyleOptionGraphicsItem* option, QWidget* widget) override;

private:
    void paintDots(QPainter& painter, const Trace& trace, const PlotMap& map) const;
    void paintLine(QPainter& painter, const Trace& trace, const PlotMap& map) const;

    std::vector<Trace> traces_;
    PlotRange shown_;
    ChartTheme theme_;
    double mark_ = std::numeric_limits<double>::quiet_NaN();
};

/// Pen of a kind of trace that is a line.
QPen tracePen(Trace::Kind kind, const ChartTheme& theme);
/// Colour of dots.
QColor dotColor(const ChartTheme& theme);

}  // namespace lpstudio
