#pragma once

#include <cstdint>
#include <span>
#include <stop_token>
#include <vector>

#include "app/project/import/labelled_files.h"
#include "core/base/progress.h"
#include "core/network/image_set.h"

namespace lpstudio {

/// Resizes an interleaved 8-bit image (row by row, `channels` bytes a pixel) with the triangle
/// filter, widened by the scale when shrinking (bilinear with antialias, as Pillow and torchvision
/// do): first along x, then along y, rounded to bytes after each.
std::vector<std::uint8_t> resampled(std::span<const std::uint8_t> pixels, int channels, int width,
                                    int height, int newWidth, int newHeight);

/// Size to which an image is scaled so that it just covers the target, as torchvision's Resize: the
/// tighter side exactly, the other cut to an integer.
struct ImageSize {
    int width = 0, height = 0;
    friend bool operator==(const ImageSize&, const ImageSize&) = default;
};
ImageSize coveringSize(ImageSize image, ImageSize target);

/// Decodes all files on all processors. Throws Error naming the first file in order that cannot be
/// read; Cancelled once stopped. `progress` is called on the calling thread.
ImageSet decodeImages(const LabelledFiles& files, int channels, int height, int width,
                      const std::stop_token& stop = {}, const ProgressFunction& progress = {});

}  // namespace lpstudio
