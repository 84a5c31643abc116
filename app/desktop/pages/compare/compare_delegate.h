#pragma once

#include <QStyledItemDelegate>

#include "app/desktop/widgets/bar_delegate.h"

namespace lpstudio {

class CompareTable;

/// Paints a layer's cell: a bar as long as the width in bits with a mark where the first column's
/// ends, the format, and under them SQNR, energy and latency as far as there is room. What is as in
/// the first column is quiet; what differs stands out.
class CompareDelegate final : public QStyledItemDelegate {
    Q_OBJECT

public:
    /// The view shows `table` through a proxy.
    explicit CompareDelegate(const CompareTable* table, QObject* parent = nullptr);
    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    void setEditorData(QWidget* editor, const QModelIndex& index) const override;

private:
    void paintItem(QPainter& painter, const QStyleOptionViewItem& cell, int row, int item) const;

    const CompareTable* table_;
    BarDelegate plain_;  ///< for all other cells
};

}  // namespace lpstudio
