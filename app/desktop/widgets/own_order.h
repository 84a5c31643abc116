#pragma once

#include <QString>
#include <Qt>
#include <functional>
#include <vector>

namespace lpstudio {

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
