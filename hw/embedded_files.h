#pragma once

#include <span>
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

}  // namespace lpstudio
