#include "app/desktop/pages/project/image_grid_view.h"

#include <QElapsedTimer>
#include <QKeyEvent>
#include <QPainter>
#include <QScrollBar>
#include <QTimer>
#include <QWheelEvent>
#include <algorithm>
#include <array>

#include "app/desktop/widgets/theme.h"

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

namespace {

constexpr std::array<int, 6> kSides{48, 72, 96, 128, 192, 256};
constexpr int kPadding = 8;
/// For making pictures in one painting: a frame at 60 Hz has 16 ms.
constexpr qint64 kMilliseconds = 8;

std::size_t nearestSide(int side) {
    const auto nearest = std::min_element(kSides.begin(), kSides.end(), [side](int a, int b) {
        return std::abs(a - side) < std::abs(b - side);
    });
    return static_cast<std::size_t>(nearest - kSides.begin());
}

/// A letter on a filled patch at a corner of the picture.
void paintBadge(QPainter& painter, const QRect& place, const QString& letter, const QColor& color) {
    painter.setPen(Qt::NoPen);
    painter.setBrush(color);
    painter.drawRoundedRect(place, 3, 3);
    QFont font = painter.font();
    font.setBold(true);
    font.setPixelSize(11);
    painter.setFont(font);
    painter.setPen(color.lightness() > 128 ? QColor(0x10, 0x14, 0x18) : QColor(Qt::white));
    painter.drawText(place, Qt::AlignCenter, letter);
}

}  // namespace

ImageGridView::ImageGridView(ImageList* images, QWidget* parent)
    : QAbstractItemView(parent), images_(images) {
    setModel(images);
    setFrameShape(QFrame::NoFrame);
    setSelectionMode(SingleSelection);
    setEditTriggers(NoEditTriggers);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOn);
    setAccessibleName(tr("Images"));
    setMinimumSize(200, 120);
    connect(&Theme::instance(), &Theme::changed, viewport(), qOverload<>(&QWidget::update));
    connect(images, &QAbstractItemModel::modelReset, this, &ImageGridView::updateGeometries);
    // The first predictions give the cells another line.
    connect(images, &QAbstractItemModel::dataChanged, this, [this] {
        updateGeometries();
        viewport()->update();
    });
}

ImageGridGeometry ImageGridView::geometryOfCells() const {
    // A line for the label and one for what the network takes the image for.
    const int lines =
        images_->verdicts().floating.empty() && images_->verdicts().quantized.empty() ? 1 : 2;
    return {images_->rowCount(), viewport()->width(),
            QSize(side_ + 2 * kPadding, side_ + 2 * kPadding + lines * fontMetrics().height())};
}

void ImageGridView::setSide(int side) {
    const int nearest = kSides[nearestSide(side)];
    if (nearest == side_) return;
    const QModelIndex current = currentIndex();
    side_ = nearest;
    updateGeometries();
    if (current.isValid()) scrollTo(current, EnsureVisible);
    viewport()->update();
}

void ImageGridView::changeSide(int steps) {
    const auto at = static_cast<int>(nearestSide(side_)) + steps;
    setSide(
        kSides[static_cast<std::size_t>(std::clamp(at, 0, static_cast<int>(kSides.size()) - 1))]);
}

int ImageGridView::verticalOffset() const {
    return verticalScrollBar()->value();
}

QModelIndex ImageGridView::indexAt(const QPoint& point) const {
    const int at = geometryOfCells().indexAt(point + QPoint(0, verticalOffset()));
    return at < 0 ? QModelIndex() : images_->index(at);
}

QRect ImageGridView::visualRect(const QModelIndex& index) const {
    if (!index.isValid()) return {};
    return geometryOfCells().rectOf(index.row()).translated(0, -verticalOffset());
}

void ImageGridView::scrollTo(const QModelIndex& index, ScrollHint hint) {
    if (!index.isValid()) return;
    const QRect cell = visualRect(index);
    QScrollBar* bar = verticalScrollBar();
    if (hint == PositionAtCenter)
        bar->setValue(bar->value() + cell.center().y() - viewport()->height() / 2);
    else if (hint == PositionAtTop || cell.top() < 0)
        bar->setValue(bar->value() + cell.top());
    else if (cell.bottom() >= viewport()->height())
        bar->setValue(bar->value() +
                      std::min(cell.top(), cell.bottom() + 1 - viewport()->height()));
}

QModelIndex ImageGridView::moveCursor(CursorAction action, Qt::KeyboardModifiers) {
    const ImageGridGeometry cells = geometryOfCells();
    if (cells.count == 0) return {};
    const int current = currentIndex().isValid() ? currentIndex().row() : -1;
    if (current < 0) return images_->index(0);
    const int page = std::max(1, viewport()->height() / cells.cell.height());
    switch (action) {
        case MoveUp:
            return images_->index(cells.moved(current, -1, 0));
        case MoveDown:
            return images_->index(cells.moved(current, 1, 0));
        case MoveLeft:
        case MovePrevious:
            return images_->index(cells.moved(current, 0, -1));
        case MoveRight:
        case MoveNext:
            return images_->index(cells.moved(current, 0, 1));
        case MovePageUp:
            return images_->index(cells.moved(current, -page, 0));
        case MovePageDown:
            return images_->index(cells.moved(current, page, 0));
        case MoveHome:
            return images_->index(0);
        case MoveEnd:
            break;
    }
    return images_->index(cells.count - 1);
}

void ImageGridView::setSelection(const QRect& rect, QItemSelectionModel::SelectionFlags command) {
    const QModelIndex index = indexAt(rect.topLeft());
    selectionModel()->select(index.isValid() ? QItemSelection(index, index) : QItemSelection(),
                             command);
}

QRegion ImageGridView::visualRegionForSelection(const QItemSelection& selection) const {
    QRegion region;
    for (const QModelIndex& index : selection.indexes()) region += visualRect(index);
    return region;
}

void ImageGridView::updateGeometries() {
    const ImageGridGeometry cells = geometryOfCells();
    QScrollBar* bar = verticalScrollBar();
    bar->setSingleStep(std::max(1, cells.cell.height() / 3));
    bar->setPageStep(std::max(1, viewport()->height()));
    bar->setRange(0, std::max(0, cells.height() - viewport()->height()));
    QAbstractItemView::updateGeometries();
}

void ImageGridView::resizeEvent(QResizeEvent* event) {
    // The image at the top stays there although the rows break elsewhere.
    const ImageGridGeometry cells = geometryOfCells();
    ImageGridGeometry before = cells;
    before.width = event->oldSize().width();
    const int top = before.width > 0 ? before.visible(verticalOffset(), 1).first : 0;
    QAbstractItemView::resizeEvent(event);
    updateGeometries();
    if (before.columns() != cells.columns() && top < cells.count)
        verticalScrollBar()->setValue(cells.rectOf(top).top());
}

void ImageGridView::paintEvent(QPaintEvent* event) {
    QPainter painter(viewport());
    painter.fillRect(event->rect(), Theme::instance().charts().base);
    QElapsedTimer clock;
    clock.start();
    complete_ = true;
    const auto [first, last] =
        geometryOfCells().visible(verticalOffset() + event->rect().top(), event->rect().height());
    for (int row = first; row < last; ++row)
        if (!paintCell(painter, images_->index(row), clock.elapsed() < kMilliseconds))
            complete_ = false;
    if (!complete_) QTimer::singleShot(0, viewport(), qOverload<>(&QWidget::update));
}

bool ImageGridView::paintCell(QPainter& painter, const QModelIndex& index, bool make) {
    const ChartTheme& theme = Theme::instance().charts();
    const QRect cell = visualRect(index);
    const QRect frame(cell.center().x() - side_ / 2, cell.top() + kPadding / 2, side_, side_);
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setFont(font());
    if (selectionModel()->isSelected(index)) {
        QColor tint = theme.accent;
        tint.setAlpha(48);
        painter.setPen(hasFocus() ? QPen(theme.accent, 1.5) : QPen(Qt::NoPen));
        painter.setBrush(tint);
        painter.drawRoundedRect(QRectF(cell).adjusted(2, 1, -2, -1), 4, 4);
    }
    const auto image = static_cast<std::size_t>(index.data(ImageList::ImageRole).toLongLong());
    const double scale = devicePixelRatioF();
    const QPixmap* picture = images_->thumbnail(image, static_cast<int>(scale * side_), make);
    if (picture != nullptr) {
        const QSize shown = picture->size().scaled(frame.size(), Qt::KeepAspectRatio);
        // Pixels of small images stay pixels.
        painter.drawPixmap(QRect(QPoint(frame.center().x() - shown.width() / 2,
                                        frame.center().y() - shown.height() / 2),
                                 shown),
                           *picture);
    } else {
        painter.fillRect(frame, theme.grid);
    }
    const int part = index.data(ImageList::PartRole).toInt();
    const QRect corner(frame.left() - 3, frame.top() - 1, 16, 15);
    if (part == 1) paintBadge(painter, corner, tr("C", "calibration"), theme.accent);
    if (part == 2) paintBadge(painter, corner, tr("E", "evaluation"), theme.secondary);
    if (index.data(ImageList::DiffersRole).toBool())
        paintBadge(painter, corner.translated(frame.width() - 10, 0), QStringLiteral("≠"),
                   theme.formatColor(QStringLiteral("int")));

    painter.setFont(font());
    const QFontMetrics metrics = fontMetrics();
    QRect line(cell.left() + 4, frame.bottom() + 3, cell.width() - 8, metrics.height());
    const auto write = [&](const QString& text, const QColor& color) {
        painter.setPen(color);
        painter.drawText(line, Qt::AlignCenter,
                         metrics.elidedText(text, Qt::ElideRight, line.width()));
        line.translate(0, metrics.height());
    };
    write(images_->className(index.data(ImageList::LabelRole).toInt()), theme.text);
    const QVariant right = index.data(ImageList::RightRole);
    if (right.isValid()) {
        const QString name = images_->className(index.data(ImageList::ClassRole).toInt());
        if (right.toBool())
            write(QStringLiteral("✓"), theme.secondary);
        else
            write(QStringLiteral("✗ ") + name,
                  theme.dark ? QColor(0xFF, 0x9C, 0x7A) : QColor(0xB2, 0x3A, 0x00));
    }
    painter.restore();
    return picture != nullptr;
}

void ImageGridView::wheelEvent(QWheelEvent* event) {
    if (event->modifiers() & Qt::ControlModifier) {
        changeSide(event->angleDelta().y() > 0 ? 1 : -1);
        event->accept();
        return;
    }
    QAbstractItemView::wheelEvent(event);
}

void ImageGridView::keyPressEvent(QKeyEvent* event) {
    switch (event->key()) {
        case Qt::Key_Plus:
        case Qt::Key_Equal:
            changeSide(1);
            return;
        case Qt::Key_Minus:
            changeSide(-1);
            return;
        case Qt::Key_0:
            setSide(72);
            return;
        case Qt::Key_Escape:
            clearSelection();
            return;
        default:
            QAbstractItemView::keyPressEvent(event);
    }
}

}  // namespace lpstudio
