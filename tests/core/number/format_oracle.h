#pragma once

#include <array>
#include <functional>
#include <string>

#include "tests/core/number/exact_reals.h"
#include "tests/core/number/lp_oracle.h"

namespace lpstudio::oracle {

// The codebooks of spec/number-formats.md, read word by word and sharing no code with core/number.

/// How a scale stands in a spec.
enum class ScaleKind { At, Exponent, FractionBits, ScaleFactor, None };

struct Definition {
    std::string spec;  ///< without the scale
    int bits = 0;
    ScaleKind kind = ScaleKind::At;
    Numbers numbers;  ///< at scale 1
};

inline std::string textOf(double x) {
    std::array<char, 40> buffer{};
    std::snprintf(buffer.data(), buffer.size(), "%.17g", x);
    return buffer.data();
}

/// The spec with a scale (or bias, f, sf), and what it stands for.
inline std::string specAt(const Definition& d, double scale) {
    if (d.kind == ScaleKind::None) return d.spec;
    return d.spec + (d.kind == ScaleKind::At ? "@" : ",") + textOf(scale);
}
inline Numbers numbersAt(const Definition& d, double scale) {
    switch (d.kind) {
        case ScaleKind::At:
            return scaled(d.numbers, scale, 0);
        case ScaleKind::Exponent:
            return scaled(d.numbers, 1, scale);
        case ScaleKind::FractionBits:
        case ScaleKind::ScaleFactor:
            return scaled(d.numbers, 1, -scale);
        case ScaleKind::None:
            break;
    }
    return d.numbers;
}

/// Bits [from, from + count) of a word as written, 0 where the word has ended: the first bit is 0.
inline int field(const std::string& word, int from, int count) {
    int value = 0;
    for (int i = from; i < from + count; ++i)
        value = 2 * value +
                (i < static_cast<int>(word.size()) ? word[static_cast<std::size_t>(i)] - '0' : 0);
    return value;
}

struct Real {
    Quad mantissa = 0, exponent = 0;
};

/// Words in two's complement, from code `lowest`; `valueOf` gives the value of a code's bits.
inline Numbers twosComplement(int bits, std::int32_t lowest,
                              const std::function<Real(std::int32_t)>& valueOf) {
    Numbers numbers;
    for (std::int32_t code = lowest; code < 1 << (bits - 1); ++code) {
        const Real real = code == 0 ? Real{} : valueOf(code);
        numbers.emplace_back(code, static_cast<std::uint32_t>(code) & ((1U << bits) - 1),
                             real.mantissa, real.exponent);
    }
    return numbers;
}

/// Words of a sign and the index of a magnitude; index 0 is zero, -0 is not listed.
inline Numbers signAndIndex(int bits, int indices, const std::function<Real(int)>& magnitudeOf,
                            bool isUnsigned = false) {
    Numbers numbers;
    for (int index = isUnsigned ? 0 : indices; index > 0; --index) {
        const Real m = magnitudeOf(index);
        numbers.emplace_back(-index, (1U << (bits - 1)) + static_cast<unsigned>(index), -m.mantissa,
                             m.exponent);
    }
    numbers.emplace_back(0, 0, 0);
    for (int index = 1; index <= indices; ++index) {
        const Real m = magnitudeOf(index);
        numbers.emplace_back(index, static_cast<unsigned>(index), m.mantissa, m.exponent);
    }
    return numbers;
}

inline Definition integer(int bits) {
    return {"int:" + std::to_string(bits), bits, ScaleKind::At,
            twosComplement(bits, 1 - (1 << (bits - 1)), [](std::int32_t c) {
                return Real{static_cast<Quad>(c), 0};
            })};
}

inline Definition fixedPoint(int bits) {
    return {"fixed:" + std::to_string(bits), bits, ScaleKind::FractionBits,
            twosComplement(bits, -(1 << (bits - 1)), [](std::int32_t c) {
                return Real{static_cast<Quad>(c), 0};
            })};
}

/// IEEE 754's finite numbers through the highest exponent: `largestIndex` cuts off those that
/// stand for NaN and infinity elsewhere.
inline Numbers minifloatNumbers(int exponentBits, int mantissaBits, int largestIndex) {
    const int bits = 1 + exponentBits + mantissaBits, bias = (1 << (exponentBits - 1)) - 1;
    return signAndIndex(bits, largestIndex, [=](int index) {
        const std::string word = bitsOf(index, bits);
        const int e = field(word, 1, exponentBits), m = field(word, 1 + exponentBits, mantissaBits);
        const int significand = (e > 0 ? 1 << mantissaBits : 0) + m;
        return Real{static_cast<Quad>(significand),
                    static_cast<Quad>((e > 0 ? e : 1) - bias - mantissaBits)};
    });
}

inline Definition minifloat(int exponentBits, int mantissaBits) {
    const int bits = 1 + exponentBits + mantissaBits;
    return {"float:e" + std::to_string(exponentBits) + "m" + std::to_string(mantissaBits), bits,
            ScaleKind::At, minifloatNumbers(exponentBits, mantissaBits, (1 << (bits - 1)) - 1)};
}

/// 2^e (1 + m / 2^M) at bias 0, all-zero bits being 0.
inline Definition adaptivFloat(int n, int exponentBits) {
    const int mantissaBits = n - 1 - exponentBits;
    return {"adaptivfloat:" + std::to_string(n) + "," + std::to_string(exponentBits), n,
            ScaleKind::Exponent, signAndIndex(n, (1 << (n - 1)) - 1, [=](int index) {
                const std::string word = bitsOf(index, n);
                return Real{1 + static_cast<Quad>(field(word, 1 + exponentBits, mantissaBits)) /
                                    powerOfTwo(mantissaBits),
                            static_cast<Quad>(field(word, 1, exponentBits))};
            })};
}

/// Standard for Posit Arithmetic (2022), posit format encoding: ((1 - 3s) + f) * 2^((1 - 2s) *
/// (2^es r + e + s)) of the bits as they stand, of negative words too, with es = 2 there.
inline Real positReal(const std::string& word, int es) {
    const int n = static_cast<int>(word.size()), s = field(word, 0, 1), first = field(word, 1, 1);
    int run = 1;
    while (1 + run < n && field(word, 1 + run, 1) == first) ++run;
    const int r = first == 1 ? run - 1 : -run, e = field(word, 2 + run, es),
              fractionBits = std::max(0, n - 2 - run - es);
    const Quad f =
        static_cast<Quad>(field(word, 2 + run + es, fractionBits)) / powerOfTwo(fractionBits);
    return {(1 - 3 * s) + f, static_cast<Quad>((1 - 2 * s) * ((1 << es) * r + e + s))};
}

inline Definition posit(int n, int es) {
    return {"posit:" + std::to_string(n) + "," + std::to_string(es), n, ScaleKind::At,
            twosComplement(n, 1 - (1 << (n - 1)),
                           [=](std::int32_t code) { return positReal(bitsOf(code, n), es); })};
}

inline Definition logarithmic(int n, int fractionBits) {
    return {
        "lns:" + std::to_string(n) + "," + std::to_string(fractionBits), n, ScaleKind::At,
        signAndIndex(n, (1 << (n - 1)) - 1, [=](int index) {
            return Real{1, static_cast<Quad>(index - (1 << (n - 2))) / powerOfTwo(fractionBits)};
        })};
}

inline Definition powersOfTwo(int bits) {
    return {"pot:" + std::to_string(bits), bits, ScaleKind::At,
            signAndIndex(bits, (1 << (bits - 1)) - 1, [](int index) {
                return Real{1, static_cast<Quad>(index - 1)};
            })};
}

/// {2^i (1 + j/2^m): i = 0..2B-3, m = min(i, 2B-3-i), 0 <= j < 2^m} and 2^(2B-2).
inline Definition flint(int bits, bool isUnsigned) {
    const int b = isUnsigned ? bits : bits - 1;
    std::vector<Quad> magnitudes{0};
    for (int i = 0; i <= 2 * b - 3; ++i) {
        const int m = std::min(i, 2 * b - 3 - i);
        for (int j = 0; j < 1 << m; ++j)
            magnitudes.push_back(powerOfTwo(i) * (1 + static_cast<Quad>(j) / powerOfTwo(m)));
    }
    magnitudes.push_back(powerOfTwo(2 * b - 2));
    return {"flint:" + std::to_string(bits) + (isUnsigned ? ",u" : ""), bits, ScaleKind::At,
            signAndIndex(
                bits, static_cast<int>(magnitudes.size()) - 1,
                [=](int index) {
                    return Real{magnitudes[static_cast<std::size_t>(index)], 0};
                },
                isUnsigned)};
}

/// QLoRA, appendix E, as printed there and in bitsandbytes: sixteen values, zero among them.
inline const std::array<float, 16>& normalFloatValues() {
    static const std::array<float, 16> values{-1.0F,
                                              -0.6961928009986877F,
                                              -0.5250730514526367F,
                                              -0.39491748809814453F,
                                              -0.28444138169288635F,
                                              -0.18477343022823334F,
                                              -0.09105003625154495F,
                                              0.0F,
                                              0.07958029955625534F,
                                              0.16093020141124725F,
                                              0.24611230194568634F,
                                              0.33791524171829224F,
                                              0.44070982933044434F,
                                              0.5626170039176941F,
                                              0.7229568362236023F,
                                              1.0F};
    return values;
}

/// Seven negative values take the words of their sign and index; the eight positive the other ones.
inline Definition normalFloat() {
    Numbers numbers;
    for (int i = 0; i < 16; ++i) {
        const int code = i - 7;
        numbers.emplace_back(code, static_cast<unsigned>(code < 0 ? 8 - code : code),
                             static_cast<Quad>(normalFloatValues()[static_cast<std::size_t>(i)]));
    }
    return {"nf4", 4, ScaleKind::At, numbers};
}

inline Definition logarithmicPosit(int n, int es, int rs) {
    return {"lp:" + std::to_string(n) + "," + std::to_string(es) + "," + std::to_string(rs), n,
            ScaleKind::ScaleFactor, twosComplement(n, 1 - (1 << (n - 1)), [=](std::int32_t code) {
                return Real{code < 0 ? Quad{-1} : Quad{1},
                            static_cast<Quad>(exponent(bitsOf(std::abs(code), n), es, rs))};
            })};
}

/// An element format of OCP MX v1.0 at the shared scale 1.
struct MxElement {
    const char* spec;
    int emax;  ///< of the largest normal number
    Numbers numbers;
};
inline const std::vector<MxElement>& mxElements() {
    static const std::vector<MxElement> all{
        // 5.3.1: S.1111.111 is NaN, there is no infinity; E5M2 as IEEE 754: exponent 31 holds none.
        {"mxfp8e4m3", 8, minifloatNumbers(4, 3, 0x7e)},
        {"mxfp8e5m2", 15, minifloatNumbers(5, 2, 0x7b)},
        // 5.3.2, 5.3.3: all words are numbers.
        {"mxfp6e2m3", 2, minifloatNumbers(2, 3, 0x1f)},
        {"mxfp6e3m2", 4, minifloatNumbers(3, 2, 0x1f)},
        {"mxfp4", 2, minifloatNumbers(2, 1, 0x7)},
        // 5.3.4: two's complement with an implied scale of 2^-6; -2 may be left unused, and is.
        {"mxint8", 0, twosComplement(8, -127, [](std::int32_t c) {
             return Real{static_cast<Quad>(c), -6};
         })}};
    return all;
}

/// Every valid format of at most `most` bits.
inline std::vector<Definition> allDefinitions(int most) {
    std::vector<Definition> all;
    for (int n = 2; n <= most; ++n) {
        all.push_back(integer(n));
        all.push_back(fixedPoint(n));
        all.push_back(powersOfTwo(n));
        if (n >= 3) all.push_back(flint(n, false));
        all.push_back(flint(n, true));
        for (int es = 0; es <= 5; ++es) all.push_back(posit(n, es));
        for (int f = 0; f <= n; ++f) all.push_back(logarithmic(n, f));
        for (int e = 1; e <= std::min(n - 1, 8); ++e) {
            all.push_back(minifloat(e, n - 1 - e));
            if (n >= 3) all.push_back(adaptivFloat(n, e));
        }
        for (int es = 0; es <= std::min(5, std::max(0, n - 3)); ++es)
            for (int rs = 1; rs <= n - 1; ++rs) all.push_back(logarithmicPosit(n, es, rs));
    }
    if (most >= 4) all.push_back(normalFloat());
    for (const MxElement& e : mxElements())
        all.push_back({e.spec,
                       std::string(e.spec).starts_with("mxfp4")   ? 4
                       : std::string(e.spec).starts_with("mxfp6") ? 6
                                                                  : 8,
                       ScaleKind::None, e.numbers});
    return all;
}

}  // namespace lpstudio::oracle
