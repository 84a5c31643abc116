#include "app/tables/bar_delegate.h"

#include <QPainter>
#include <algorithm>
#include <cmath>

#include "app/tables/table_model_base.h"

namespace lpstudio {

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
    const QVariant share = index.data(ShareRole);
    if (share.isValid() && !(option.state & QStyle::State_Selected)) {
        QColor color = option.palette.color(QPalette::Highlight);
        color.setAlpha(56);
        painter->fillRect(barIn(option.rect, share.toDouble()), color);
    }
    QStyleOptionViewItem plain = option;
    // Rows are what is selected; a frame around one cell of them says nothing.
    plain.state &= ~QStyle::State_HasFocus;
    QStyledItemDelegate::paint(painter, plain, index);
}

}  // namespace lpstudio
