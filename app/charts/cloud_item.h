#pragma once

#include <QPixmap>
#include <cstddef>
#include <optional>
#include <vector>

#include "app/charts/chart_theme.h"
#include "app/charts/pareto_data.h"
#include "app/charts/plot_item.h"

namespace lpstudio {

/// The points of a Pareto chart, painted by hand. At most one point a pixel is painted, and on a
/// screen the picture is kept, so that hovering over 100,000 points costs a copy of it.
class CloudItem : public PlotItem {
    Q_OBJECT
public:
    explicit CloudItem(QChart* chart);

    /// `data` must outlive the item or the next call.
    void setData(const ParetoData* data);
    void setTheme(const ChartTheme& theme);
    void setRange(const PlotRange& range);
    void setSelected(std::optional<CandidateId> id);
    void setHovered(std::optional<CandidateId> id);

    const std::vector<std::size_t>& front() const { return front_; }
    /// Position of the point nearest to a place in chart coordinates.
    std::optional<std::size_t> pointAt(const QPointF& position, double radius) const;

    void paint(QPainter* painter, const QStyleOptionGraphicsItem* option, QWidget* widget) override;

private:
    void invalidate();
    PlotMap map() const;
    QPointF place(double x, double y) const;
    std::optional<QPointF> placeOf(std::optional<CandidateId> id) const;
    void paintCloud(QPainter& painter) const;
    void paintFront(QPainter& painter) const;
    void paintBest(QPainter& painter) const;
    void paintRing(QPainter& painter, std::optional<CandidateId> id, const QColor& color,
                   double radius) const;
    void paintMarks(QPainter& painter) const;
    bool crossesFront(const QRectF& rect) const;
    double unit() const;

    const ParetoData* data_ = nullptr;
    ChartTheme theme_;
    PlotRange range_;
    std::vector<std::size_t> front_;
    std::optional<CandidateId> selected_, hovered_;
    QPixmap picture_;  ///< of the dominated points, on a screen
    mutable std::optional<NearestGrid> grid_;
};

}  // namespace lpstudio
