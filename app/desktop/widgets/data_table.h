#pragma once

#include <QSortFilterProxyModel>
#include <QWidget>
#include <functional>
#include <vector>

class QLineEdit;
class QLabel;
class QTableView;

namespace lpstudio {

class OwnOrder;

/// Sorts by RawRole (numbers as numbers) and keeps rows that contain every word of the filter in
/// some column; a source with an OwnOrder does both itself.
class TableProxy final : public QSortFilterProxyModel {
    Q_OBJECT

public:
    explicit TableProxy(QObject* parent = nullptr);
    void setFilterText(const QString& text);
    void sort(int column, Qt::SortOrder order = Qt::AscendingOrder) override;
    /// The source if it sorts and filters by itself, else null.
    OwnOrder* own() const;

protected:
    bool filterAcceptsRow(int row, const QModelIndex& parent) const override;
    bool lessThan(const QModelIndex& left, const QModelIndex& right) const override;

private:
    QStringList words_;
};

/// A table as every page shows it: filter line, numeric sort, bars in cells, copy as CSV (the
/// selection, or all rows if nothing is selected), choice of columns in the header's menu; Esc
/// clears the selection.
class DataTable final : public QWidget {
    Q_OBJECT

public:
    /// `name` is the accessible name, "Layers". The model is not owned.
    DataTable(QAbstractItemModel* model, const QString& name, QWidget* parent = nullptr);

    QTableView* view() const { return view_; }
    QString csv(bool selectionOnly) const;
    /// Row of the source model, or -1.
    int currentRow() const;
    /// Selects a source row without announcing it (a row that is one of several selected becomes
    /// the current one of them); -1 clears.
    void setCurrentRow(int row);
    /// Source rows, ascending.
    std::vector<int> selectedRows() const;
    /// Selects source rows without announcing it.
    void setSelectedRows(const std::vector<int>& rows);
    void focusFilter();
    void setFilterVisible(bool visible);
    /// What the filter understands, for its tooltip and while it is empty.
    void setFilterHint(const QString& placeholder, const QString& tip);
    /// Gives columns the width of their contents; the column `wide` takes what is left.
    void fitColumns(int wide = 0);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

Q_SIGNALS:
    /// The user chose a row of the source model.
    void rowChosen(int row);
    /// The user has changed which rows are selected; comes after rowChosen().
    void rowsSelected();
    /// The mouse is over a source row; -1: over none.
    void rowHovered(int row);

public Q_SLOTS:
    void copy();
    /// The number of rows has changed without a reset.
    void showCount();

private:
    void copyRows(bool selectionOnly) const;
    /// Of a model that writes its rows itself; else null.
    std::function<QString()> ownCsv(bool selectionOnly) const;
    void showMenu(const QPoint& position);
    void showHeaderMenu(const QPoint& position);

    TableProxy* proxy_;
    QLineEdit* filter_;
    QLabel* count_;
    QTableView* view_;
    void widen();

    int wide_ = -1;      ///< column that takes what is left
    int wideLeast_ = 0;  ///< its least width
    bool silent_ = false;
};

}  // namespace lpstudio
