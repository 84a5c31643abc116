#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>

#include "hw/accelerator.h"

namespace lpstudio {

/// Value of "schema" in a hardware description.
inline constexpr std::string_view kHardwareSchema = "lpstudio-hardware/1";

/// Reads a description and checks it whole: types, ranges, unknown keys, units, and that a fold
/// fits the buffers. `origin` (a file or preset) opens every message. Throws Error, one line.
Accelerator acceleratorFromJson(std::string_view text, const std::string& origin);

/// The description as a JSON object that acceleratorFromJson reads back to an equal Accelerator.
nlohmann::json acceleratorToJson(const Accelerator& accelerator);

}  // namespace lpstudio
