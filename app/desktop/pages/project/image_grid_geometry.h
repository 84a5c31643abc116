#pragma once

#include <QPoint>
#include <QRect>
#include <QSize>
#include <algorithm>
#include <utility>

namespace lpstudio {

/// Places equal cells in rows that fill the width of a view, from the top left. All answers take
/// the same time however many cells there are. Positions are those of the whole contents, the
/// view's scroll position not taken off.
struct ImageGridGeometry {
    int count = 0;  ///< cells
    int width = 0;  ///< of the view
    QSize cell;     ///< least size of a cell

    int columns() const;
    int rows() const;
    int height() const;  ///< of the contents
    /// Cells are wider than asked for where that fills the row.
    int pitch() const { return width > 0 ? std::max(cell.width(), width / columns()) : 1; }
    QRect rectOf(int index) const;
    /// -1 where there is no cell.
    int indexAt(const QPoint& position) const;
    /// First cell in a stretch of the contents and the one after the last.
    std::pair<int, int> visible(int top, int stretch) const;
    /// The cell `rows` and `columns` away from `index`, within the cells there are: beyond a row's
    /// end the next row goes on, beyond the first or last row the same column stays.
    int moved(int index, int rows, int columns) const;
};

}  // namespace lpstudio
