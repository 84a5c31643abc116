#pragma once

#include <cstdint>
#include <initializer_list>
#include <stdexcept>

namespace lpstudio {

/// Product and sum that do not wrap: throw std::overflow_error, which the simulator turns into an
/// Error with the layer's name.
inline std::int64_t checkedProduct(std::initializer_list<std::int64_t> factors) {
    std::int64_t result = 1;
    for (const std::int64_t factor : factors) {
        if (__builtin_mul_overflow(result, factor, &result)) throw std::overflow_error("product");
    }
    return result;
}

inline std::int64_t checkedSum(std::initializer_list<std::int64_t> terms) {
    std::int64_t result = 0;
    for (const std::int64_t term : terms) {
        if (__builtin_add_overflow(result, term, &result)) throw std::overflow_error("sum");
    }
    return result;
}

/// For positive operands, without the overflow of (a + b - 1) / b.
constexpr std::int64_t ceilDiv(std::int64_t a, std::int64_t b) {
    return a / b + (a % b != 0);
}

}  // namespace lpstudio
