#pragma once

#include <span>
#include <string>
#include <string_view>

namespace lpstudio {

/// A file of resources/ as it was when the library was built.
struct EmbeddedFile {
    /// Without ".json".
    std::string_view name;
    std::string_view json;
};

/// resources/hardware and resources/workloads, each sorted by name.
std::span<const EmbeddedFile> embeddedPresets();
std::span<const EmbeddedFile> embeddedWorkloads();

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
