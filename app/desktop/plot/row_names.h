#pragma once

#include <QFont>
#include <QStringList>

#include "app/desktop/plot/plot_geometry.h"

QT_BEGIN_NAMESPACE
class QCategoryAxis;
QT_END_NAMESPACE

namespace lpstudio {

/// Most pixels that a name may take beside the plot area of a chart that is `width` wide; names
/// beyond it are elided.
double roomForRowNames(double width, const QFont& font);

/// Names at the middles of the units of an axis, each elided in the middle to `room` pixels.
/// `fromTop`: the first one is the last of the axis, for a left axis. Of names only every `step`-th
/// is shown. `shown`: the part of the axis that is in view, as shares of it.
void setRowNames(QCategoryAxis& axis, const QStringList& names, const QFont& font, double room,
                 bool fromTop = true, int step = 1, const AxisInterval& shown = {0, 1});

/// The n of "every n-th name is shown" at which none comes too close to its neighbour on an axis
/// of `length` pixels.
int rowNameStep(int count, double length, const QFont& font);

}  // namespace lpstudio
