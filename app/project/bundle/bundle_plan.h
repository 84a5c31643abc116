#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "app/project/bundle/bundle_write.h"

namespace lpstudio {

/// A file that is to travel.
struct PlannedFile {
    std::filesystem::path source;
    std::string path;  ///< in the bundle
    std::string role;
    std::string sha256;  ///< that it must have; empty: any
};
struct BundlePlan {
    std::vector<PlannedFile> files;  ///< without the project itself
    std::map<std::string, std::string> places;
    std::vector<std::string> leftOut;
};

/// Finds out what belongs to a project. Throws Error as writeBundle().
BundlePlan planBundle(const ProjectStore& store, const BundleOptions& options);

}  // namespace lpstudio
