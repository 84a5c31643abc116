#pragma once

#include <QString>
#include <limits>
#include <optional>
#include <span>
#include <vector>

#include "app/desktop/plot/chart_theme.h"
#include "app/desktop/plot/plot_chart.h"
#include "app/desktop/plot/plot_geometry.h"

QT_BEGIN_NAMESPACE
class QValueAxis;
QT_END_NAMESPACE

namespace lpstudio {

/// One of several curves over a common x, ascending.
struct Trace {
    /// What it is of: gives its look, the same in all charts.
    enum class Kind {
        Best,  ///< a line in the accent colour
        Mean,  ///< a thin, quieter line
        Each,  ///< single candidates as dots
    };
    QString name;
    Kind kind = Kind::Best;
    std::vector<PlotPoint> points;  ///< those that are not finite are left out
};

/// What the axes cover at least. y holds all of the lines, and of the dots all but the highest few
/// (a fiftieth): random candidates at the start can be a hundred times worse than what matters.
/// `fromZero`: y begins at zero.
PlotRange traceRange(std::span<const Trace> traces, bool fromZero);

/// A line in pixels, x ascending, without the points that would not be seen: of all in a column of
/// `column` pixels the first, the lowest, the highest and the last.
std::vector<PlotPoint> perColumn(std::span<const PlotPoint> line, double column);

/// Position of the point whose x is nearest; empty if there is none.
std::optional<std::size_t> nearestPoint(std::span<const PlotPoint> points, double x);

/// Traces painted here: Qt Charts takes a tenth of a second for a thousand dots. Dots above the
/// range are shown as small triangles at its upper edge.
class TraceItem final : public PlotItem {
    Q_OBJECT
public:
    explicit TraceItem(QChart* chart) : PlotItem(chart) {}

    void setTraces(std::vector<Trace> traces);
    const std::vector<Trace>& traces() const { return traces_; }
    /// A vertical line; NaN: none.
    void setMark(double x);

    void paint(QPainter* painter, const QStyleOptionGraphicsItem* option, QWidget* widget) override;

private:
    void paintDots(QPainter& painter, const Trace& trace, const PlotMap& map) const;
    void paintLine(QPainter& painter, const Trace& trace, const PlotMap& map) const;

    std::vector<Trace> traces_;
    double mark_ = std::numeric_limits<double>::quiet_NaN();
};

/// Pen of a kind of trace that is a line.
QPen tracePen(Trace::Kind kind, const ChartTheme& theme);
/// Colour of dots.
QColor dotColor(const ChartTheme& theme);

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
