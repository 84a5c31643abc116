#pragma once

#include <QColor>
#include <QImage>
#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "app/desktop/charts/pareto_data.h"
#include "app/desktop/charts/pareto_geometry.h"
#include "app/desktop/plot/chart_theme.h"
#include "app/desktop/plot/plot_geometry.h"

namespace lpstudio {

/// How the dots of a cloud are painted.
struct CloudStyle {
    std::array<QColor, 256> shades;  ///< by PointLooks::shades; the last where it is not known
    std::vector<QColor> groups;      ///< by `groups` of splatCloud(), where there are no shades
    QColor excluded;                 ///< beyond a limit
    double outsideAlpha = 0.25;      ///< times the colour's, outside the chosen region
    double radius = 2;               ///< pixels of the image, where there are no sizes
    double leastRadius = 1.5, mostRadius = 6;  ///< of the sizes
    double radiusOf(int size) const {
        return leastRadius + (mostRadius - leastRadius) * size / (PointLooks::kSizes - 1.0);
    }
};

/// Paints every point as a round dot into an image (ARGB32_Premultiplied), those beyond a limit
/// first, pixel by pixel: a hundred thousand take milliseconds, a painter tenths of a second.
/// Dots lie on whole pixels. `map`: into pixels of the image. `groups`: which colour of the style
/// a point has; empty: the first.
void splatCloud(QImage& image, const PlotMap& map, std::span<const ParetoPoint> points,
                const PointLooks& looks, std::span<const std::uint8_t> groups,
                const CloudStyle& style);

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
