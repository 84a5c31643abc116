#pragma once

#include <span>
#include <string>

#include "hw/embedded_files.h"

namespace lpstudio {

/// What files of one kind are called in messages: "hardware" and "preset", "workload" and
/// "workload".
struct FileKind {
    std::string what;
    std::string builtIn;
};

/// The text of a built-in file by name, or of a file on disk (anything that ends in ".json",
/// contains a '/' or exists). Throws UsageError for a name that is neither, listing the built-in
/// ones, and Error for a file that cannot be read.
std::string readNamedFile(const std::string& nameOrPath, std::span<const EmbeddedFile> builtIn,
                          const FileKind& kind);

/// Their names, separated by ", ".
std::string namesOf(std::span<const EmbeddedFile> files);

}  // namespace lpstudio
