#pragma once

#include <QWidget>
#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "app/desktop/charts/pareto_quantities.h"
#include "app/desktop/pages/pareto/candidate_filter.h"
#include "app/desktop/widgets/table_model_base.h"

namespace lpstudio {

class DataTable;

/// Candidates with all their quantities, a row each; sorts and filters a hundred thousand of them
/// at once. Values that are not known come last, whichever way it is sorted.
class CandidateTable final : public TableModelBase, public OwnOrder {
    Q_OBJECT

public:
    using TableModelBase::TableModelBase;

    struct Contents {
        std::shared_ptr<const CandidateColumns> columns;
        /// By row of the columns: 0 is left out (beyond a limit, not in the region); empty: all in.
        std::vector<std::uint8_t> shown;
        std::vector<std::uint8_t> onFront;  ///< by row of the columns; empty: none is
    };
    void setContents(Contents contents);

    /// The candidate's number, then the other quantities in their order, then front and run.
    static int frontColumn();
    static int runColumn();
    /// Column of a quantity by its position in paretoQuantities().
    static int columnOf(std::size_t quantity);
    static std::size_t quantityOf(int column);

    /// Row of the columns behind a row of the table.
    std::size_t sourceRow(int row) const { return order_[static_cast<std::size_t>(row)]; }
    /// The row of the table; -1: it is not shown.
    int rowOf(std::size_t sourceRow) const;

    void sortRows(int column, Qt::SortOrder order) override;
    void filterRows(const QString& text) override;
    int allRows() const override;
    std::function<QString()> csvOf(const std::vector<int>& rows,
                                   const std::vector<int>& columns) const override;

Q_SIGNALS:
    /// What of the filter's text is not understood; empty: nothing.
    void filterProblem(const QString& problem);

protected:
    int rows() const override { return static_cast<int>(order_.size()); }
    const std::vector<ItemColumn>& columns() const override;
    ItemCell cell(int row, int column) const override;

private:
    void choose();
    void sortOrder();

    Contents contents_;
    CandidateFilter filter_;
    std::vector<std::uint32_t> order_;          ///< rows of the columns, as shown
    mutable std::vector<std::int32_t> places_;  ///< row of the table by row of the columns
    int sortColumn_ = -1;
    Qt::SortOrder sortDirection_ = Qt::AscendingOrder;
};

/// The table of the candidates with its filter line.
class CandidateList final : public QWidget {
    Q_OBJECT

public:
    explicit CandidateList(QWidget* parent = nullptr);

    CandidateTable* model() const { return model_; }
    DataTable* table() const { return table_; }
    /// Several rows that are selected stay so, else the row `chosen` of the columns becomes it.
    void setContents(CandidateTable::Contents contents, std::optional<std::size_t> chosen);
    /// Rows of the columns.
    void setChosen(std::optional<std::size_t> row);
    std::vector<std::size_t> selectedRows() const;

private:
    CandidateTable* model_;
    DataTable* table_;
};

}  // namespace lpstudio
