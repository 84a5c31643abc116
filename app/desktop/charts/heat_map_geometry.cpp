#include "app/desktop/charts/heat_map_geometry.h"

#include <algorithm>
#include <cmath>

namespace lpstudio {
namespace {

/// Cells at least so large have a line of the ground between them.
constexpr double kGapFrom = 6;

}  // namespace

std::optional<HeatMapCell> HeatMapGeometry::cellAt(const QPointF& place) const {
    if (rows <= 0 || columns <= 0 || !(whole.width() > 0) || !(whole.height() > 0))
        return std::nullopt;
    const double x = (place.x() - whole.left()) / whole.width() * columns;
    const double y = (place.y() - whole.top()) / whole.height() * rows;
    if (!(x >= 0 && y >= 0 && x <= columns && y <= rows)) return std::nullopt;
    return HeatMapCell{std::min(static_cast<int>(y), rows - 1),
                       std::min(static_cast<int>(x), columns - 1)};
}

QRectF HeatMapGeometry::rectOf(const HeatMapCell& cell) const {
    const double width = whole.width() / std::max(1, columns);
    const double height = whole.height() / std::max(1, rows);
    return {whole.left() + cell.column * width, whole.top() + cell.row * height, width, height};
}

QRectF HeatMapGeometry::rowRect(int row) const {
    const QRectF first = rectOf({row, 0});
    return {whole.left(), first.top(), whole.width(), first.height()};
}

QRectF HeatMapGeometry::columnRect(int column) const {
    const QRectF first = rectOf({0, column});
    return {first.left(), whole.top(), first.width(), whole.height()};
}

double HeatMapGeometry::gap() const {
    const QRectF cell = rectOf({0, 0});
    return std::min(cell.width(), cell.height()) >= kGapFrom ? 1 : 0;
}

std::optional<HeatMapCell> movedCell(std::optional<HeatMapCell> from, int down, int right, int rows,
                                     int columns) {
    if (rows <= 0 || columns <= 0) return std::nullopt;
    if (!from) return HeatMapCell{};
    return HeatMapCell{std::clamp(from->row + down, 0, rows - 1),
                       std::clamp(from->column + right, 0, columns - 1)};
}

}  // namespace lpstudio
