#pragma once

#include <optional>
#include <string>

#include "core/search/candidate.h"

namespace lpstudio {

/// Output shifts as stored: base64 of each layer's little-endian float32, separated by commas.
std::string shiftsText(const OutputShifts& shifts);
/// Nothing if the text is none of these, or holds what is no finite number.
std::optional<OutputShifts> shiftsFromText(const std::string& text);

}  // namespace lpstudio
