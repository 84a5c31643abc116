#pragma once

#include <QString>
#include <array>
#include <optional>

#include "app/desktop/charts/pareto_quantities.h"
#include "app/desktop/plot/chart_theme.h"
#include "app/desktop/plot/plot_chart.h"
#include "app/desktop/plot/plot_geometry.h"

namespace lpstudio {

/// The handles at the ends of a chart's axes by which limits are dragged: those of the horizontal
/// axis lie below it, those of the vertical one left of it.
enum class LimitHandle { XLeast, XMost, YLeast, YMost };
inline constexpr std::array kLimitHandles{LimitHandle::XLeast, LimitHandle::XMost,
                                          LimitHandle::YLeast, LimitHandle::YMost};
inline bool isHorizontal(LimitHandle handle) {
    return handle == LimitHandle::XLeast || handle == LimitHandle::XMost;
}
inline bool isLeast(LimitHandle handle) {
    return handle == LimitHandle::XLeast || handle == LimitHandle::YLeast;
}

/// A place in pixels.
struct PlotPlace {
    double x = 0, y = 0;
};

/// The tip of a handle, on the axis: at its limit, at the end of the axis where there is none or
/// where it lies beyond what is visible.
PlotPlace handlePlace(LimitHandle handle, const PlotMap& map, const Limit& x, const Limit& y);

/// The handle that a place belongs to: not farther along the axis than `radius` pixels from the tip
/// and no farther from the axis than `depth`, on the handles' side; the nearest of several.
std::optional<LimitHandle> handleAt(double px, double py, const PlotMap& map, const Limit& x,
                                    const Limit& y, double radius = 8, double depth = 14);

/// The limit after a handle was dragged to a place; off its own end of the axis the limit is gone.
/// The two ends do not pass each other.
Limit dragged(LimitHandle handle, double px, double py, const PlotMap& map, const Limit& limit);

/// What a Pareto chart shows over its points: the limits on both axes with their handles, and the
/// chosen region.
class ParetoOverlay : public PlotItem {
    Q_OBJECT
public:
    explicit ParetoOverlay(QChart* chart) : PlotItem(chart) {}

    /// In data units. `texts`: of the handles in the order of kLimitHandles.
    void setLimits(const Limit& x, const Limit& y, std::array<QString, 4> texts);
    /// Handles are for screens; without them limits are still shown.
    void setHandlesShown(bool shown);
    /// The one under the mouse.
    void setActive(std::optional<LimitHandle> handle);
    void setRegion(std::optional<PlotRange> region);

    /// At a place in chart coordinates.
    std::optional<LimitHandle> handleAt(const QPointF& position) const;

    QRectF boundingRect() const override;
    void paint(QPainter* painter, const QStyleOptionGraphicsItem* option, QWidget* widget) override;

private:
    void paintExcluded(QPainter& painter) const;
    void paintHandle(QPainter& painter, LimitHandle handle) const;
    void paintText(QPainter& painter, LimitHandle handle) const;
    bool isSet(LimitHandle handle) const;

    Limit x_, y_;
    std::array<QString, 4> texts_;
    bool handles_ = false;
    std::optional<LimitHandle> active_;
    std::optional<PlotRange> region_;
};

}  // namespace lpstudio
