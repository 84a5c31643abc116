#pragma once

#include <filesystem>
#include <stop_token>

#include "core/base/progress.h"
#include "core/network/card.h"
#include "core/network/image_set.h"

namespace lpstudio {

/// Reads a labelled image set, whatever `path` is:
/// - `*.bin`: a CIFAR-10 binary batch;
/// - an IDX image file (`*-images-idx3-ubyte`, `*-images.idx3-ubyte`, `.gz`), its labels beside it;
/// - a directory with one sub-directory of image files per class (filesOfDirectory() says which
/// label
///   each has);
/// - `*.csv` with columns `file` (relative to the CSV) and `class_index`;
/// - `*.npz` with `x` (N,C,H,W, uint8 or float32) and `y` (N, integers).
///
/// Only image files are brought to channels x height x width (shorter side to the larger of height
/// and width, bilinear with antialias, centre crop; grey or RGB); the others must match exactly.
/// Classes have the names of the sub-directories, of the list, or of a class_names.txt beside the
/// file.
/// Throws Error naming the file and what to do: missing, unknown kind, no images, no labels, an
/// unreadable image, an empty class, a negative label, wrong shape. Throws Cancelled once stopped;
/// progress counts decoded image files.
ImageSet loadImages(const std::filesystem::path& path, int channels, int height, int width,
                    const std::stop_token& stop = {}, const ProgressFunction& progress = {});
/// The same for a model: in the shape that its card wants, the classes of a directory by the card's
/// class names (filesOfDirectory()), with a note where the set has other names for them.
ImageSet loadImages(const std::filesystem::path& path, const ModelCard& card,
                    const std::stop_token& stop = {}, const ProgressFunction& progress = {});

}  // namespace lpstudio
