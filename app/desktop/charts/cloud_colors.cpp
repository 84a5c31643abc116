#include "app/desktop/charts/cloud_colors.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace lpstudio {
namespace {

/// From here on dots are smaller and fainter, so that the structure of the cloud shows.
constexpr std::size_t kDense = 5000;

QColor faded(QColor color, double alpha) {
    color.setAlphaF(static_cast<float>(alpha));
    return color;
}

}  // namespace

QColor scaleColor(const ChartTheme& theme, double share) {
    // Viridis (van der Walt, Smith 2015) at every eighth.
    static constexpr std::array<QRgb, 9> kAnchors = {0xFF440154, 0xFF472D7B, 0xFF3B528B,
                                                     0xFF2C728E, 0xFF21918C, 0xFF28AE80,
                                                     0xFF5EC962, 0xFFADDC30, 0xFFFDE725};
    const double from = theme.dark ? 0.3 : 0, to = theme.dark ? 1 : 0.9;
    const double at = 8 * (from + (to - from) * std::clamp(share, 0.0, 1.0));
    const int first = std::min(7, static_cast<int>(at));
    const double part = at - first;
    const QColor a(kAnchors[static_cast<std::size_t>(first)]);
    const QColor b(kAnchors[static_cast<std::size_t>(first) + 1]);
    const auto mix = [part](int x, int y) {
        return static_cast<int>(std::lround(x + (y - x) * part));
    };
    return {mix(a.red(), b.red()), mix(a.green(), b.green()), mix(a.blue(), b.blue())};
}

QColor unknownColor(const ChartTheme& theme) {
    return theme.dark ? QColor(0x8A8A8A) : QColor(0xA0A0A0);
}

QColor runColor(const ChartTheme& theme, int run) {
    // Not the text's colour, which is that of the front over all runs.
    static constexpr std::array kSeries = {0, 1, 2, 3, 4, 6};
    return theme.seriesColor(kSeries[static_cast<std::size_t>(run) % kSeries.size()]);
}

QColor excludedColor(const ChartTheme& theme) {
    return faded(theme.text, theme.dark ? 0.14 : 0.1);
}

CloudStyle cloudStyle(const ChartTheme& theme, const ParetoData& data, bool others, double unit) {
    const std::size_t count = data.points.size() + data.others.points.size();
    const bool dense = count > kDense;
    CloudStyle style;
    style.excluded = excludedColor(theme);
    style.radius = (dense || others ? 1.25 : 2) * unit;
    style.leastRadius = (dense ? 0.8 : 1.5) * unit;
    style.mostRadius = (dense ? 2.6 : 6) * unit;
    const double shadeAlpha = dense ? 0.65 : 0.8;
    for (int i = 0; i < PointLooks::kUnknownShade; ++i)
        style.shades[static_cast<std::size_t>(i)] = faded(scaleColor(theme, i / 254.0), shadeAlpha);
    style.shades[PointLooks::kUnknownShade] = faded(unknownColor(theme), 0.35);
    const double runAlpha = theme.dark ? 0.6 : 0.45;
    if (others) {
        // A group is a run's number, from 1.
        for (int run = 0; run < 6; ++run)
            style.groups.push_back(faded(runColor(theme, run), runAlpha));
    } else if (data.others.points.empty()) {
        style.groups = {faded(theme.text, dense ? 0.2 : 0.25)};
    } else {
        style.groups = {faded(runColor(theme, 0), runAlpha)};
    }
    return style;
}

}  // namespace lpstudio
