#include "app/project/runs/comparison_column.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace lpstudio {

LayerDifference differenceOf(const std::vector<ColumnFigures>& columns, std::size_t layer) {
    LayerDifference difference;
    if (columns.empty()) return difference;
    double least = INFINITY, most = -INFINITY, low = INFINITY, high = -INFINITY;
    for (const ColumnFigures& column : columns) {
        const LayerFigures& figures = column.layers.at(layer);
        least = std::min(least, figures.weightBits);
        most = std::max(most, figures.weightBits);
        if (std::isfinite(figures.sqnrDb)) {
            low = std::min(low, figures.sqnrDb);
            high = std::max(high, figures.sqnrDb);
        }
        difference.differs =
            difference.differs || figures.weights != columns.front().layers.at(layer).weights;
    }
    difference.bits = most - least;
    difference.decibels = high > low ? high - low : 0;
    return difference;
}

std::vector<std::size_t> orderByDifference(const std::vector<ColumnFigures>& columns) {
    std::vector<std::size_t> order(columns.empty() ? 0 : columns.front().layers.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::vector<LayerDifference> differences;
    differences.reserve(order.size());
    for (const std::size_t layer : order) differences.push_back(differenceOf(columns, layer));
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t a, std::size_t b) { return differences[b] < differences[a]; });
    return order;
}

}  // namespace lpstudio
