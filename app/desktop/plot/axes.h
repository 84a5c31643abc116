#pragma once

#include <QFont>
#include <QString>
#include <QStringList>
#include <QtGlobal>
#include <cstdint>
#include <span>
#include <vector>

#include "app/desktop/plot/plot_geometry.h"

QT_BEGIN_NAMESPACE
class QCategoryAxis;
class QValueAxis;
QT_END_NAMESPACE

namespace lpstudio {

/// Step of a linear axis such that about `ticks` labels fit: 1, 2 or 5 times a power of ten.
struct AxisTicks {
    double step = 1;
    int decimals = 0;  ///< that the labels need
};
AxisTicks axisTicks(double from, double to, int ticks);

/// A label of a logarithmic axis: 1, 10, 100, 1k, 10k, ... at log10 of it.
struct LogTick {
    double position = 0;
    std::int64_t value = 1;
};
/// From 1 to the last power of ten at or below `largest`; every second or third if there are more
/// than `most`.
std::vector<LogTick> logTicks(std::int64_t largest, int most);

/// [from, to] widened to whole steps of an axis with about so many ticks.
AxisInterval niceInterval(double from, double to, int ticks);
/// The same of both axes.
PlotRange niceRange(const PlotRange& data, int xTicks, int yTicks);
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
