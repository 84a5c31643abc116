#pragma once

#include <stop_token>

#include "app/project/import/labelled_files.h"
#include "core/base/progress.h"
#include "core/network/image_set.h"

namespace lpstudio {

/// Decodes all files on all processors. Throws Error naming the first file in order that cannot be
/// read; Cancelled once stopped. `progress` is called on the calling thread.
ImageSet decodeImages(const LabelledFiles& files, int channels, int height, int width,
                      const std::stop_token& stop = {}, const ProgressFunction& progress = {});

}  // namespace lpstudio
