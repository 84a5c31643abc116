#pragma once

#include <exception>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>

namespace lpstudio {

/// Deeper than any file of ours. Copying and printing a value recurse into it, so that a file of
/// nothing but brackets would end the program.
inline constexpr int kDeepestJson = 32;

/// What the JSON library says, on one line of at most 200 characters and not the whole file.
std::string jsonReason(const std::exception& error);

/// Parses text (RFC 8259, at most kDeepestJson levels). Throws Error "origin: is not JSON: ...;
/// remedy", one line with the place.
nlohmann::json parseJson(std::string_view text, const std::string& origin,
                         const std::string& remedy = "correct it there");

/// Parses text that this program wrote: a "discarded" value, which is of no type, if it was
/// damaged since.
nlohmann::json parseStoredJson(std::string_view text);

}  // namespace lpstudio
