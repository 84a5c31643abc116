#pragma once

#include <filesystem>

#include "core/network/image_set.h"

namespace lpstudio {

/// Arrays x and y of an .npz. Throws Error.
ImageSet readNpz(const std::filesystem::path& file);

}  // namespace lpstudio
