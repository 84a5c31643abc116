#pragma once

#include <QAbstractTableModel>
#include <QString>
#include <QVariant>
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
    QString full;  ///< if it says more than `text`
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

}  // namespace lpstudio
