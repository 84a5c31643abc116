#pragma once

#include <QImage>
#include <QString>
#include <vector>

#include "app/desktop/plot/chart_theme.h"

namespace lpstudio {

/// The widths of a candidate's layers as a strip of coloured cells from the first layer to the
/// last, with the bits in them where there is room. At most about `width` pixels wide.
QImage widthStrip(const std::vector<int>& widths, const ChartTheme& theme, int width = 260,
                  double ratio = 1);
/// The same as an element of rich text; empty for no layers.
QString widthStripElement(const std::vector<int>& widths, const ChartTheme& theme,
                          double ratio = 1);

}  // namespace lpstudio
