#pragma once

#include <QString>

#include "app/desktop/plot/chart_theme.h"

namespace lpstudio {

/// Value with unit and SI prefix, 4 significant digits: "12.34 µJ". A plain number has no unit.
/// Without `prefixes` the unit stays as it is.
QString siText(double value, const QString& unit, bool prefixes = true, int digits = 4);

/// A chart's title with a second line of facts under it, smaller and lighter, centred.
QString titleWithFacts(const QString& title, const QString& facts, const ChartTheme& theme);

}  // namespace lpstudio
