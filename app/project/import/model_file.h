#pragma once

#include <filesystem>

#include "core/network/network.h"

namespace lpstudio {

/// Network::load() of a file whose archive is sound. LibTorch does not compare an archive's
/// checksums: a flipped bit is another weight to it, or a riddle in its own parser.
/// Throws Error naming the file and the damaged entry, and what Network::load() throws.
Network loadModel(const std::filesystem::path& file, const ModelCard& card);

}  // namespace lpstudio
