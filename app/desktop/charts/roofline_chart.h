#pragma once

#include <QPointF>
#include <QRectF>
#include <QString>
#include <QStringList>
#include <cstddef>
#include <optional>
#include <span>

#include "app/desktop/plot/plot_chart.h"
#include "app/desktop/plot/plot_geometry.h"
#include "hw/roofline.h"

QT_BEGIN_NAMESPACE
class QCategoryAxis;
QT_END_NAMESPACE

namespace lpstudio {

/// A straight piece of a roof, left end first, in log10 of op/B and op/s.
struct RoofPiece {
    PlotPoint from, to;
};

/// Range in log10 of both axes that shows every point, where each peak meets the bandwidth roof,
/// and something of the roofs beyond; at least a decade wide and high.
PlotRange rooflineRange(const Roofline& roofline);

/// The sloped roof up to where the peak cuts it off, inside the range; nullopt if nothing of it is
/// inside.
std::optional<RoofPiece> bandwidthRoof(double bandwidth, double peak, const PlotRange& range);
/// The flat roof from where it leaves the bandwidth roof to the right edge; nullopt if nothing of
/// it is inside.
std::optional<RoofPiece> peakRoof(double bandwidth, double peak, const PlotRange& range);

/// Whether a layer has a place in the chart: it works and it moves data.
bool isPlaceable(const RooflinePoint& point);

/// The first of the places that lies inside `area`, meets none of the taken and covers the fewest
/// points of this radius; nullopt if all meet something taken or leave the area.
std::optional<std::size_t> quietPlace(std::span<const QRectF> places, const QRectF& area,
                                      std::span<const QRectF> taken,
                                      std::span<const QPointF> points, double radius);

class RooflineItem;

/// The layers of a simulation under the roofs of grid and memory (Williams et al., CACM 2009), both
/// axes logarithmic. Layers that wait for memory and layers that the grid limits differ in colour
/// and shape.
class RooflineChart : public PlotChart {
    Q_OBJECT
public:
    explicit RooflineChart(const lpstudio::ChartTheme& theme = lpstudio::ChartTheme::light(),
                           QGraphicsItem* parent = nullptr);

    /// `peakNames`: what each peak of the roofline belongs to, "2-bit weights"; may be shorter or
    /// empty. An empty roofline empties the chart.
    void setRoofline(Roofline roofline, QStringList peakNames = {});
    const Roofline& roofline() const { return roofline_; }
    /// Rings a layer and writes its name; -1: none.
    void setSelected(int layer);
    int selected() const { return selected_; }
    /// Rings a layer thinly; -1: none.
    void setHovered(int layer);

    /// What the axes show, in log10 of op/B and op/s.
    PlotRange range() const { return shownOf(range_, window()); }
    /// The layer nearest to a place in chart coordinates, -1 if none is within `radius` pixels.
    int pointAt(const QPointF& position, double radius = 12) const;
    /// For a tooltip: name, intensity, throughput and its share of what is attainable, the limit.
    QString textOf(int layer) const;

    FigureTable figureTable() const override;

protected:
    void showTheme() override;
    void showWindow() override;

private:
    void showRoofline();
    void showTicks();
    void showLegend();

    Roofline roofline_;
    QStringList peakNames_;
    PlotRange range_;    ///< while all is shown
    double factor_ = 1;  ///< of the SI prefix of the throughput
    int selected_ = -1;
    double ticksWidth_ = 0, ticksHeight_ = 0;  ///< of the plot area that the ticks were chosen for
    QCategoryAxis* xAxis_ = nullptr;
    QCategoryAxis* yAxis_ = nullptr;
    RooflineItem* item_ = nullptr;
};

}  // namespace lpstudio
