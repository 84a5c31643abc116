#pragma once

#include <bit>
#include <random>

#include "tests/core/number/exact_reals.h"

namespace lpstudio::oracle {

// Where rounding goes wrong if it does.

inline std::vector<float> finite(std::vector<float> values) {
    std::erase_if(values, [](float x) { return !std::isfinite(x); });
    return values;
}

/// Of both signs: every float32 exponent with several mantissas (denormals and FLT_MAX among them),
/// zero, random words.
inline const std::vector<float>& commonInputs() {
    static const std::vector<float> inputs = [] {
        std::vector<float> all;
        const auto both = [&](std::uint32_t word) {
            all.push_back(std::bit_cast<float>(word));
            all.push_back(std::bit_cast<float>(word | 0x80000000U));
        };
        for (std::uint32_t exponent = 0; exponent < 255; ++exponent)
            for (const std::uint32_t mantissa : {0x0U, 0x2aaaabU, 0x7fffffU})
                both(exponent << 23 | mantissa);
        for (std::uint32_t bit = 1; bit < 1U << 23; bit <<= 1) both(bit);
        std::mt19937 random(20220302);
        for (int i = 0; i < 250; ++i) both(random());
        return finite(all);
    }();
    return inputs;
}

/// commonInputs(), and for this codebook every level, every midpoint, arithmetic and geometric,
/// each with the floats next to it, and random numbers of its size.
inline std::vector<float> hardInputs(const Numbers& numbers, std::uint32_t seed) {
    std::vector<float> inputs = commonInputs();
    const auto around = [&](Quad x) {
        const auto f = static_cast<float>(x);
        for (const float y : {f, std::nextafterf(f, HUGE_VALF), std::nextafterf(f, -HUGE_VALF)})
            inputs.push_back(y);
    };
    for (std::size_t i = 0; i < numbers.size(); ++i) {
        around(numbers[i].value);
        if (i == 0) continue;
        const Quad a = numbers[i - 1].value, b = numbers[i].value;
        around((a + b) / 2);
        if (a * b > 0)
            around((a < 0 ? -1 : 1) *
                   static_cast<Quad>(std::sqrt(static_cast<long double>(a * b))));
    }
    std::mt19937 random(seed);
    const auto top = static_cast<double>(std::max(-numbers.front().value, numbers.back().value));
    std::uniform_real_distribution<double> linear(-1.5 * top, 1.5 * top), octaves(-12, 1);
    for (int i = 0; i < 150; ++i) {
        inputs.push_back(static_cast<float>(linear(random)));
        inputs.push_back(
            static_cast<float>(std::exp2(octaves(random)) * (i % 2 == 0 ? top : -top)));
    }
    return finite(inputs);
}

}  // namespace lpstudio::oracle
