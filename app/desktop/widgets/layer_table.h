#pragma once

#include <memory>

#include "app/desktop/widgets/table_model_base.h"
#include "core/network/network.h"

namespace lpstudio {

/// The quantizable layers of a network, with their parts of the whole as bars.
class LayerTable final : public TableModelBase {
    Q_OBJECT

public:
    using TableModelBase::TableModelBase;
    /// Null empties the table.
    void setNetwork(std::shared_ptr<const Network> network);

    enum Column {
        Name,
        Kind,
        Weights,
        Output,
        Parameters,
        ParameterShare,
        Macs,
        MacShare,
        Least,
        Greatest,
        Rms,
        Block
    };

protected:
    int rows() const override;
    const std::vector<ItemColumn>& columns() const override;
    ItemCell cell(int row, int column) const override;

private:
    std::shared_ptr<const Network> network_;
    double parameters_ = 0, macs_ = 0;  ///< of all layers
};

}  // namespace lpstudio
