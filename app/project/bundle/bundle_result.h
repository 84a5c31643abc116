#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "app/project/store/bundle_manifest.h"

namespace lpstudio {

/// What is in a bundle that was written or unpacked.
struct BundleResult {
    std::filesystem::path file;     ///< the bundle; the project when it was unpacked
    std::vector<BundleFile> files;  ///< without the manifest
    std::uintmax_t bytes = 0;       ///< of the bundle; of all files when it was unpacked
    std::vector<std::string> leftOut;
};

}  // namespace lpstudio
