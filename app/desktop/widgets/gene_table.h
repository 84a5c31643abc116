#pragma once

#include <memory>
#include <optional>

#include "app/desktop/widgets/table_model_base.h"
#include "core/network/network.h"
#include "core/search/candidate.h"

namespace lpstudio {

/// The layers of a candidate: <n, es, rs, sf> of the weights, and the format of the activations
/// once it is known.
class GeneTable final : public TableModelBase {
    Q_OBJECT

public:
    using TableModelBase::TableModelBase;

    struct Contents {
        std::shared_ptr<const Network> network;
        Candidate candidate;
        /// Width of the activations of each layer by the rule of the search.
        std::vector<int> activationBits;
        /// Full spec of the activations of each layer; empty until fitted.
        std::vector<std::string> activations;
    };
    void setContents(Contents contents);
    void clear() { setContents({}); }

    enum Column { Name, N, Es, Rs, Sf, Activations, Parameters, Bytes };

protected:
    int rows() const override;
    const std::vector<ItemColumn>& columns() const override;
    ItemCell cell(int row, int column) const override;

private:
    Contents contents_;
};

}  // namespace lpstudio
