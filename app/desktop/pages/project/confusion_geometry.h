#pragma once

#include <QPoint>
#include <QRectF>
#include <cstddef>
#include <optional>
#include <utility>
#include <vector>

namespace lpstudio {

/// A square of classes x classes cells with room for names at the left and above: rows are labels,
/// columns what the network takes them for.
struct ConfusionGeometry {
    int classes = 0;
    double left = 0, top = 0;  ///< room for names, in pixels
    double side = 0;           ///< of the square

    double cell() const { return classes > 0 ? side / classes : 0; }
    QRectF rectOf(int label, int predicted) const;
    /// Label and predicted class.
    std::optional<std::pair<int, int>> at(const QPointF& position) const;

    /// The largest square in a widget of this size.
    static ConfusionGeometry fitted(int classes, double width, double height, double names);
};

/// The `most` classes most often mistaken or taken for by mistake, ascending; all of them if they
/// are no more. `counts[label * classes + predicted]`.
std::vector<int> mostConfused(const std::vector<std::size_t>& counts, int classes, int most);

}  // namespace lpstudio
