#pragma once

#include <string>

namespace lpstudio {

/// Throws UsageError unless `spec` is an LP format that a search can pin a layer to.
void validatePin(const std::string& layer, const std::string& spec);

}  // namespace lpstudio
