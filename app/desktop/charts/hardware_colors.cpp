#include "app/desktop/charts/hardware_colors.h"

#include <cmath>

namespace lpstudio {

QColor waitColor(const ChartTheme& theme) {
    return theme.seriesColor(1);
}

QColor sourceTypeColor(const QString& sourceType, const ChartTheme& theme) {
    if (sourceType == QLatin1String("published")) return theme.accent;
    if (sourceType == QLatin1String("derived")) return theme.seriesColor(2);
    if (sourceType == QLatin1String("assumed")) return theme.seriesColor(1);
    return theme.seriesColor(6);
}

QColor toned(const QColor& color, double share, const ChartTheme& theme) {
    const auto mixed = [&](int over, int under) {
        return static_cast<int>(std::lround(share * over + (1 - share) * under));
    };
    return {mixed(color.red(), theme.base.red()), mixed(color.green(), theme.base.green()),
            mixed(color.blue(), theme.base.blue())};
}

QColor faded(QColor color, double alpha) {
    color.setAlphaF(static_cast<float>(alpha));
    return color;
}

}  // namespace lpstudio
