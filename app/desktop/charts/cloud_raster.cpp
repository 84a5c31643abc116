#include "app/desktop/charts/cloud_raster.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "app/desktop/plot/chart_theme.h"

namespace lpstudio {
namespace {

/// A round dot: how much of each pixel it covers, row by row.
struct Stamp {
    explicit Stamp(double radius) : reach(static_cast<int>(std::ceil(radius - 0.5))) {
        const int extent = 2 * reach + 1;
        for (int y = -reach; y <= reach; ++y)
            for (int x = -reach; x <= reach; ++x) {
                const double inside = radius + 0.5 - std::sqrt(static_cast<double>(x * x + y * y));
                cover.push_back(
                    static_cast<std::uint32_t>(std::lround(255 * std::clamp(inside, 0.0, 1.0))));
            }
        for (int y = 0; y < extent; ++y) {
            const auto row = cover.begin() + y * extent;
            const auto isSet = [](std::uint32_t c) { return c > 0; };
            const auto first = std::find_if(row, row + extent, isSet);
            from.push_back(static_cast<int>(first - row));
        }
    }

    int reach;
    std::vector<std::uint32_t> cover;
    std::vector<int> from;  ///< first covered pixel of a row; the last lies opposite
};

class Splatter {
public:
    Splatter(QImage& image, const PlotMap& map)
        : bits_(reinterpret_cast<std::uint32_t*>(image.bits())),
          pitch_(image.bytesPerLine() / 4),
          width_(image.width()),
          height_(image.height()),
          map_(map),
          xFactor_(map.width / map.data.width()),
          yFactor_(map.height / map.data.height()) {}

    void dot(const ParetoPoint& point, const Stamp& stamp, std::uint32_t color) {
        const double x = map_.left + (point.x - map_.data.xFrom) * xFactor_;
        const double y = map_.top + map_.height - (point.y - map_.data.yFrom) * yFactor_;
        const int reach = stamp.reach;
        // Also false for what is not a number.
        if (!(x >= -reach && y >= -reach && x < width_ + reach && y < height_ + reach)) return;
        // Rounded down without std::floor(), which is a call of its own for every point.
        const int column = static_cast<int>(x + reach) - reach;
        const int row = static_cast<int>(y + reach) - reach;
        const int extent = 2 * reach + 1;
        const int firstRow = std::max(0, reach - row);
        const int lastRow = std::min(extent - 1, height_ - 1 - row + reach);
        for (int sy = firstRow; sy <= lastRow; ++sy) {
            const int from = stamp.from[static_cast<std::size_t>(sy)];
            const int first = std::max(from, reach - column);
            const int last = std::min(extent - 1 - from, width_ - 1 - column + reach);
            std::uint32_t* target = bits_ + (row + sy - reach) * pitch_ + (column - reach);
            const std::uint32_t* cover = stamp.cover.data() + sy * extent;
            for (int sx = first; sx <= last; ++sx) {
                const std::uint32_t source =
                    cover[sx] == 255 ? color : pixelTimes(color, cover[sx]);
                target[sx] = pixelOver(source, target[sx]);
            }
        }
    }

private:
    std::uint32_t* bits_;
    std::ptrdiff_t pitch_;
    int width_, height_;
    const PlotMap& map_;
    double xFactor_, yFactor_;
};

std::uint32_t premultiplied(const QColor& color, double alpha = 1) {
    return qPremultiply(faded(color, color.alphaF() * alpha).rgba());
}

/// From here on dots are smaller and fainter, so that the structure of the cloud shows.
constexpr std::size_t kDense = 5000;

}  // namespace

void splatCloud(QImage& image, const PlotMap& map, std::span<const ParetoPoint> points,
                const PointLooks& looks, std::span<const std::uint8_t> groups,
                const CloudStyle& style) {
    if (image.isNull() || points.empty()) return;
    std::vector<Stamp> stamps;
    stamps.reserve(PointLooks::kSizes);
    for (int size = 0; size < PointLooks::kSizes; ++size)
        stamps.emplace_back(looks.sizes.empty() ? style.radius : style.radiusOf(size));
    const bool shaded = !looks.shades.empty();
    std::vector<std::uint32_t> inside, outside;
    const auto add = [&](const QColor& color) {
        inside.push_back(premultiplied(color));
        outside.push_back(premultiplied(color, style.outsideAlpha));
    };
    if (shaded)
        for (const QColor& color : style.shades) add(color);
    else
        for (const QColor& color : style.groups) add(color);
    if (inside.empty()) return;
    const std::uint32_t excludedColor = premultiplied(style.excluded);

    Splatter splatter(image, map);
    const auto stampOf = [&](std::size_t i) -> const Stamp& {
        return stamps[looks.sizes.empty() ? 0 : looks.sizes[i]];
    };
    const bool someExcluded = !looks.excluded.empty();
    if (someExcluded)
        for (std::size_t i = 0; i < points.size(); ++i)
            if (looks.excluded[i] != 0) splatter.dot(points[i], stampOf(i), excludedColor);
    for (std::size_t i = 0; i < points.size(); ++i) {
        if (someExcluded && looks.excluded[i] != 0) continue;
        std::size_t color = 0;
        if (shaded)
            color = looks.shades[i];
        else if (!groups.empty())
            color = groups[i] % inside.size();
        const bool isOutside = !looks.outside.empty() && looks.outside[i] != 0;
        splatter.dot(points[i], stampOf(i), isOutside ? outside[color] : inside[color]);
    }
}

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
    return mixed(a, b, part);
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
