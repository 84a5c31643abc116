#include "core/base/text.h"

#include <array>
#include <charconv>

namespace lpstudio {
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
