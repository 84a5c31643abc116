#pragma once

#include <QColor>
#include <QString>

#include "app/desktop/plot/chart_theme.h"

namespace lpstudio {

/// What waits for memory: layers below the bandwidth roof, stalled cycles. Beside the accent it
/// can also be told apart in grey.
QColor waitColor(const ChartTheme& theme);

/// "published" blue, "derived" green, "assumed" orange, anything else grey.
QColor sourceTypeColor(const QString& sourceType, const ChartTheme& theme);

/// A tone of the colour between it and the ground: 0 the ground, 1 the colour. Opaque.
QColor toned(const QColor& color, double share, const ChartTheme& theme);

/// The same colour, translucent.
QColor faded(QColor color, double alpha);

}  // namespace lpstudio
