#pragma once

#include <QStringList>
#include <memory>
#include <string>
#include <vector>

#include "app/desktop/charts/layer_bars_chart.h"
#include "app/desktop/widgets/table_model_base.h"
#include "core/network/layer.h"
#include "core/network/network.h"
#include "core/search/candidate.h"

namespace lpstudio {

/// Names for the narrow places under bars: what nearly all names begin with ("layer", "blocks.") is
/// left out, so that layer1.0.conv1 becomes 1.0.conv1. Names stay apart from each other.
QStringList layerLabels(const std::vector<Layer>& layers);

/// The widths of a candidate's weights as bars.
LayerBars widthBars(const QString& title, const std::vector<Layer>& layers,
                    const Candidate& candidate);

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
