#pragma once

#include <cstdint>
#include <filesystem>
#include <stop_token>
#include <string>
#include <vector>

#include "app/project/store/bundle_manifest.h"
#include "core/base/progress.h"

namespace lpstudio {

/// What is in a bundle that was written or unpacked.
struct BundleResult {
    std::filesystem::path file;     ///< the bundle; the project when it was unpacked
    std::vector<BundleFile> files;  ///< without the manifest
    std::uintmax_t bytes = 0;       ///< of the bundle; of all files when it was unpacked
    std::vector<std::string> leftOut;
};

/// Bounds of what is unpacked, against archives made to fill the disk.
struct BundleLimits {
    std::uint64_t entries = 500'000;
    std::uintmax_t manifestBytes = std::uintmax_t{128} << 20;
    std::uintmax_t totalBytes = std::uintmax_t{256} << 30;  ///< and the room on the disk
    /// More than `free` bytes in all may be at most `ratio` times the size of the archive.
    std::uintmax_t free = std::uintmax_t{64} << 20;
    std::uintmax_t ratio = 200;
};

/// Unpacks a bundle into a folder that does not exist or is empty. Everything is checked (names,
/// kinds, sizes, hashes, that the project can be opened); only then the folder gets the files, and
/// after an error or a cancel it is as before. Throws Error naming bundle and entry, Cancelled.
BundleResult unpackBundle(const std::filesystem::path& bundle, const std::filesystem::path& folder,
                          const std::stop_token& stop = {}, const ProgressFunction& progress = {},
                          const BundleLimits& limits = {});

/// The same checks without writing anything but the project, to a folder that is removed again.
BundleResult checkBundle(const std::filesystem::path& bundle, const std::stop_token& stop = {},
                         const ProgressFunction& progress = {}, const BundleLimits& limits = {});

}  // namespace lpstudio
