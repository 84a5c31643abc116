#include <cmath>

#include "core/number/ladder.h"
#include "core/number/range_check.h"

namespace lpstudio {

// IEEE 754-2019, 3.4: "if E = 0 and T != 0, then v = (-1)^S x 2^emin x (0 + 2^(1-p) x T)
// [subnormal]; if 1 <= E <= 2^w - 2, then v = (-1)^S x 2^(E-bias) x (1 + 2^(1-p) x T)". Here the
// highest E holds numbers too.
Ladder minifloatLadder(int exponentBits, int mantissaBits) {
    requireRange("float", "X", exponentBits, 1, 8);
    requireRange("float", "Y", mantissaBits, 0, 15 - exponentBits);
    const int bias = (1 << (exponentBits - 1)) - 1, bits = 1 + exponentBits + mantissaBits;
    Ladder ladder{
        .spec = "float:e" + std::to_string(exponentBits) + "m" + std::to_string(mantissaBits),
        .bits = bits,
        .steps = simd::StepLaw{.base = 23 - mantissaBits,
                               .down = 24 - mantissaBits - bias,
                               .flipped = mantissaBits == 0}};
    for (int word = 1; word < 1 << (bits - 1); ++word) {
        const int exponent = word >> mantissaBits, mantissa = word & ((1 << mantissaBits) - 1);
        const int significand = exponent == 0 ? mantissa : mantissa + (1 << mantissaBits);
        ladder.append(std::ldexp(static_cast<long double>(significand),
                                 std::max(exponent, 1) - bias - mantissaBits));
    }
    ladder.mirror();
    return ladder;
}

// Magnitudes 2^bias (1 + 2^-m) .. 2^(bias + 2^e - 1) (2 - 2^-m): the encoding of 2^bias itself is
// given up for zero.
Ladder adaptivFloatLadder(int bits, int exponentBits) {
    requireRange("adaptivfloat", "n", bits, 3, 16);
    requireRange("adaptivfloat", "e", exponentBits, 1, std::min(bits - 1, 8));
    const int mantissaBits = bits - 1 - exponentBits;
    Ladder ladder{
        .spec = "adaptivfloat:" + std::to_string(bits) + "," + std::to_string(exponentBits),
        .bits = bits,
        .steps = simd::StepLaw{.base = 23 - mantissaBits}};
    for (int word = 1; word < 1 << (bits - 1); ++word) {
        const int exponent = word >> mantissaBits, mantissa = word & ((1 << mantissaBits) - 1);
        ladder.append(std::ldexp(static_cast<long double>(mantissa + (1 << mantissaBits)),
                                 exponent - mantissaBits));
    }
    ladder.mirror();
    return ladder;
}

}  // namespace lpstudio
