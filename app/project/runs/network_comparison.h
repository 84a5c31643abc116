#pragma once

#include <limits>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <utility>
#include <vector>

#include "core/base/progress.h"
#include "core/network/network.h"
#include "core/number/magnitude_table.h"
#include "core/search/candidate.h"
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

/// Number formats of a network that are to stand beside others.
struct ComparedFormats {
    struct Layer {
        /// Of which the best for the layer is taken; empty: floating point.
        std::vector<FormatPtr> weights;
        std::string activations;  ///< spec of their family, "lp:8"; empty: floating point
        int activationBits = 32;
    };
    std::vector<Layer> layers;
};

/// A candidate's; activations follow the rule for `widths`.
ComparedFormats comparedFormats(const Candidate& candidate, const std::vector<int>& widths);
/// The same family on all layers: `lp:4` or `float:4` (the best member of the family of that width
/// for each layer), or any other spec. Throws UsageError for a spec that is none.
ComparedFormats uniformFormats(std::size_t layers, const std::string& weights,
                               const std::string& activations);
/// The spec of activations that goes with a uniform spec of weights: the same family with twice
/// the bits, 8 at most. Throws UsageError likewise.
std::string uniformActivations(const std::string& weights);
ComparedFormats floatFormats(std::size_t layers);

/// What is known of a layer in some formats. NaN: not known, or there is no such thing.
struct ColumnLayer {
    std::string weights, activations;  ///< specs; "float"
    double weightBits = 32;            ///< stored bits an element
    double activationBits = 32;
    double sqnrDb = std::numeric_limits<double>::quiet_NaN();  ///< of the weights
    double energyPicojoules = std::numeric_limits<double>::quiet_NaN();
    double latencySeconds = std::numeric_limits<double>::quiet_NaN();
};

/// And of all layers.
struct ComparedColumn {
    std::vector<ColumnLayer> layers;
    double meanWeightBits = 32, meanActivationBits = 32;
    double modelBytes = 0;
    double meanSqnrDb = std::numeric_limits<double>::quiet_NaN();        ///< over the layers
    double weightedSqnrDb = std::numeric_limits<double>::quiet_NaN();    ///< by number of weights
    double energyPicojoules = std::numeric_limits<double>::quiet_NaN();  ///< an image
    double latencySeconds = std::numeric_limits<double>::quiet_NaN();    ///< likewise
    std::string estimateProblem;  ///< why there is no estimate
};

/// Fits what must be fitted, measures the weights, and estimates each image on the accelerator
/// (null: no estimate). Belongs on a worker thread. Throws Error, Cancelled.
ComparedColumn compareColumn(LayerMeasures& measures, const ComparedFormats& formats,
                             const Simulator* simulator, const std::stop_token& stop = {},
                             const ProgressFunction& progress = {});

/// How far apart the columns are at a layer.
struct LayerDifference {
    double bits = 0;       ///< widest less narrowest weights
    double decibels = 0;   ///< highest less lowest finite SQNR
    bool differs = false;  ///< the specs are not all the same

    /// Of two layers, the one that the user should see first.
    friend bool operator<(const LayerDifference& a, const LayerDifference& b) {
        return a.bits != b.bits ? a.bits < b.bits : a.decibels < b.decibels;
    }
};
LayerDifference differenceOf(const std::vector<ComparedColumn>& columns, std::size_t layer);

}  // namespace lpstudio
