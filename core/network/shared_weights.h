#pragma once

#include <functional>
#include <span>
#include <vector>

#include "core/network/network.h"

namespace lpstudio {

/// Where the stored weights of a layer are those of an earlier one: a layer that runs several
/// times, tied layers, the transposed weights of another.
struct SharedWeight {
    int with = -1;  ///< the first layer that has them; -1: they are this layer's own
    bool transposed = false;
};
/// One entry a layer.
std::vector<SharedWeight> sharedWeights(const Network& network);

/// The earlier layer in whose stored code words the layer's are found: it has the same weights, and
/// `sameFormat(earlier)` holds. -1: the layer needs its own.
int storedWith(std::span<const SharedWeight> shared, std::size_t layer,
               const std::function<bool(std::size_t earlier)>& sameFormat);

}  // namespace lpstudio
