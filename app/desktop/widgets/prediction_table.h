#pragma once

#include <functional>
#include <optional>

#include "app/desktop/widgets/table_model_base.h"
#include "core/network/predictions.h"

namespace lpstudio {

/// The likeliest classes of one image, by the float network and by the quantized one.
class PredictionTable final : public TableModelBase {
    Q_OBJECT

public:
    using TableModelBase::TableModelBase;
    using Names = std::function<QString(int)>;
    /// `label`: the class by the data, which is marked.
    void setPredictions(std::optional<Prediction> floating, std::optional<Prediction> quantized,
                        int label, Names names);
    void clear() { setPredictions({}, {}, -1, {}); }

    enum Column { Rank, FloatClass, FloatShare, QuantizedClass, QuantizedShare };

protected:
    int rows() const override;
    const std::vector<ItemColumn>& columns() const override;
    ItemCell cell(int row, int column) const override;

private:
    std::optional<Prediction> floating_, quantized_;
    int label_ = -1;
    Names names_;
};

}  // namespace lpstudio
