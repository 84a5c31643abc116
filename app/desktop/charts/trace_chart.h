#pragma once

#include <QString>
#include <vector>

#include "app/desktop/charts/trace_geometry.h"
#include "app/desktop/plot/plot_chart.h"
#include "app/desktop/plot/plot_geometry.h"

QT_BEGIN_NAMESPACE
class QValueAxis;
QT_END_NAMESPACE

namespace lpstudio {

class TraceItem;

/// Titles of a chart of traces.
struct TraceTitles {
    QString title, x, y;  ///< axes with their units
    bool fromZero = false;
};

/// Curves that grow while something runs: lines and dots over a common x, and a mark at one of
/// them. Holds what it is given; whoever gives it decimates.
class TraceChart final : public PlotChart {
    Q_OBJECT
public:
    explicit TraceChart(TraceTitles titles,
                        const lpstudio::ChartTheme& theme = lpstudio::ChartTheme::light(),
                        QGraphicsItem* parent = nullptr);

    /// Empty traces empty the chart.
    void setTraces(std::vector<Trace> traces);
    const std::vector<Trace>& traces() const;
    /// A vertical line; NaN: none.
    void setMark(double x);
    /// For a tooltip: x, and what every trace has nearest to a place in chart coordinates; empty
    /// outside the plot area.
    QString textAt(const QPointF& place) const;

    FigureTable figureTable() const override;

protected:
    void showTheme() override;
    void showWindow() override;

private:
    PlotRange wholeRange() const;
    void showLegend();

    TraceTitles titles_;
    PlotRange data_{0, 1, 0, 1};
    QStringList legendNames_;
    int xTicks_ = 0;
    QValueAxis* xAxis_;
    QValueAxis* yAxis_;
    TraceItem* item_;
};

}  // namespace lpstudio
