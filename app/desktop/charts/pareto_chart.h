#pragma once

#include <optional>
#include <vector>

#include "app/desktop/charts/pareto_data.h"
#include "app/desktop/charts/pareto_quantities.h"
#include "app/desktop/plot/axes.h"
#include "app/desktop/plot/number_text.h"
#include "app/desktop/plot/plot_chart.h"
#include "app/desktop/plot/plot_geometry.h"

QT_BEGIN_NAMESPACE
class QValueAxis;
QT_END_NAMESPACE

namespace lpstudio {

class CloudItem;
class ParetoLegend;
class ParetoOverlay;
class PlotAxesItem;

/// Candidates over two quantities: dominated ones dimmed, the front as a line, the best and the
/// selected highlighted, labelled marks for orientation, further quantities as colour and size,
/// what limits exclude greyed out. Stays quick at 100,000 points (CloudItem paints them inside the
/// chart's axes).
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
    /// Further ones to mark, such as the selected rows of a table.
    void setPicked(std::vector<CandidateId> picked);
    void setHoveredOther(std::optional<std::size_t> position);

    /// Shown on the axes that have one; what they exclude is in the data.
    void setLimits(ParetoLimits limits);
    const ParetoLimits& limits() const { return limits_; }
    /// In data units.
    void setRegion(std::optional<PlotRange> region);
    std::optional<PlotRange> region() const { return region_; }
    ParetoOverlay* overlay() const { return overlay_; }

    /// Visible range in data units; resetRange() shows what is useful: all but a few points far
    /// from the others, and all of the front. Where that is shown already it shows everything, or
    /// back.
    PlotRange range() const { return range_; }
    void setRange(const PlotRange& range);
    void resetRange();
    /// Of the visible range, into chart coordinates.
    PlotMap map() const;

    /// The candidate nearest to a place in chart coordinates, within `radius` pixels; nullopt if
    /// one of another run is nearer.
    std::optional<CandidateId> candidateAt(const QPointF& position, double radius = 12) const;
    /// The same of the other runs: position in their points.
    std::optional<std::size_t> otherAt(const QPointF& position, double radius = 12) const;
    /// Positions in the points of the shown run, from the best of the horizontal axis.
    const std::vector<std::size_t>& front() const;
    /// Over all runs; empty if the data hold no such front.
    const std::vector<ParetoPoint>& frontOfAll() const;

    FigureTable figureTable() const override;
    bool showsAll() const override { return !zoomed_ && outside_ == 0; }
    void zoomAt(double factor, const QPointF& place) override;
    void panBy(const QPointF& pixels) override;
    void zoomToRect(const QRectF& rect) override;
    void showAll() override { resetRange(); }

protected:
    void showTheme() override;
    /// It may be moved beyond its data, and has a range instead of a window.
    void showWindow() override {}

private:
    void showRange(const PlotRange& range);
    void showUnzoomed();
    void showTitle();
    void showLimits();
    void makeRoomForLegend();

    ParetoData data_;
    QString bestName_ = QStringLiteral("best");
    PlotRange range_;
    bool zoomed_ = false, everything_ = false;
    std::size_t outside_ = 0;  ///< points outside the useful range while that is shown
    SiScale xScale_, yScale_;
    std::optional<CandidateId> selected_;
    ParetoLimits limits_;
    std::optional<PlotRange> region_;
    QValueAxis* xAxis_ = nullptr;
    QValueAxis* yAxis_ = nullptr;
    PlotAxesItem* axes_ = nullptr;
    CloudItem* cloud_ = nullptr;
    ParetoOverlay* overlay_ = nullptr;
    ParetoLegend* key_ = nullptr;
};

}  // namespace lpstudio
