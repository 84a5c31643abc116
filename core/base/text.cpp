#include "core/base/text.h"

#include <array>
#include <charconv>

namespace lpstudio {

std::string csvField(std::string_view text) {
    if (text.find_first_of(",\"\r\n") == std::string_view::npos) return std::string(text);
    std::string field = "\"";
    for (const char c : text) {
        if (c == '"') field += '"';
        field += c;
    }
    return field + '"';
}

std::string csvRecord(const std::vector<std::string>& fields) {
    std::string record;
    for (std::size_t i = 0; i < fields.size(); ++i) {
        if (i > 0) record += ',';
        record += csvField(fields[i]);
    }
    return record + '\n';
}

namespace {

template <class Number>
std::string shortest(Number value) {
    std::array<char, 32> buffer{};
    const auto result = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value);
    return {buffer.data(), result.ptr};
}

}  // namespace

std::string shortestText(double value) {
    return shortest(value);
}

std::string shortestFloatText(float value) {
    return shortest(value);
}

std::string shortened(std::string_view text, std::size_t most) {
    if (text.size() <= most) return std::string(text);
    return std::string(text.substr(0, most - 3)) + "...";
}

}  // namespace lpstudio
