#pragma once

#include <QStyledItemDelegate>

namespace lpstudio {

/// Paints ShareRole as a bar behind the number, in the accent colour.
class BarDelegate final : public QStyledItemDelegate {
    Q_OBJECT

public:
    using QStyledItemDelegate::QStyledItemDelegate;
    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;

    /// The bar inside a cell; `share` in 0..1.
    static QRect barIn(const QRect& cell, double share);
};

}  // namespace lpstudio
