#include "app/desktop/pages/project/confusion_geometry.h"

#include <algorithm>
#include <numeric>

namespace lpstudio {

QRectF ConfusionGeometry::rectOf(int label, int predicted) const {
    return {left + predicted * cell(), top + label * cell(), cell(), cell()};
}

std::optional<std::pair<int, int>> ConfusionGeometry::at(const QPointF& position) const {
    if (!(cell() > 0) || !QRectF(left, top, side, side).contains(position)) return std::nullopt;
    const auto place = [this](double offset) {
        return std::clamp(static_cast<int>(offset / cell()), 0, classes - 1);
    };
    return std::pair{place(position.y() - top), place(position.x() - left)};
}

ConfusionGeometry ConfusionGeometry::fitted(int classes, double width, double height,
                                            double names) {
    const double side = std::max(0.0, std::min(width - names, height - names));
    // Whole pixels a cell where there are enough, so that the lines between them are even.
    const double even =
        classes > 0
            ? std::max(1.0, static_cast<double>(static_cast<int>(side / std::max(1, classes)))) *
                  classes
            : side;
    return {classes, names, names, std::min(side, even)};
}

std::vector<int> mostConfused(const std::vector<std::size_t>& counts, int classes, int most) {
    std::vector<int> order(static_cast<std::size_t>(classes));
    std::iota(order.begin(), order.end(), 0);
    if (classes <= most) return order;
    std::vector<std::size_t> mistakes(order.size());
    for (std::size_t label = 0; label < order.size(); ++label)
        for (std::size_t predicted = 0; predicted < order.size(); ++predicted)
            if (label != predicted) {
                mistakes[label] += counts[label * order.size() + predicted];
                mistakes[predicted] += counts[label * order.size() + predicted];
            }
    std::stable_sort(order.begin(), order.end(), [&](int a, int b) {
        return mistakes[static_cast<std::size_t>(a)] > mistakes[static_cast<std::size_t>(b)];
    });
    order.resize(static_cast<std::size_t>(most));
    std::sort(order.begin(), order.end());
    return order;
}

}  // namespace lpstudio
