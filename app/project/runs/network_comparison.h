#pragma once

#include <limits>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "app/project/runs/layer_measures.h"
#include "core/base/progress.h"
#include "core/search/candidate.h"
#include "hw/simulate.h"

namespace lpstudio {

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
