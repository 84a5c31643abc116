#pragma once

#include <QtGlobal>
#include <span>
#include <vector>

#include "app/desktop/plot/plot_geometry.h"

QT_BEGIN_NAMESPACE
class QCategoryAxis;
QT_END_NAMESPACE

namespace lpstudio {

/// Values at the ticks of a logarithmic axis from `from` to `to` (log10) that is `length` pixels
/// long, neighbours at least `least` pixels apart: 1, 2, 5, 10, ... where there is room, else
/// decades, else every second, third, ... decade.
std::vector<double> decadeTicks(double from, double to, double length, double least);

/// Place of the last tick on a horizontal axis of `length` pixels whose label, up to `label` pixels
/// wide, does not reach more than `beyond` pixels over the right end.
double lastTickAcross(const AxisInterval& interval, double length, double label, double beyond);
/// decadeTicks() for a horizontal axis, none behind that.
std::vector<double> decadeTicksAcross(const AxisInterval& interval, double length, double label,
                                      double beyond);

/// Interval of log10 that holds all positive finite values with `margin` (a share of its length) on
/// either side, at least `decades` wide before that. Without such values around [0, decades].
AxisInterval logInterval(std::span<const double> values, double decades, double margin);

/// Sets range and labels of an axis on which log10 of values is drawn: each tick at log10(value),
/// labelled value / factor.
void setLogTicks(QCategoryAxis& axis, const AxisInterval& interval, std::span<const double> ticks,
                 double factor = 1);

}  // namespace lpstudio
