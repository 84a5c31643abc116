#include "core/base/json.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "core/base/error.h"
#include "core/base/text.h"

namespace lpstudio {

std::string jsonReason(const std::exception& error) {
    // "[json.exception.parse_error.101] parse error at line 2, column 3: ..."
    std::string reason = error.what();
    const std::size_t begin = reason.find("] ");
    if (begin != std::string::npos) reason.erase(0, begin + 2);
    reason = shortened(reason, 200);
    std::replace_if(
        reason.begin(), reason.end(), [](char c) { return c == '\n' || c == '\r' || c == '\t'; },
        ' ');
    return reason;
}

nlohmann::json parseJson(std::string_view text, const std::string& origin,
                         const std::string& remedy) {
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

nlohmann::json parseStoredJson(std::string_view text) {
    try {
        return parseJson(text, "");
    } catch (const Error&) {
        return nlohmann::json(nlohmann::json::value_t::discarded);
    }
}

}  // namespace lpstudio
