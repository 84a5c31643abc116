#pragma once

#include <QAbstractTableModel>
#include <QString>
#include <QVariant>
#include <Qt>
#include <functional>
#include <vector>

namespace lpstudio {

/// Roles beside the display text, so that sorting is numeric and copies keep every digit.
enum ItemRole {
    RawRole = Qt::UserRole,  ///< number or text behind the cell; sorts
    FullRole,                ///< every digit, for copies; the display text where not set
    ShareRole,               ///< 0..1, painted as a bar behind the number
};

struct ItemColumn {
    QString title;
    QString tip;          ///< what the column holds, with its unit
    bool number = false;  ///< right-aligned
    QString copyTitle;    ///< heading of copies; the title if empty
};

struct ItemCell {
    QString text;
    QVariant raw;
    QString full;  ///< for copies and editors, if it says more than `text`
    double share = -1;
    QString tip;
    bool strong = false;  ///< in bold

    static ItemCell ofText(const QString& text) { return {text, text, {}, -1, {}}; }
    static ItemCell ofCount(qint64 count);
    /// Four significant digits, the rest in the tooltip.
    static ItemCell ofNumber(double value, int digits = 4);
    /// `shown` on screen, `value` in sorting and copies.
    static ItemCell shownAs(const QString& shown, double value);
};

/// Seals the item-model overrides; a table gives its columns, its number of rows and its cells.
class TableModelBase : public QAbstractTableModel {
    Q_OBJECT

public:
    using QAbstractTableModel::QAbstractTableModel;

    int rowCount(const QModelIndex& parent = {}) const final;
    int columnCount(const QModelIndex& parent = {}) const final;
    QVariant data(const QModelIndex& index, int role) const final;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const final;

protected:
    virtual int rows() const = 0;
    virtual const std::vector<ItemColumn>& columns() const = 0;
    virtual ItemCell cell(int row, int column) const = 0;
};

/// Of a table of very many rows, too many for a proxy that asks for one cell after the other: it
/// sorts and filters its rows itself. DataTable then leaves both to it.
class OwnOrder {
public:
    virtual ~OwnOrder() = default;
    /// Column -1: as the rows came. Emits layoutChanged.
    virtual void sortRows(int column, Qt::SortOrder order) = 0;
    /// Empty: all rows. Resets the model.
    virtual void filterRows(const QString& text) = 0;
    /// Before filtering.
    virtual int allRows() const = 0;
    /// What writes fields of rows (of this model as it is now) under a heading, every digit. It
    /// holds what it needs, whatever becomes of the model.
    virtual std::function<QString()> csvOf(const std::vector<int>& rows,
                                           const std::vector<int>& columns) const = 0;
};

}  // namespace lpstudio
