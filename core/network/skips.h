#pragma once

#include <filesystem>
#include <vector>

#include "core/network/layer.h"

namespace lpstudio {

/// A connection past layers: what leaves layer `from` is added to what leaves layer `to`.
struct Skip {
    int from = -1;  ///< -1: the network's input
    int to = 0;
    bool projected = false;  ///< a layer lies on the way, as where a residual block changes shape

    bool operator==(const Skip&) const = default;
};

/// The residual connections of a TorchScript file in order of their ends: sums of two values that
/// come from different layers. `layers`: those of the loaded network, by whose names they are
/// found. Sums inside loops and branches are left out. Loads the file; throws Error if it cannot.
std::vector<Skip> findSkips(const std::filesystem::path& file, const std::vector<Layer>& layers);

}  // namespace lpstudio
