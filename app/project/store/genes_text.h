#pragma once

#include <optional>
#include <string>

#include "core/search/candidate.h"

namespace lpstudio {

/// Output shifts as stored: base64 of each layer's little-endian float32, separated by commas.
std::string shiftsText(const OutputShifts& shifts);
/// Nothing if the text is none of these, or holds what is no finite number.
std::optional<OutputShifts> shiftsFromText(const std::string& text);

/// Genes as stored: `[[n,es,rs,sf],...]`.
std::string genesText(const Candidate& candidate);
/// Throws Error naming `where`.
Candidate genesFromText(const std::string& text, const std::string& where);

}  // namespace lpstudio
