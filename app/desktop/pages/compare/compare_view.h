#pragma once

#include <QStyledItemDelegate>
#include <QWidget>
#include <vector>

#include "app/desktop/pages/compare/compare_columns.h"
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

class ColumnBar;
class DataTable;
class SummaryTable;

/// The headings, the totals and the layers of what is compared, in columns that stay above each
/// other whatever the window's width is and however it is scrolled.
class CompareView final : public QWidget {
    Q_OBJECT

public:
    explicit CompareView(QWidget* parent = nullptr);

    void setContents(const QStringList& layers, const std::vector<CompareColumn>& columns,
                     std::vector<int> editedLayers);
    /// Layers that differ most come first; otherwise they are in execution order.
    void setLargestFirst(bool largest);
    /// Sorts anew after figures have changed: rows stay where they are otherwise.
    void applyOrder();
    /// The layers in the order of the rows on screen.
    std::vector<std::size_t> order() const;

    ColumnBar* bar() const { return bar_; }
    CompareTable* model() const { return model_; }
    DataTable* layers() const { return layers_; }

Q_SIGNALS:
    void layerChosen(int layer);
    /// The user has sorted by a heading.
    void orderChanged(bool largestFirst);

protected:
    void showEvent(QShowEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void makeTables();
    void align();
    void hideFigures();

    CompareTable* model_;
    SummaryTable* summary_;
    DataTable *layers_, *sums_;
    ColumnBar* bar_;
    bool largestFirst_ = true;
};

}  // namespace lpstudio
