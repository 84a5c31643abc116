#include "app/desktop/plot/axes.h"

#include <QCategoryAxis>
#include <QValueAxis>
#include <algorithm>
#include <cmath>

#include "app/desktop/plot/plot_geometry.h"
#include "app/desktop/plot/ticks.h"

namespace lpstudio {
namespace {

QString labelFormat(int decimals) {
    return QStringLiteral("%.%1f").arg(std::clamp(decimals, 0, 9));
}

}  // namespace

AxisInterval niceInterval(double from, double to, int ticks) {
    const AxisTicks nice = axisTicks(from, to, ticks);
    const double first = std::floor(from / nice.step + 1e-9);
    const double last = std::max(first + 1, std::ceil(to / nice.step - 1e-9));
    // A trace above whole steps, or rounding would label zero as -0.
    const double trace = 1e-9 * nice.step;
    return {first * nice.step + trace, last * nice.step + trace};
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
        axis.append(QString::number(static_cast<double>(tick.value) / scale.factor) +
                        QString::fromUtf8(scale.prefix),
                    tick.position);
    }
}

QString axisTitle(const QString& title, const QString& unit) {
    return unit.isEmpty() ? title : QStringLiteral("%1 (%2)").arg(title, unit);
}

}  // namespace lpstudio
