#pragma once

#include <filesystem>

#include "app/project/export/config.h"
#include "core/network/quantization.h"

namespace lpstudio {

/// Throws Error naming the file, the field and what it should be.
Config readConfig(const std::filesystem::path& file);

/// The formats a config gives to the network's layers. Throws Error if a layer is missing or
/// unknown, or the model's SHA-256 differs.
Assignment assignmentOf(const Config& config, const Network& network,
                        const std::filesystem::path& file);

/// Puts the config's bias corrections into a plan of that assignment. Throws Error naming the layer
/// if their number is not that of its output channels.
void applyOutputShifts(const Config& config, const Network& network,
                       const std::filesystem::path& file, RunPlan& plan);

}  // namespace lpstudio
