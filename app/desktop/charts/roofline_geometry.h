#pragma once

#include <QPointF>
#include <QRectF>
#include <cstddef>
#include <optional>
#include <span>

#include "app/desktop/plot/plot_geometry.h"
#include "hw/roofline.h"

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

}  // namespace lpstudio
