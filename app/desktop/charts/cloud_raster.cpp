#include "app/desktop/charts/cloud_raster.h"

#include <algorithm>
#include <cmath>

#include "app/desktop/plot/pixel_blend.h"
#include "app/desktop/plot/plot_geometry.h"

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
    QColor faded = color;
    faded.setAlphaF(static_cast<float>(color.alphaF() * alpha));
    return qPremultiply(faded.rgba());
}

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

}  // namespace lpstudio
