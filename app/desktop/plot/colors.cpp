#include "app/desktop/plot/colors.h"

#include <cmath>

namespace lpstudio {

QColor faded(QColor color, double alpha) {
    color.setAlphaF(static_cast<float>(alpha));
    return color;
}

QColor mixed(const QColor& from, const QColor& to, double share) {
    const auto channel = [&](int a, int b) {
        return static_cast<int>(std::lround(a + (b - a) * share));
    };
    return {channel(from.red(), to.red()), channel(from.green(), to.green()),
            channel(from.blue(), to.blue())};
}

QColor waitColor(const ChartTheme& theme) {
    return theme.seriesColor(1);
}

QColor sourceTypeColor(const QString& sourceType, const ChartTheme& theme) {
    if (sourceType == QLatin1String("published")) return theme.accent;
    if (sourceType == QLatin1String("derived")) return theme.seriesColor(2);
    if (sourceType == QLatin1String("assumed")) return theme.seriesColor(1);
    return theme.seriesColor(6);
}

}  // namespace lpstudio
