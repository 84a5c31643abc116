#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <stop_token>
#include <string>
#include <utility>
#include <vector>

#include "core/network/network.h"
#include "core/number/magnitude_table.h"

namespace lpstudio {

/// How well formats represent the weights of one network, layer by layer. Remembers what it has
/// measured and fitted, so that an edit of one layer costs that layer alone. Thread safe.
class LayerMeasures {
public:
    explicit LayerMeasures(std::shared_ptr<const Network> network);

    const Network& network() const { return *network_; }
    /// SQNR in dB of the fitted format on the layer's weights, as the report measures it; NaN for a
    /// product of two activations, which stores none. +infinity where nothing is lost.
    double sqnrDb(LayerIndex layer, const FormatPtr& format);
    /// The member with the least error on the layer's weights; the first, as it is, for a product.
    /// Throws Cancelled.
    FormatPtr bestOf(LayerIndex layer, const std::vector<FormatPtr>& members,
                     const std::stop_token& stop = {});

private:
    const MagnitudeTable& table(LayerIndex layer);

    using Key = std::pair<int, std::string>;  ///< layer and spec (of all members)
    std::shared_ptr<const Network> network_;
    std::mutex mutex_;  ///< guards what follows; held while measuring, callers take turns
    std::map<int, MagnitudeTable> tables_;
    std::map<Key, double> sqnr_;
    std::map<Key, FormatPtr> fitted_;
};

}  // namespace lpstudio
