#pragma once

#include <QImage>
#include <cstddef>
#include <optional>
#include <vector>

#include "app/desktop/charts/pareto_data.h"
#include "app/desktop/plot/chart_theme.h"
#include "app/desktop/plot/plot_chart.h"
#include "app/desktop/plot/plot_geometry.h"

namespace lpstudio {

/// A point of a Pareto chart.
struct CloudHit {
    std::size_t position = 0;  ///< in the points of the shown run, or of the other runs
    bool other = false;
};

/// The points of a Pareto chart, painted into an image of our own. At most one point a pixel is
/// painted, and on a screen the picture is kept, so that hovering over 100,000 points costs a copy
/// of it.
class CloudItem : public PlotItem {
    Q_OBJECT
public:
    explicit CloudItem(QChart* chart);

    /// `data` must outlive the item or the next call.
    void setData(const ParetoData* data);
    void setSelected(std::optional<CandidateId> id);
    void setHovered(std::optional<CandidateId> id);
    /// Further ones to mark; of very many the first.
    void setPicked(std::vector<CandidateId> ids);
    /// Position of a point of the other runs.
    void setHoveredOther(std::optional<std::size_t> position);

    /// Positions in the data, of what no limit excludes.
    const std::vector<std::size_t>& front() const { return front_; }
    /// Over all runs; empty if there is none.
    const std::vector<ParetoPoint>& frontOfAll() const { return frontOfAll_; }
    /// The point nearest to a place in chart coordinates; of equally near ones that of the shown
    /// run.
    std::optional<CloudHit> pointAt(const QPointF& position, double radius) const;

    void paint(QPainter* painter, const QStyleOptionGraphicsItem* option, QWidget* widget) override;

protected:
    void refresh() override;

private:
    void findFronts();
    void findPicked();
    QPointF place(double x, double y) const;
    QPointF placeOf(const ParetoPoint& point) const { return place(point.x, point.y); }
    std::optional<std::size_t> positionOf(std::optional<CandidateId> id) const;
    std::optional<QPointF> placeOf(std::optional<std::size_t> position) const;
    std::optional<QPointF> placeOfHovered() const;
    QColor colorOf(std::size_t position) const;
    void paintPicture(QPainter& painter);
    void paintVectors(QPainter& painter) const;
    void paintVectors(QPainter& painter, bool others) const;
    void paintFront(QPainter& painter, const std::vector<ParetoPoint>& front, const QColor& color,
                    double width) const;
    void paintOwnFront(QPainter& painter) const;
    void paintBest(QPainter& painter) const;
    void paintRing(QPainter& painter, std::optional<QPointF> center, const QColor& color,
                   double radius) const;
    void paintMarks(QPainter& painter) const;
    bool crossesFront(const QRectF& rect) const;

    const ParetoData* data_ = nullptr;
    std::vector<std::size_t> front_;
    std::vector<ParetoPoint> ownFront_, frontOfAll_;
    std::optional<CandidateId> selectedId_;
    std::optional<std::size_t> best_, selected_, hovered_;  ///< positions in the data
    std::optional<std::size_t> hoveredOther_;
    std::vector<CandidateId> pickedIds_;
    std::vector<std::size_t> picked_;  ///< positions in the data
    QImage picture_;                   ///< of the dominated points, on a screen
    bool stale_ = true;
    mutable std::optional<NearestGrid> grid_, otherGrid_;
};

}  // namespace lpstudio
