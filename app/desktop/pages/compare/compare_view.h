#pragma once

#include <QWidget>
#include <vector>

#include "app/desktop/pages/compare/compare_columns.h"

namespace lpstudio {

class ColumnBar;
class CompareTable;
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
    SummaryTable* summary() const { return summary_; }
    DataTable* layers() const { return layers_; }
    DataTable* sums() const { return sums_; }

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
