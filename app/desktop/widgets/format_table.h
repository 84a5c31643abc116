#pragma once

#include <vector>

#include "app/desktop/widgets/table_model_base.h"
#include "core/number/family_comparison.h"

namespace lpstudio {

/// What a family of formats reaches at a width, on a layer or in the mean over layers.
struct FormatRow {
    QString family;  ///< first word of its specs, "lp"
    QString title;   ///< "Logarithmic Posit"
    int width = 0;
    double storedBits = 0;  ///< per element, with its part of shared scales
    FormatPtr format;       ///< fitted; null in a mean, where each layer has its own
    QString shortSpec;      ///< of `format`, its numbers cut for reading
    double sqnrDb = 0;
};

/// Baseline formats by width: the format that was fitted and its SQNR.
class FormatTable final : public TableModelBase {
    Q_OBJECT

public:
    using TableModelBase::TableModelBase;
    void setRows(std::vector<FormatRow> rows);
    const std::vector<FormatRow>& formats() const { return rows_; }

    enum Column { Family, Width, Stored, Spec, Sqnr };

protected:
    int rows() const override { return static_cast<int>(rows_.size()); }
    const std::vector<ItemColumn>& columns() const override;
    ItemCell cell(int row, int column) const override;

private:
    std::vector<FormatRow> rows_;
    double largest_ = 0;  ///< finite SQNR, for the bars
};

}  // namespace lpstudio
