#include "app/desktop/pages/project/network_strip_geometry.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace lpstudio {
namespace {

/// The lowest level at which each connection crosses none of those drawn before: the short ones
/// are drawn first, so that a longer one goes around them.
std::vector<int> levelsOf(const std::vector<StripSkip>& skips) {
    std::vector<std::size_t> order(skips.size());
    for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
        return skips[a].to - skips[a].from < skips[b].to - skips[b].from;
    });
    std::vector<int> levels(skips.size(), 0);
    std::vector<std::size_t> drawn;
    for (const std::size_t one : order) {
        for (const std::size_t other : drawn)
            if (skips[one].from < skips[other].to && skips[other].from < skips[one].to)
                levels[one] = std::max(levels[one], levels[other] + 1);
        drawn.push_back(one);
    }
    return levels;
}

}  // namespace

int NetworkStrip::layerAt(const QPointF& position) const {
    const auto block = std::find_if(blocks.begin(), blocks.end(),
                                    [&](const QRectF& box) { return box.contains(position); });
    if (block == blocks.end()) return -1;
    const auto [first, last] = layersOfBlock[static_cast<std::size_t>(block - blocks.begin())];
    int nearest = first;
    double least = 1e300;
    for (int layer = first; layer < last; ++layer) {
        const QRectF& tile = tiles[static_cast<std::size_t>(layer)];
        const double away = position.x() < tile.left()    ? tile.left() - position.x()
                            : position.x() > tile.right() ? position.x() - tile.right()
                                                          : 0;
        if (away < least) {
            least = away;
            nearest = layer;
        }
    }
    return nearest;
}

NetworkStrip layoutStrip(const std::vector<StripLayer>& layers, const std::vector<StripSkip>& skips,
                         double available, double zoom, const StripMetrics& metrics) {
    NetworkStrip strip;
    strip.arcLevels = levelsOf(skips);
    const int deepest = strip.arcLevels.empty()
                            ? -1
                            : *std::max_element(strip.arcLevels.begin(), strip.arcLevels.end());
    const double arcs = deepest < 0 ? 0 : metrics.arcRoom + deepest * metrics.arcStep;
    const double top = arcs + 2;
    strip.height = top + metrics.title + metrics.tile + 2 * metrics.blockPadding;
    if (layers.empty()) return strip;

    double sum = 0;
    int blocks = 0;
    for (std::size_t i = 0; i < layers.size(); ++i) {
        sum += layers[i].value;
        if (i == 0 || layers[i].block != layers[i - 1].block) ++blocks;
    }
    const auto count = static_cast<double>(layers.size());
    const double frame = 2 * metrics.margin + blocks * 2 * metrics.blockPadding +
                         (blocks - 1) * metrics.blockGap + (count - blocks) * metrics.tileGap;
    const double least = std::max(2.0, metrics.leastTile * std::min(1.0, zoom));
    strip.natural = std::max(available, frame + count * metrics.leastTile);
    const double wanted = zoom * strip.natural;
    // What is left is shared out by the values.
    const double spare = std::max(0.0, wanted - frame - count * least);
    double x = metrics.margin;
    for (std::size_t i = 0; i < layers.size(); ++i) {
        const bool begins = i == 0 || layers[i].block != layers[i - 1].block;
        if (begins) {
            if (i > 0) x += metrics.blockPadding + metrics.blockGap;
            strip.blocks.emplace_back(x, top, 0,
                                      metrics.title + metrics.tile + 2 * metrics.blockPadding);
            strip.layersOfBlock.emplace_back(static_cast<int>(i), static_cast<int>(i));
            x += metrics.blockPadding;
        } else {
            x += metrics.tileGap;
        }
        const double share = sum > 0 ? layers[i].value / sum : 1 / count;
        const double width = least + spare * share;
        strip.tiles.emplace_back(x, top + metrics.title + metrics.blockPadding, width,
                                 metrics.tile);
        x += width;
        strip.blocks.back().setRight(x + metrics.blockPadding);
        strip.layersOfBlock.back().second = static_cast<int>(i) + 1;
    }
    strip.width = x + metrics.blockPadding + metrics.margin;
    return strip;
}

}  // namespace lpstudio
