#pragma once

#include <QColor>
#include <QString>
#include <cstdint>

#include "app/desktop/plot/chart_theme.h"

namespace lpstudio {

// Colours made of others, and colours with a meaning beyond one chart.

/// The same colour, translucent: `alpha` 0 to 1.
QColor faded(QColor color, double alpha);
/// Between two colours: 0 is the first, 1 the second. Opaque.
QColor mixed(const QColor& from, const QColor& to, double share);

/// What waits for memory: layers below the bandwidth roof, stalled cycles. Beside the accent it
/// can also be told apart in grey.
QColor waitColor(const ChartTheme& theme);
/// "published" blue, "derived" green, "assumed" orange, anything else grey.
QColor sourceTypeColor(const QString& sourceType, const ChartTheme& theme);

/// A premultiplied ARGB pixel times a share of 255, rounded; both pairs of channels at once.
inline std::uint32_t pixelTimes(std::uint32_t pixel, std::uint32_t share) {
    std::uint32_t odd = (pixel & 0x00FF00FFU) * share;
    std::uint32_t even = ((pixel >> 8) & 0x00FF00FFU) * share;
    odd = ((odd + ((odd >> 8) & 0x00FF00FFU) + 0x00800080U) >> 8) & 0x00FF00FFU;
    even = (even + ((even >> 8) & 0x00FF00FFU) + 0x00800080U) & 0xFF00FF00U;
    return odd | even;
}

/// `source` over `target`, both premultiplied.
inline std::uint32_t pixelOver(std::uint32_t source, std::uint32_t target) {
    return source + pixelTimes(target, 255 - (source >> 24));
}

}  // namespace lpstudio
