#pragma once

#include <string>

#include "core/network/layer.h"
#include "core/study/session.h"

namespace lpstudio {

/// Throws UsageError unless `spec` is an LP format that a search can lock a layer to.
void validateLock(const std::string& layer, const std::string& spec);

/// Whether a search with these settings leaves the layer's format alone: the user has locked it, or
/// it is a product of activations, whose width nothing would bound where the cost is bits.
bool isLocked(const Layer& layer, const SearchSettings& settings);

}  // namespace lpstudio
