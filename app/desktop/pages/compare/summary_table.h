#pragma once

#include <optional>
#include <vector>

#include "app/desktop/pages/compare/compare_columns.h"
#include "app/desktop/widgets/table_model_base.h"

namespace lpstudio {

/// The figures of whole columns, a row each: top-1, score, widths, size, energy, latency, SQNR. The
/// best of a row is in bold; beside each value stands how it differs from the first column's.
class SummaryTable final : public TableModelBase {
    Q_OBJECT

public:
    using TableModelBase::TableModelBase;

    void setContents(std::vector<CompareColumn> columns);

    enum Row { Top1, Score, WeightBits, ActivationBits, Bytes, Energy, Latency, Sqnr, kRows };
    /// NaN: not known.
    double value(Row row, int item) const;
    /// Whether it is the best of its row; never if all are equal or only one is known.
    bool isBest(Row row, int item) const;

protected:
    int rows() const override { return kRows; }
    const std::vector<ItemColumn>& columns() const override { return titles_; }
    ItemCell cell(int row, int column) const override;

private:
    std::vector<CompareColumn> columns_;
    std::vector<ItemColumn> titles_{{QString(), {}, false, {}}};
};

}  // namespace lpstudio
