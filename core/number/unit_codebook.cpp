#include "core/number/unit_codebook.h"

#include <algorithm>
#include <cmath>

namespace lpstudio {

void UnitCodebook::append(long double value) {
    positive.push_back({value, std::log2(value), static_cast<std::int32_t>(positive.size()) + 1});
}

void UnitCodebook::mirror() {
    negative = positive;
    for (Level& level : negative) level.code = -level.code;
}

Magnitudes::Magnitudes(const UnitCodebook& codebook) {
    for (const Level& level : codebook.positive)
        positive.push_back(static_cast<double>(level.value));
    for (const Level& level : codebook.negative)
        negative.push_back(static_cast<double>(level.value));
    symmetric = positive == negative;
}

namespace {

/// An integer with exponent e keeps e bits of its pattern.
constexpr simd::StepLaw kIntegers{.down = 23};

}  // namespace

UnitCodebook uniformCodebook(int bits) {
    requireRange("int", "b", bits, 2, 16);
    UnitCodebook codebook{.spec = "int:" + std::to_string(bits),
                          .bits = bits,
                          .twosComplement = true,
                          .steps = kIntegers};
    for (int code = 1; code < 1 << (bits - 1); ++code) codebook.append(code);
    codebook.mirror();
    return codebook;
}

UnitCodebook fixedPointCodebook(int bits) {
    requireRange("fixed", "b", bits, 2, 16);
    UnitCodebook codebook{.spec = "fixed:" + std::to_string(bits),
                          .bits = bits,
                          .twosComplement = true,
                          .steps = kIntegers};
    for (int code = 1; code < 1 << (bits - 1); ++code) codebook.append(code);
    codebook.mirror();
    const int lowest = 1 << (bits - 1);
    codebook.negative.push_back(
        {static_cast<long double>(lowest), static_cast<long double>(bits - 1), -lowest});
    return codebook;
}

// IEEE 754-2019, 3.4: "if E = 0 and T != 0, then v = (-1)^S x 2^emin x (0 + 2^(1-p) x T)
// [subnormal]; if 1 <= E <= 2^w - 2, then v = (-1)^S x 2^(E-bias) x (1 + 2^(1-p) x T)". Here the
// highest E holds numbers too.
UnitCodebook minifloatCodebook(int exponentBits, int mantissaBits) {
    requireRange("float", "X", exponentBits, 1, 8);
    requireRange("float", "Y", mantissaBits, 0, 15 - exponentBits);
    const int bias = (1 << (exponentBits - 1)) - 1, bits = 1 + exponentBits + mantissaBits;
    UnitCodebook codebook{
        .spec = "float:e" + std::to_string(exponentBits) + "m" + std::to_string(mantissaBits),
        .bits = bits,
        .steps = simd::StepLaw{.base = 23 - mantissaBits,
                               .down = 24 - mantissaBits - bias,
                               .flipped = mantissaBits == 0}};
    for (int word = 1; word < 1 << (bits - 1); ++word) {
        const int exponent = word >> mantissaBits, mantissa = word & ((1 << mantissaBits) - 1);
        const int significand = exponent == 0 ? mantissa : mantissa + (1 << mantissaBits);
        codebook.append(std::ldexp(static_cast<long double>(significand),
                                   std::max(exponent, 1) - bias - mantissaBits));
    }
    codebook.mirror();
    return codebook;
}

// Magnitudes 2^bias (1 + 2^-m) .. 2^(bias + 2^e - 1) (2 - 2^-m): the encoding of 2^bias itself is
// given up for zero.
UnitCodebook adaptivFloatCodebook(int bits, int exponentBits) {
    requireRange("adaptivfloat", "n", bits, 3, 16);
    requireRange("adaptivfloat", "e", exponentBits, 1, std::min(bits - 1, 8));
    const int mantissaBits = bits - 1 - exponentBits;
    UnitCodebook codebook{
        .spec = "adaptivfloat:" + std::to_string(bits) + "," + std::to_string(exponentBits),
        .bits = bits,
        .steps = simd::StepLaw{.base = 23 - mantissaBits}};
    for (int word = 1; word < 1 << (bits - 1); ++word) {
        const int exponent = word >> mantissaBits, mantissa = word & ((1 << mantissaBits) - 1);
        codebook.append(std::ldexp(static_cast<long double>(mantissa + (1 << mantissaBits)),
                                   exponent - mantissaBits));
    }
    codebook.mirror();
    return codebook;
}

// Standard for Posit Arithmetic (2022), 4.2 and 4.3: "sign S, regime R, exponent E, fraction F ...
// R consists of k bits equal to R0, terminated by 1-R0 or by the end of the posit; r = -k if R0 =
// 0, r = k - 1 if R0 = 1 ... E: up to 2 bits [es here]; if bits are cut off by the end of the posit
// they are 0 ... value
// ((1 - 3S) + f) x 2^((1-2S)(4r + e + S))", which for S = 0 is (1 + f) x 2^(4r + e). Negative
// posits are the two's complement of the positive. Rounding here is the project's own (section 1 of
// the specification of formats): nearest on the real line, with underflow to zero, which the
// standard forbids.
UnitCodebook positCodebook(int n, int es) {
    requireRange("posit", "n", n, 2, 16);
    requireRange("posit", "es", es, 0, 5);
    UnitCodebook codebook{.spec = "posit:" + std::to_string(n) + "," + std::to_string(es),
                          .bits = n,
                          .twosComplement = true,
                          .hasNar = true};
    // A regime of r takes |r + 1/2| + 5/2 bits of n, the exponent es, and the fraction what is
    // left.
    const int full = 23 - (n - 3 - es);
    codebook.steps =
        simd::StepLaw{.es = es, .down = full - 1, .up = full, .cap = 23 + es, .regime = true};
    for (int word = 1; word < 1 << (n - 1); ++word) {
        int left = n - 1;
        const auto next = [&] { return (word >> (left - 1)) & 1; };
        const int first = next();
        int run = 0;
        while (left > 0 && next() == first) {
            ++run;
            --left;
        }
        if (left > 0) --left;  // the terminator
        const int r = first == 1 ? run - 1 : -run;
        const int held = std::min(es, left);
        const int e = ((word >> (left - held)) & ((1 << held) - 1)) << (es - held);
        left -= held;
        const int significand = (1 << left) + (word & ((1 << left) - 1));
        codebook.append(std::ldexp(static_cast<long double>(significand), (r << es) + e - left));
    }
    codebook.mirror();
    return codebook;
}

// "sign and magnitude index: 0 is zero, index i is 2^((i - 2^(n-2)) / 2^f)".
UnitCodebook lnsCodebook(int n, int fractionBits) {
    requireRange("lns", "n", n, 2, 16);
    // Below, the values would leave double's normal range.
    requireRange("lns", "f", fractionBits, std::max(0, n - 11), n);
    UnitCodebook codebook{.spec = "lns:" + std::to_string(n) + "," + std::to_string(fractionBits),
                          .bits = n};
    for (int index = 1; index < 1 << (n - 1); ++index) {
        const long double exponent =
            std::ldexp(static_cast<long double>(index - (1 << (n - 2))), -fractionBits);
        // Kept exactly as an exponent; the value is its rounding.
        codebook.positive.push_back({std::exp2(exponent), exponent, index});
    }
    codebook.mirror();
    return codebook;
}

// "0, +-2^i for i = 0..2^(b-1)-2".
UnitCodebook powerOfTwoCodebook(int bits) {
    requireRange("pot", "b", bits, 2, 10);
    UnitCodebook codebook{.spec = "pot:" + std::to_string(bits),
                          .bits = bits,
                          .steps = simd::StepLaw{.base = 23, .flipped = true}};
    for (int i = 0; i <= (1 << (bits - 1)) - 2; ++i) codebook.append(std::ldexp(1.0L, i));
    codebook.mirror();
    return codebook;
}

// "{0} and {2^i (1 + j/2^m): i = 0..2B-3, m = min(i, 2B-3-i), 0 <= j < 2^m} and {2^(2B-2)}", with B
// the number of magnitude bits.
UnitCodebook flintCodebook(int bits, bool isUnsigned) {
    requireRange("flint", "b", bits, isUnsigned ? 2 : 3, 16);
    const int magnitudeBits = isUnsigned ? bits : bits - 1, top = 2 * magnitudeBits - 3;
    UnitCodebook codebook{.spec = "flint:" + std::to_string(bits) + (isUnsigned ? ",u" : ""),
                          .bits = bits,
                          .steps = simd::StepLaw{.down = 23, .up = 23 - top, .flipped = true}};
    for (int i = 0; i <= top; ++i) {
        const int m = std::min(i, top - i);
        for (int j = 0; j < 1 << m; ++j)
            codebook.append(std::ldexp(static_cast<long double>((1 << m) + j), i - m));
    }
    codebook.append(std::ldexp(1.0L, top + 1));
    if (!isUnsigned) codebook.mirror();
    return codebook;
}

// QLoRA (Dettmers et al., NeurIPS 2023), appendix E, "The exact values of the NF4 data type":
// quantiles of the standard normal distribution, scaled into [-1, 1], with an exact zero. Float32
// as published. Eight values are positive: the code +8 takes the word 1000, free because -0 does
// not exist.
UnitCodebook normalFloatCodebook() {
    UnitCodebook codebook{.spec = "nf4", .bits = 4};
    for (const float value :
         {0.07958029955625534F, 0.16093020141124725F, 0.24611230194568634F, 0.33791524171829224F,
          0.44070982933044434F, 0.5626170039176941F, 0.7229568362236023F, 1.0F})
        codebook.append(value);
    std::int32_t code = 0;
    for (const float value : {0.09105003625154495F, 0.18477343022823334F, 0.28444138169288635F,
                              0.39491748809814453F, 0.5250730514526367F, 0.6961928009986877F, 1.0F})
        codebook.negative.push_back({value, std::log2(static_cast<long double>(value)), --code});
    return codebook;
}

}  // namespace lpstudio
