#include "app/desktop/widgets/bar_delegate.h"

#include <QApplication>
#include <QPainter>
#include <algorithm>
#include <cmath>

#include "app/desktop/widgets/table_model_base.h"

namespace lpstudio {
namespace {

constexpr int kPadding = 8;  ///< as in the header's style

}  // namespace

QRect BarDelegate::barIn(const QRect& cell, double share) {
    const QRect room = cell.adjusted(4, 3, -4, -3);
    const double part = std::clamp(share, 0.0, 1.0);
    // A share that is not zero is always seen.
    const int width =
        part > 0 ? std::max(1, static_cast<int>(std::lround(part * room.width()))) : 0;
    return {room.left(), room.top(), width, room.height()};
}

void BarDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                        const QModelIndex& index) const {
    QStyleOptionViewItem cell = option;
    initStyleOption(&cell, index);
    const QWidget* widget = cell.widget;
    QStyle* style = widget != nullptr ? widget->style() : QApplication::style();
    style->drawPrimitive(QStyle::PE_PanelItemViewItem, &cell, painter, widget);
    const bool selected = cell.state & QStyle::State_Selected;
    const QVariant share = index.data(ShareRole);
    if (share.isValid() && !selected) {
        QColor color = cell.palette.color(QPalette::Highlight);
        color.setAlpha(56);
        painter->fillRect(barIn(cell.rect, share.toDouble()), color);
    }
    const QRect room = cell.rect.adjusted(kPadding, 0, -kPadding, 0);
    painter->setFont(cell.font);
    painter->setPen(cell.palette.color(selected ? QPalette::HighlightedText : QPalette::Text));
    painter->drawText(
        room, static_cast<int>(cell.displayAlignment) | Qt::TextSingleLine,
        cell.fontMetrics.elidedText(
            cell.text, index.column() == 0 ? Qt::ElideMiddle : Qt::ElideRight, room.width()));
}

QSize BarDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const {
    return QStyledItemDelegate::sizeHint(option, index) + QSize(2 * kPadding, 0);
}

}  // namespace lpstudio
