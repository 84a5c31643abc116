#pragma once

#include <QString>
#include <cstdint>

#include "app/desktop/plot/plot_geometry.h"

QT_BEGIN_NAMESPACE
class QCategoryAxis;
class QValueAxis;
QT_END_NAMESPACE

namespace lpstudio {

/// [from, to] widened to whole steps of an axis with about so many ticks.
AxisInterval niceInterval(double from, double to, int ticks);
/// Range widened to whole steps, with labels that need no more decimals than the step. `ticks`:
/// about how many.
void setNiceRange(QValueAxis& axis, double from, double to, int ticks);
/// Exactly the range, labels at whole steps inside it: for axes that the user zooms.
void setExactRange(QValueAxis& axis, double from, double to, int ticks);

/// Labels 1, 10, 100, 1k, ... at log10 of counts up to `largest`, on an axis from `from` to `to`
/// (in log10).
void setLogCounts(QCategoryAxis& axis, double from, double to, std::int64_t largest);

/// "Energy per image (µJ)"; the unit is left out where there is none.
QString axisTitle(const QString& title, const QString& unit);

}  // namespace lpstudio
