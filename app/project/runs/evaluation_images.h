#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "core/network/image_set.h"

namespace lpstudio {

/// Images (by number) of a labelled set whose pixels equal those of a calibration image: top-1 is
/// not measured on them.
std::vector<std::size_t> imagesLeftOut(const ImageSet& set, const ImageSet& calibration,
                                       std::span<const std::size_t> calibrationImages);

/// All others. Throws Error naming `name` if there are none.
std::vector<std::size_t> imagesBut(const ImageSet& set, std::span<const std::size_t> leftOut,
                                   const std::string& name);

[[noreturn]] void throwNoImagesLeft(const std::string& name);

}  // namespace lpstudio
