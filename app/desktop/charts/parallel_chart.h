#pragma once

#include <QElapsedTimer>
#include <QImage>
#include <QTimer>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "app/desktop/charts/parallel_geometry.h"
#include "app/desktop/charts/pareto_data.h"
#include "app/desktop/charts/pareto_quantities.h"
#include "app/desktop/plot/plot_chart.h"

namespace lpstudio {

class ParallelChart;

/// The lines, axes and ranges of a chart of parallel coordinates.
class ParallelItem : public PlotItem {
    Q_OBJECT
public:
    explicit ParallelItem(ParallelChart* chart);

    /// The lines have changed. While they change quickly, under the hand, a part of them is drawn,
    /// and all once they rest.
    void redraw();

    QRectF boundingRect() const override;
    void paint(QPainter* painter, const QStyleOptionGraphicsItem* option, QWidget* widget) override;

private:
    void paintPicture(QPainter& painter);
    void paintLines(QPainter& painter) const;
    void paintRow(QPainter& painter, std::size_t row) const;
    void paintAxis(QPainter& painter, std::size_t axis) const;
    void paintLimit(QPainter& painter, std::size_t axis) const;
    QColor colorOf(std::size_t row) const;
    double alpha() const;

    ParallelChart* chart_;
    QImage picture_;  ///< of the lines, on a screen
    bool stale_ = true;
    bool draft_ = false;  ///< the picture is to hold a part of the lines
    QElapsedTimer sinceRedraw_;
    QTimer rest_;
};

class ParetoLegend;

/// What a chart of parallel coordinates shows: a line a candidate, an upright axis a quantity.
struct ParallelData {
    std::shared_ptr<const CandidateColumns> columns;
    std::vector<std::string> axes;  ///< keys, from left to right
    std::string color;              ///< key; empty: by run
    ParetoLimits limits;
    std::vector<std::uint8_t> excluded;  ///< rows beyond a limit; as many as rows
    std::vector<std::uint32_t> always;   ///< rows drawn in any case and last: the front
};

/// Candidates as lines over several quantities at once. Of very many an even choice is drawn, and
/// the title says so; the picture is kept, so that hovering does not draw it again.
class ParallelChart : public PlotChart {
    Q_OBJECT
public:
    explicit ParallelChart(const lpstudio::ChartTheme& theme = lpstudio::ChartTheme::light(),
                           QGraphicsItem* parent = nullptr);

    /// Lines that are drawn at most, besides those drawn always; and of what limits exclude.
    static constexpr std::size_t kLines = 2000, kExcludedLines = 500;

    void setData(ParallelData data);
    const ParallelData& data() const { return data_; }
    void setSelected(std::optional<std::size_t> row);
    void setHovered(std::optional<std::size_t> row);

    ParallelMap map() const;
    const AxisSpan& span(std::size_t axis) const { return spans_[axis]; }
    std::optional<std::size_t> axisAt(const QPointF& position, double radius = 12) const;
    /// The row whose line passes nearest to a place, of those drawn and not excluded.
    std::optional<std::size_t> rowAt(const QPointF& position, double radius = 6) const;
    /// Rows that are drawn; the excluded ones first.
    const std::vector<std::uint32_t>& drawnExcluded() const { return drawnExcluded_; }
    const std::vector<std::uint32_t>& drawn() const { return drawn_; }

    /// All candidates, drawn or not, over the axes.
    FigureTable figureTable() const override;
    // Its axes are chosen and given ranges; there is nothing to come nearer to.
    bool showsAll() const override { return true; }
    void zoomAt(double, const QPointF&) override {}
    void panBy(const QPointF&) override {}
    void zoomToRect(const QRectF&) override {}

protected:
    void showTheme() override;
    void showWindow() override {}

private:
    friend class ParallelItem;
    void chooseRows();
    void showTitle();
    void makeRoom();
    /// Share of an axis at which a row's line crosses it; NaN where not known.
    double shareOf(std::size_t row, std::size_t axis) const;

    ParallelData data_;
    std::vector<AxisSpan> spans_;
    std::vector<const std::vector<double>*> values_;  ///< of the axes
    std::optional<ValueScale> scale_;
    std::vector<std::uint32_t> drawnExcluded_, drawn_;
    std::optional<std::size_t> selected_, hovered_;
    ParetoData key_;  ///< what the legend explains
    ParallelItem* item_ = nullptr;
    ParetoLegend* legend_ = nullptr;
};

}  // namespace lpstudio
