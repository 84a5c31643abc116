#pragma once

#include <gtest/gtest.h>

#include <bit>
#include <optional>
#include <string>
#include <vector>

#include "core/number/quantizer.h"
#include "core/number/quantizer_tables.h"
#include "tests/core/number/exact_reals.h"

namespace lpstudio::oracle {

struct Rounded {
    std::vector<float> values;
    std::vector<std::int32_t> codes;
};

inline Rounded byOracle(const Numbers& numbers, Rounding rounding,
                        const std::vector<float>& inputs) {
    // Each code's float once: the oracle's arithmetic is slow.
    std::vector<float> values;
    for (const Number& n : numbers) values.push_back(n.rounded<float>());
    Rounded result;
    for (const float x : inputs) {
        const Number& n =
            rounding == Rounding::Nearest ? nearest(numbers, x) : logNearest(numbers, x);
        result.codes.push_back(n.code);
        result.values.push_back(values[static_cast<std::size_t>(&n - numbers.data())]);
    }
    return result;
}

/// All ways of quantizing, whatever ways there are.
inline const std::vector<Quantizer::Kernel>& allKernels() {
    static const std::vector<Quantizer::Kernel> ways = [] {
        std::vector<Quantizer::Kernel> all;
        for (int i = 0; i <= static_cast<int>(Quantizer::Kernel::Search); ++i)
            all.push_back(static_cast<Quantizer::Kernel>(i));
        return all;
    }();
    return ways;
}
/// The quantizer with another kernel; none if its codebook does not allow that one.
inline std::optional<Quantizer> byKernel(const Quantizer& quantizer, Quantizer::Kernel kernel) {
    if (!quantizer.tables()->allows(kernel)) return std::nullopt;
    return Quantizer(quantizer.tables(), kernel);
}
inline std::string nameOf(Quantizer::Kernel kernel) {
    return "way " + std::to_string(static_cast<int>(kernel));
}

/// Bit for bit, so that -0 is not 0. Reports the first difference.
template <class T>
void expectSameBits(const std::vector<T>& found, const std::vector<T>& expected,
                    const std::vector<float>& inputs, const std::string& what) {
    ASSERT_EQ(found.size(), expected.size()) << what;
    for (std::size_t i = 0; i < found.size(); ++i) {
        if (std::bit_cast<std::uint32_t>(found[i]) == std::bit_cast<std::uint32_t>(expected[i]))
            continue;
        ADD_FAILURE() << what << " of " << std::hexfloat << inputs[i] << " (" << std::defaultfloat
                      << inputs[i] << ") is " << found[i] << ", not " << expected[i];
        return;
    }
}

}  // namespace lpstudio::oracle
