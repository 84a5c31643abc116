#pragma once

#include <QAbstractItemView>
#include <QPoint>
#include <QRect>
#include <QSize>
#include <algorithm>
#include <utility>

#include "app/desktop/widgets/image_list.h"

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

/// The images of an ImageList in a grid: picture, label, what the network takes it for, marks of
/// the run's parts. Only what is in sight is looked at, whatever the number of images; pictures are
/// made within a slice of time per painting, the rest a moment later. Arrows, Page Up and Down,
/// Home and End move, + and - and Ctrl with the wheel change the size of the pictures, Enter and a
/// double click activate.
class ImageGridView final : public QAbstractItemView {
    Q_OBJECT

public:
    explicit ImageGridView(ImageList* images, QWidget* parent = nullptr);

    ImageGridGeometry geometryOfCells() const;
    int side() const { return side_; }
    /// Nearest of the sizes on offer.
    void setSide(int side);
    /// Pictures in sight that are still to be made.
    bool isComplete() const { return complete_; }

    QModelIndex indexAt(const QPoint& point) const override;
    void scrollTo(const QModelIndex& index, ScrollHint hint) override;
    QRect visualRect(const QModelIndex& index) const override;

protected:
    int horizontalOffset() const override { return 0; }
    int verticalOffset() const override;
    bool isIndexHidden(const QModelIndex&) const override { return false; }
    QModelIndex moveCursor(CursorAction action, Qt::KeyboardModifiers modifiers) override;
    void setSelection(const QRect& rect, QItemSelectionModel::SelectionFlags command) override;
    QRegion visualRegionForSelection(const QItemSelection& selection) const override;
    void updateGeometries() override;
    void resizeEvent(QResizeEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    /// Returns whether the picture was at hand or could be made.
    bool paintCell(QPainter& painter, const QModelIndex& index, bool make);
    void changeSide(int steps);

    ImageList* images_;
    int side_ = 72;
    bool complete_ = true;
};

}  // namespace lpstudio
