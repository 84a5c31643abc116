#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <stop_token>
#include <string>
#include <utility>
#include <vector>

#include "app/project/runs/comparison_column.h"
#include "core/base/progress.h"
#include "core/network/network.h"
#include "core/number/magnitude_table.h"
#include "hw/simulate.h"

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

/// What a column's formats leave to be chosen at a layer.
struct FormatChoice {
    /// Of which the best for the layer is taken; empty: floating point.
    std::vector<FormatPtr> weights;
    std::string activations;  ///< spec of their family, "lp:8"; empty: floating point
    int activationBits = 32;
};
/// Of each layer. A uniform spec of a family and a width, `lp:4` or `float:4`, is the choice among
/// the members of the family of that width. Throws UsageError for a spec that is none.
std::vector<FormatChoice> choicesOf(const ColumnFormats& formats, std::size_t layers);
/// The spec of activations that goes with a uniform spec of weights: the same family with twice
/// the bits, 8 at most. Throws UsageError likewise.
std::string uniformActivations(const std::string& weights);

/// Fits what must be fitted, measures the weights, and estimates each image on the accelerator
/// (null: no estimate). Belongs on a worker thread. Throws Error, UsageError as choicesOf(),
/// Cancelled.
ColumnFigures measureFigures(LayerMeasures& measures, const ColumnFormats& formats,
                             const Simulator* simulator, const std::stop_token& stop = {},
                             const ProgressFunction& progress = {});

}  // namespace lpstudio
