#include "app/desktop/pages/project/image_grid_geometry.h"

#include <algorithm>

namespace lpstudio {

int ImageGridGeometry::columns() const {
    return std::max(1, width / std::max(1, cell.width()));
}

int ImageGridGeometry::rows() const {
    return (count + columns() - 1) / columns();
}

int ImageGridGeometry::height() const {
    return rows() * cell.height();
}

QRect ImageGridGeometry::rectOf(int index) const {
    const int row = index / columns(), column = index % columns();
    return {column * pitch(), row * cell.height(), pitch(), cell.height()};
}

int ImageGridGeometry::indexAt(const QPoint& position) const {
    if (position.x() < 0 || position.y() < 0) return -1;
    const int column = position.x() / pitch(), row = position.y() / std::max(1, cell.height());
    if (column >= columns()) return -1;
    const int index = row * columns() + column;
    return index < count ? index : -1;
}

std::pair<int, int> ImageGridGeometry::visible(int top, int stretch) const {
    const int height = std::max(1, cell.height());
    const int first = std::clamp(top / height, 0, rows());
    const int last = std::clamp((top + stretch + height - 1) / height, first, rows());
    return {std::min(count, first * columns()), std::min(count, last * columns())};
}

int ImageGridGeometry::moved(int index, int byRows, int byColumns) const {
    if (count == 0) return -1;
    const int along = std::clamp(index + byColumns, 0, count - 1);
    const int column = along % columns();
    const int row = std::clamp(along / columns() + byRows, 0, rows() - 1);
    const int target = row * columns() + column;
    if (target < count) return target;
    // The last row may be short: its end, unless that is where we are.
    return byRows == 0 || along / columns() == rows() - 1 ? along : count - 1;
}

}  // namespace lpstudio
