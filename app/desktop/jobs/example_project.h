#pragma once

#include <filesystem>

namespace lpstudio {

/// Where the program's resources are: the environment variable LPSTUDIO_RESOURCES, else the source
/// tree it was built from, else ../share/lpstudio beside the executable. Throws Error if `what`
/// (a path below it) is in none of them.
std::filesystem::path resourcePath(const std::filesystem::path& what);

/// The example project: the small Fashion-MNIST networks with calibration and evaluation images, in
/// the user's data folder (a temporary folder if that cannot be written). Made if absent. Throws
/// Error.
std::filesystem::path openExampleProject();

}  // namespace lpstudio
