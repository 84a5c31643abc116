#pragma once

#include <cstdint>
#include <filesystem>
#include <stop_token>

#include "app/project/bundle/bundle_read.h"
#include "app/project/store/store.h"
#include "core/base/progress.h"

namespace lpstudio {

/// Which image sets travel in a bundle.
enum class BundleData {
    Used,  ///< those that runs were calibrated on, so that the runs can be gone on with
    All,
    None,
};

struct BundleOptions {
    /// A set of more bytes stays behind and is named in leftOut.
    static constexpr std::uintmax_t kDataLimit = std::uintmax_t{1} << 30;

    BundleData data = BundleData::Used;
    std::uintmax_t dataLimit = kDataLimit;
    /// Leaves out models and image sets that are missing or have changed instead of refusing.
    bool leaveOutMissing = false;
};

/// Writes a project with its models, image sets, configurations and reports as one `.lpz` (zip)
/// file that is read back and checked before it takes the name `out`; without success there is no
/// such file, or still the old one. Others may write to the project meanwhile. The same content
/// gives the same bytes. `progress` counts bytes. Throws Error (missing or changed models and sets,
/// names that other systems would misread, the disk), Cancelled.
BundleResult writeBundle(const ProjectStore& store, const std::filesystem::path& out,
                         const BundleOptions& options = {}, const std::stop_token& stop = {},
                         const ProgressFunction& progress = {});

}  // namespace lpstudio
