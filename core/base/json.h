#pragma once

#include <algorithm>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "core/base/error.h"

namespace lpstudio {

/// Deeper than any file of ours. Copying and printing a value recurse into it, so that a file of
/// nothing but brackets would end the program.
inline constexpr int kDeepestJson = 32;

/// What the library says, on one line and not the whole file.
inline std::string jsonReason(const nlohmann::json::exception& error) {
    // "[json.exception.parse_error.101] parse error at line 2, column 3: ..."
    std::string reason = error.what();
    const std::size_t begin = reason.find("] ");
    if (begin != std::string::npos) reason.erase(0, begin + 2);
    if (reason.size() > 200) reason = reason.substr(0, 197) + "...";
    std::replace_if(
        reason.begin(), reason.end(), [](char c) { return c == '\n' || c == '\r' || c == '\t'; },
        ' ');
    return reason;
}

/// Parses text. Throws Error "origin: is not JSON: ...; remedy", one line with the place.
inline nlohmann::json parseJson(std::string_view text, const std::string& origin,
                                const std::string& remedy = "correct it there") {
    try {
        return nlohmann::json::parse(text, [&](int depth, auto, const auto&) {
            if (depth > kDeepestJson)
                throw Error(origin + ": is nested more than " + std::to_string(kDeepestJson) +
                            " levels deep, unlike any file of this kind; " + remedy);
            return true;
        });
    } catch (const nlohmann::json::exception& error) {
        throw Error(origin + ": is not JSON: " + jsonReason(error) + "; " + remedy);
    }
}

/// Parses text that this program wrote: a "discarded" value, which is of no type, if it was
/// damaged since.
inline nlohmann::json parseStoredJson(std::string_view text) {
    try {
        return parseJson(text, "");
    } catch (const Error&) {
        return nlohmann::json(nlohmann::json::value_t::discarded);
    }
}

}  // namespace lpstudio
