#pragma once

#include <string>

namespace lpstudio {

/// Throws UsageError unless `spec` is an LP format that a search can lock a layer to.
void validateLock(const std::string& layer, const std::string& spec);

}  // namespace lpstudio
