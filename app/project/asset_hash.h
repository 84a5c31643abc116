#pragma once

#include <filesystem>
#include <string>

namespace lpstudio {

// datasetSha256() of a set of several files (a directory; a list and its images; an IDX file and
// its labels) is the SHA-256 of lines in sorted order, one a file that loadImages() reads: path
// relative to the set's folder, size, and SHA-256 of the content, with tabs between. Of sets above
// 1 GiB names and sizes must do, for reading them through takes minutes.

/// Whether the file or data set at `path` is what was added with this fingerprint, also by a
/// version of the program that made it otherwise. Reads all of it.
bool isUnchanged(const std::filesystem::path& path, const std::string& sha256);

}  // namespace lpstudio
