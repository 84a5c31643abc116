#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "app/project/store/store.h"

namespace lpstudio {

/// A model or image set that was found at another place.
struct LocatedAsset {
    bool isModel = true;
    std::int64_t id = 0;
    std::string name;
    std::filesystem::path from, to;
};
struct LocateResult {
    std::vector<LocatedAsset> found;
    /// What was looked for and not found; one line each.
    std::vector<std::string> notFound;
};

/// Tells a project where files are that were moved. `old` is the path the project has, a file name,
/// or a folder of them (then `now` is the folder with all of it). A file is taken only if it has
/// the recorded SHA-256. Other missing files of the project that lie in the same new folder are
/// found with it. Throws Error and changes nothing if nothing could be found.
LocateResult locateAssets(ProjectStore& store, const std::string& old,
                          const std::filesystem::path& now);

/// The same for one model or image set. Throws Error if `now` is another file.
LocateResult locateModel(ProjectStore& store, std::int64_t id, const std::filesystem::path& now);
LocateResult locateDataset(ProjectStore& store, std::int64_t id, const std::filesystem::path& now);

}  // namespace lpstudio
