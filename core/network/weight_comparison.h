#pragma once

#include <span>
#include <stop_token>
#include <vector>

#include "core/base/progress.h"
#include "core/network/network.h"
#include "core/number/family_comparison.h"

namespace lpstudio {

/// What the families of formats reach on a layer's weights.
struct WeightComparison {
    LayerIndex layer;
    std::vector<FamilyResult> results;  ///< as compareFormats() orders them
    /// SQNR in dB of the family with one format for the whole layer, one for each of `results`;
    /// empty unless these are per channel.
    std::vector<double> perTensorSqnrDb;
};

/// Compares all families at the given widths (2..16) on every layer that stores weights, in the
/// order of the layers. `perChannel`: one scale for each output channel. `threads`: layers at once;
/// 0: as many as there are cores. Throws Cancelled, UsageError for a width.
std::vector<WeightComparison> compareWeightFormats(const Network& network,
                                                   std::span<const int> widths, bool perChannel,
                                                   const std::stop_token& stop = {},
                                                   const ProgressFunction& progress = {},
                                                   int threads = 0);

/// The layers that means leave out, for all families and widths alike: those that at least one of
/// them represents exactly. None where that would be all layers.
std::vector<LayerIndex> leftOutOfMeans(std::span<const WeightComparison> comparison);

/// Mean SQNR in dB over the layers that are not left out.
struct MeanSqnr {
    std::string family;
    int width = 0;
    double sqnrDb = 0;           ///< +infinity if it loses nothing on a layer
    double perTensorSqnrDb = 0;  ///< NaN unless the comparison is per channel
};
/// In the order in which families and widths appear in the comparison.
std::vector<MeanSqnr> meanOverLayers(std::span<const WeightComparison> comparison);

}  // namespace lpstudio
