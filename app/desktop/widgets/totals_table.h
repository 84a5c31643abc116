#pragma once

#include <vector>

#include "app/desktop/widgets/table_model_base.h"

namespace lpstudio {

/// Figures of a design with their bounds, beside those of another.
class TotalsTable final : public TableModelBase {
    Q_OBJECT

public:
    using TableModelBase::TableModelBase;

    struct Row {
        QString name, tip;
        QString text;  ///< "1.23 µJ"
        double value = 0;
        QString range;  ///< "0.9 … 2.1 µJ"; empty: exact
        QString other;  ///< of the second design; empty: there is none
        double otherValue = 0;
    };
    /// `chosen` and `other` head the columns; an empty `other` leaves its columns empty.
    void setTotals(std::vector<Row> rows, const QString& chosen, const QString& other);
    const std::vector<Row>& totals() const { return rows_; }
    /// Text of the row of this name; empty if there is none.
    QString textOf(const QString& name) const;

    enum Column { Name, Value, Range, Other, Ratio };

protected:
    int rows() const override;
    const std::vector<ItemColumn>& columns() const override;
    ItemCell cell(int row, int column) const override;

private:
    std::vector<Row> rows_;
    std::vector<ItemColumn> columns_;
};

}  // namespace lpstudio
