#pragma once

#include <span>
#include <string_view>

namespace lpstudio {

/// A file of resources/hardware as it was when the library was built.
struct EmbeddedPreset {
    std::string_view name;
    std::string_view json;
};

/// All presets, sorted by name.
std::span<const EmbeddedPreset> embeddedPresets();

}  // namespace lpstudio
