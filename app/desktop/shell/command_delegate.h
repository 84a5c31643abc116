#pragma once

#include <QStyledItemDelegate>

namespace lpstudio {

/// Paints a line of the command palette: icon, title with the matched letters in bold, what stands
/// beside it quietly, at the right the key or the kind.
class CommandDelegate final : public QStyledItemDelegate {
    Q_OBJECT

public:
    using QStyledItemDelegate::QStyledItemDelegate;
    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
};

}  // namespace lpstudio
