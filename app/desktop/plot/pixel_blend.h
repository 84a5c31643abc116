#pragma once

#include <cstdint>

namespace lpstudio {

/// A premultiplied ARGB pixel times a share of 255, rounded; both pairs of channels at once.
inline std::uint32_t pixelTimes(std::uint32_t pixel, std::uint32_t share) {
    std::uint32_t odd = (pixel & 0x00FF00FFU) * share;
    std::uint32_t even = ((pixel >> 8) & 0x00FF00FFU) * share;
    odd = ((odd + ((odd >> 8) & 0x00FF00FFU) + 0x00800080U) >> 8) & 0x00FF00FFU;
    even = (even + ((even >> 8) & 0x00FF00FFU) + 0x00800080U) & 0xFF00FF00U;
    return odd | even;
}

/// `source` over `target`, both premultiplied.
inline std::uint32_t pixelOver(std::uint32_t source, std::uint32_t target) {
    return source + pixelTimes(target, 255 - (source >> 24));
}

}  // namespace lpstudio
