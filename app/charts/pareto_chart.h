#pragma once

#include <QChartView>
#include <functional>
#include <optional>

#include "app/charts/pareto_data.h"
#include "app/charts/plot_chart.h"

QT_BEGIN_NAMESPACE
class QValueAxis;
QT_END_NAMESPACE

namespace lpstudio {

class CloudItem;

/// Candidates over two quantities: dominated ones dimmed, the front as a line, the best and the
/// selected highlighted, labelled marks for orientation. Stays quick at 100,000 points (they are
/// painted by hand inside the chart's axes).
class ParetoChart : public PlotChart {
    Q_OBJECT
public:
    explicit ParetoChart(const lpstudio::ChartTheme& theme = lpstudio::ChartTheme::light(),
                         QGraphicsItem* parent = nullptr);

    /// Keeps the visible range if the axes are the same and the user has zoomed.
    void setData(ParetoData data);
    const ParetoData& data() const { return data_; }
    /// What the highlighted candidate is called in the title; "best" unless told otherwise.
    void setBestName(const QString& name);
    void setSelected(std::optional<CandidateId> selected);
    std::optional<CandidateId> selected() const { return selected_; }
    void setHovered(std::optional<CandidateId> hovered);
    void setHoveredOther(std::optional<std::size_t> position);

    /// Visible range in data units; resetRange() shows everything.
    PlotRange range() const { return range_; }
    void setRange(const PlotRange& range);
    void resetRange();

    /// The candidate nearest to a place in chart coordinates, within `radius` pixels; nullopt if
    /// one of another run is nearer.
    std::optional<CandidateId> candidateAt(const QPointF& position, double radius = 12) const;
    /// The same of the other runs: position in their points.
    std::optional<std::size_t> otherAt(const QPointF& position, double radius = 12) const;
    /// Over all runs; empty if the data hold no such front.
    const std::vector<ParetoPoint>& frontOfAll() const;

    FigureTable figureTable() const override;
    bool showsAll() const override { return !zoomed_; }
    void zoomAt(double factor, const QPointF& place) override;
    void panBy(const QPointF& pixels) override;
    void zoomToRect(const QRectF& rect) override;
    void showAll() override { resetRange(); }

protected:
    void showTheme() override;
    /// It may be moved beyond its data, and has a range instead of a window.
    void showWindow() override {}

private:
    PlotMap map() const;
    void showRange(const PlotRange& range);
    void showTitle();

    ParetoData data_;
    QString bestName_ = QStringLiteral("best");
    PlotRange range_;
    bool zoomed_ = false;
    SiScale xScale_, yScale_;
    std::optional<CandidateId> selected_, hovered_;
    QValueAxis* xAxis_ = nullptr;
    QValueAxis* yAxis_ = nullptr;
    CloudItem* cloud_ = nullptr;
};

/// A Pareto chart in a widget: hover shows a tooltip, a click reports the candidate, the wheel and
/// + and - zoom, dragging and the arrow keys move, 0 shows everything.
class ParetoView : public QChartView {
    Q_OBJECT
public:
    explicit ParetoView(QWidget* parent = nullptr);

    ParetoChart* paretoChart() const { return chart_; }
    void setTheme(const lpstudio::ChartTheme& theme);
    void setData(ParetoData shown);
    void setSelected(std::optional<CandidateId> selected);
    /// Text of the tooltip over a candidate; by default its number and the two values.
    void setHoverText(std::function<QString(CandidateId)> text);

Q_SIGNALS:
    void pointClicked(lpstudio::CandidateId id);
    /// A candidate of another run.
    void otherClicked(lpstudio::RunId run, lpstudio::CandidateId id);
    /// Ctrl-click.
    void pointAdded(lpstudio::CandidateId id);

protected:
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    void zoom(double factor, const QPointF& around);
    void move(double dx, double dy);
    void hover(const QPointF& position, const QPoint& screen);
    void click(const QPointF& position, bool add);
    QString defaultText(CandidateId id) const;
    QString otherText(std::size_t position) const;
    QString valuesText(const ParetoPoint& point) const;

    ParetoChart* chart_;
    std::function<QString(CandidateId)> hoverText_;
    std::optional<QPoint> pressed_, dragged_;
    bool moved_ = false;
};

}  // namespace lpstudio
