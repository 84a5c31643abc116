#pragma once

#include <QString>
#include <array>
#include <optional>

#include "app/desktop/charts/limit_geometry.h"
#include "app/desktop/plot/chart_theme.h"
#include "app/desktop/plot/plot_geometry.h"
#include "app/desktop/plot/plot_item.h"

namespace lpstudio {

/// What a Pareto chart shows over its points: the limits on both axes with their handles, and the
/// chosen region.
class ParetoOverlay : public PlotItem {
    Q_OBJECT
public:
    explicit ParetoOverlay(QChart* chart) : PlotItem(chart) {}

    void setTheme(const ChartTheme& theme);
    void setRange(const PlotRange& range);
    /// In data units. `texts`: of the handles in the order of kLimitHandles.
    void setLimits(const Limit& x, const Limit& y, std::array<QString, 4> texts);
    /// Handles are for screens; without them limits are still shown.
    void setHandlesShown(bool shown);
    /// The one under the mouse.
    void setActive(std::optional<LimitHandle> handle);
    void setRegion(std::optional<PlotRange> region);

    /// At a place in chart coordinates.
    std::optional<LimitHandle> handleAt(const QPointF& position) const;
    PlotMap map() const;

    QRectF boundingRect() const override;
    void paint(QPainter* painter, const QStyleOptionGraphicsItem* option, QWidget* widget) override;

private:
    void paintExcluded(QPainter& painter) const;
    void paintHandle(QPainter& painter, LimitHandle handle) const;
    void paintText(QPainter& painter, LimitHandle handle) const;
    bool isSet(LimitHandle handle) const;

    ChartTheme theme_;
    PlotRange range_;
    Limit x_, y_;
    std::array<QString, 4> texts_;
    bool handles_ = false;
    std::optional<LimitHandle> active_;
    std::optional<PlotRange> region_;
};

}  // namespace lpstudio
