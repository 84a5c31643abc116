#pragma once

#include <QRectF>
#include <span>

#include "app/desktop/plot/plot_geometry.h"

namespace lpstudio {

/// The part of a row that its bar takes, inside a plot area with `count` equal rows from the top.
QRectF rowBar(const QRectF& area, int row, int count);
/// The row at a height in the area's coordinates, -1 above, below, or without rows.
int rowAtHeight(const QRectF& area, double y, int count);

/// [from, to] widened so that on an axis of `length` pixels `before` and `after` pixels stay free
/// at the ends. If they would take more than half of the axis they get nothing.
AxisInterval withRoom(const AxisInterval& interval, double length, double before, double after);

/// Whether bars of these values call for a logarithmic axis: all positive, the greatest more than
/// 20 times the least.
bool callsForLog(std::span<const double> values);

}  // namespace lpstudio
