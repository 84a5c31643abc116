#include "app/desktop/plot/log_ticks.h"

#include <QCategoryAxis>
#include <algorithm>
#include <cmath>
#include <limits>

#include "app/desktop/plot/plot_geometry.h"

namespace lpstudio {

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
    for (const double tick : ticks)
        axis.append(QString::number(tick / factor, 'g', 6), std::log10(tick));
}

}  // namespace lpstudio
