#pragma once

#include <QColor>

#include "app/desktop/charts/cloud_raster.h"
#include "app/desktop/plot/chart_theme.h"

namespace lpstudio {

/// A continuous scale (viridis, cut so that both ends stand out from the ground): its luminance
/// grows with `share`, 0..1, so that order survives colour blindness and grey print.
QColor scaleColor(const ChartTheme& theme, double share);
/// Where the value behind a colour is not known.
QColor unknownColor(const ChartTheme& theme);
/// Of the dots and the legend of one of several runs; 0: the shown one. After six they repeat.
QColor runColor(const ChartTheme& theme, int run);
/// Of what a limit excludes.
QColor excludedColor(const ChartTheme& theme);

/// The dots of the shown run (`others` false) or of the other runs. `unit`: pixels of the image for
/// a pixel of the 12-pixel type.
CloudStyle cloudStyle(const ChartTheme& theme, const ParetoData& data, bool others, double unit);

}  // namespace lpstudio
