#include "core/base/text.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace lpstudio {

std::string csvField(std::string_view text) {
    // A byte-order mark is part of a field only in quotes: at the head of a file it is none.
    if (text.find_first_of(",\"\r\n") == std::string_view::npos &&
        !text.starts_with("\xEF\xBB\xBF"))
        return std::string(text);
    std::string field = "\"";
    for (const char c : text) {
        if (c == '"') field += '"';
        field += c;
    }
    return field + '"';
}

std::string csvRecord(const std::vector<std::string>& fields) {
    // An empty line would be no record.
    if (fields.size() == 1 && fields[0].empty()) return "\"\"\n";
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
    std::size_t end = text.size();
    if (end > most) {
        end = most - 3;
        // Not within a character: UTF-8 goes on with bytes 10xxxxxx.
        while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
    }
    std::string result(text.substr(0, end));
    std::replace_if(
        result.begin(), result.end(),
        [](char c) { return static_cast<unsigned char>(c) < ' ' || c == 127; }, '?');
    return end < text.size() ? result + "..." : result;
}

}  // namespace lpstudio
