#pragma once

#include <QImage>
#include <cstddef>

#include "core/network/image_set.h"

namespace lpstudio {

/// One image of a set as pixels: one or two channels as grey, of more the first three as red, green
/// and blue; floats are cut to 0..1.
QImage imageOf(const ImageSet& set, std::size_t image);

/// The same no larger than `side` pixels either way, each pixel the mean of those it stands for.
/// Images that are small enough come as they are: enlarging is left to the painter, who shows the
/// pixels.
QImage thumbnailOf(const ImageSet& set, std::size_t image, int side);

}  // namespace lpstudio
