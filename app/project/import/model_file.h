#pragma once

#include <filesystem>

#include "core/network/network.h"

namespace lpstudio {

/// Network::load() of a file whose archive is sound. LibTorch does not compare an archive's
/// checksums: a flipped bit is another weight to it, or a riddle in its own parser.
/// Throws Error naming the file and the damaged entry, and what Network::load() throws.
Network loadModel(const std::filesystem::path& file, const ModelCard& card);

/// readCard() of the card beside a model. Where there is none the file is judged first: what is no
/// model needs no card, and is told to be none. Throws Error.
ModelCard cardOfModel(const std::filesystem::path& file);

}  // namespace lpstudio
