#include "app/desktop/plot/axes.h"

#include <QCategoryAxis>
#include <QFontMetricsF>
#include <QValueAxis>
#include <algorithm>
#include <cmath>
#include <iterator>
#include <limits>

#include "app/desktop/plot/number_text.h"

namespace lpstudio {
namespace {

QString labelFormat(int decimals) {
    return QStringLiteral("%.%1f").arg(std::clamp(decimals, 0, 9));
}

}  // namespace

AxisTicks axisTicks(double from, double to, int ticks) {
    const double rough = std::max(to - from, 1e-300) / std::max(1, ticks);
    const double exponent = std::floor(std::log10(rough));
    const double power = std::pow(10.0, exponent);
    AxisTicks result;
    // The 1e-9 keeps a step that is exactly 2 or 5 from being rounded up to the next.
    for (const double factor : {1.0, 2.0, 5.0, 10.0}) {
        result.step = factor * power;
        if (result.step >= rough * (1 - 1e-9)) {
            result.decimals = std::max(0, static_cast<int>(-exponent) - (factor == 10.0 ? 1 : 0));
            break;
        }
    }
    return result;
}

std::vector<LogTick> logTicks(std::int64_t largest, int most) {
    int last = 0;
    for (std::int64_t value = largest; value >= 10; value /= 10) ++last;
    const int step = std::max(1, (last + most) / std::max(1, most));
    std::vector<LogTick> ticks;
    std::int64_t value = 1;
    for (int exponent = 0; exponent <= last; ++exponent) {
        if (exponent > 0) value *= 10;
        if (exponent % step == 0) ticks.push_back({static_cast<double>(exponent), value});
    }
    return ticks;
}

AxisInterval niceInterval(double from, double to, int ticks) {
    const AxisTicks nice = axisTicks(from, to, ticks);
    const double first = std::floor(from / nice.step + 1e-9);
    const double last = std::max(first + 1, std::ceil(to / nice.step - 1e-9));
    // A trace above whole steps, or rounding would label zero as -0.
    const double trace = 1e-9 * nice.step;
    return {first * nice.step + trace, last * nice.step + trace};
}

PlotRange niceRange(const PlotRange& data, int xTicks, int yTicks) {
    const AxisInterval x = niceInterval(data.xFrom, data.xTo, xTicks);
    const AxisInterval y = niceInterval(data.yFrom, data.yTo, yTicks);
    return {x.from, x.to, y.from, y.to};
}

void setNiceRange(QValueAxis& axis, double from, double to, int ticks) {
    const AxisTicks nice = axisTicks(from, to, ticks);
    const AxisInterval range = niceInterval(from, to, ticks);
    axis.setTickType(QValueAxis::TicksFixed);
    axis.setRange(range.from, range.to);
    axis.setTickCount(static_cast<int>(std::lround(range.width() / nice.step)) + 1);
    axis.setLabelFormat(labelFormat(nice.decimals));
}

void setExactRange(QValueAxis& axis, double from, double to, int ticks) {
    const AxisTicks nice = axisTicks(from, to, ticks);
    // The step first where it grows, the range first where that grows: never thousands of ticks.
    const auto setStep = [&] {
        axis.setTickInterval(nice.step);
        axis.setTickAnchor(0);
        axis.setTickType(QValueAxis::TicksDynamic);
    };
    const bool wider = to - from > axis.max() - axis.min();
    if (wider) setStep();
    axis.setRange(from, to);
    if (!wider) setStep();
    axis.setLabelFormat(labelFormat(nice.decimals));
}

void setLogCounts(QCategoryAxis& axis, double from, double to, std::int64_t largest) {
    for (const QString& label : axis.categoriesLabels()) axis.remove(label);
    axis.setLabelsPosition(QCategoryAxis::AxisLabelsPositionOnValue);
    axis.setRange(from, to);
    axis.setStartValue(from);
    for (const LogTick& tick : logTicks(largest, 6)) {
        const SiScale scale = siScale(static_cast<double>(tick.value));
        axis.append(briefText(static_cast<double>(tick.value) / scale.factor) +
                        QString::fromUtf8(scale.prefix),
                    tick.position);
    }
}

QString axisTitle(const QString& title, const QString& unit) {
    return unit.isEmpty() ? title : QStringLiteral("%1 (%2)").arg(title, unit);
}

std::vector<double> decadeTicks(double from, double to, double length, double least) {
    // What rounding must not take away at the ends.
    constexpr double kTrace = 1e-9;
    if (!(to > from) || !(length > 0)) return {};
    const double perDecade = length / (to - from);
    const bool fine = perDecade * std::log10(2.0) >= least;
    const int step = std::max(1, static_cast<int>(std::ceil(least / perDecade - kTrace)));
    const auto first = static_cast<int>(std::floor(from)), last = static_cast<int>(std::ceil(to));
    std::vector<double> ticks;
    for (int exponent = first; exponent <= last; ++exponent) {
        if (!fine && ((exponent % step) + step) % step != 0) continue;
        for (const double factor : {1.0, 2.0, 5.0}) {
            if (factor > 1 && !fine) break;
            const double place = exponent + std::log10(factor);
            if (place < from - kTrace || place > to + kTrace) continue;
            // Dividing keeps 0.1 and 0.02 what they are when read.
            ticks.push_back(exponent < 0 ? factor / std::pow(10.0, -exponent)
                                         : factor * std::pow(10.0, exponent));
        }
    }
    return ticks;
}

double lastTickAcross(const AxisInterval& interval, double length, double label, double beyond) {
    const double closed = std::max(0.0, label / 2 - beyond);
    if (!(length > closed)) return interval.from;
    return interval.to - closed / length * interval.width();
}

std::vector<double> decadeTicksAcross(const AxisInterval& interval, double length, double label,
                                      double beyond) {
    const double last = lastTickAcross(interval, length, label, beyond);
    return decadeTicks(interval.from, last, length * (last - interval.from) / interval.width(),
                       label);
}

AxisInterval logInterval(std::span<const double> values, double decades, double margin) {
    double least = std::numeric_limits<double>::infinity(), largest = -least;
    for (const double value : values) {
        if (!(value > 0) || !std::isfinite(value)) continue;
        least = std::min(least, std::log10(value));
        largest = std::max(largest, std::log10(value));
    }
    if (!(largest >= least)) least = 0, largest = decades;
    const double lacking = std::max(0.0, decades - (largest - least)) / 2;
    AxisInterval interval{least - lacking, largest + lacking};
    const double room = margin * interval.width();
    interval.from -= room;
    interval.to += room;
    return interval;
}

void setLogTicks(QCategoryAxis& axis, const AxisInterval& interval, std::span<const double> ticks,
                 double factor) {
    for (const QString& label : axis.categoriesLabels()) axis.remove(label);
    axis.setLabelsPosition(QCategoryAxis::AxisLabelsPositionOnValue);
    axis.setRange(interval.from, interval.to);
    axis.setStartValue(interval.from);
    for (const double tick : ticks) axis.append(briefText(tick / factor, 6), std::log10(tick));
}

double roomForRowNames(double width, const QFont& font) {
    // Qt Charts gives an axis at most 0.4 of what title and legend leave, and lets longer labels
    // run over the axis title.
    constexpr double kLargestShare = 0.4;
    const double line = QFontMetricsF(font).height();
    return std::max(3 * line, kLargestShare * width - 2 * line);
}

int rowNameStep(int count, double length, const QFont& font) {
    // Qt Charts drops a label that comes closer than this to its neighbour.
    constexpr double kGap = 3;
    const double needed = (QFontMetricsF(font).height() + kGap) * count;
    return length > 0 ? std::max(1, static_cast<int>(std::ceil(needed / length))) : 1;
}

void setRowNames(QCategoryAxis& axis, const QStringList& names, const QFont& font, double room,
                 bool fromTop, int step, const AxisInterval& shown) {
    const QFontMetricsF metrics(font);
    for (const QString& label : axis.categoriesLabels()) axis.remove(label);
    const auto count = static_cast<int>(names.size());
    const double from = shown.from * std::max(1, count), to = shown.to * std::max(1, count);
    axis.setRange(from, to);
    axis.setStartValue(from);
    // Without any label Qt Charts leaves the axis where it was.
    if (names.isEmpty()) axis.append(QStringLiteral(" "), 0.5);
    // Categories must be appended in ascending order.
    for (int place = 0; place < count; ++place) {
        const int row = fromTop ? count - 1 - place : place;
        if (row % step != 0 || place + 0.5 < from || place + 0.5 > to) continue;
        // The axis takes each label once; a name given twice gets an invisible difference.
        QString label = metrics.elidedText(names[row], Qt::ElideMiddle, room);
        while (axis.categoriesLabels().contains(label)) label += QChar(0x200B);
        axis.append(label, place + 0.5);
    }
}

}  // namespace lpstudio
