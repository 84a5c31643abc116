#pragma once

#include <algorithm>
#include <cfloat>
#include <cmath>
#include <cstdint>
#include <stdexcept>
#include <vector>

namespace lpstudio::oracle {

// Rounding in exact arithmetic, sharing no code with core/number.
//
// Every value of every format is mantissa * 2^exponent with a dyadic mantissa and a dyadic
// exponent. Where the exponent is an integer the value is rational, and 113 bits hold it, twice a
// float32, and the sum of two neighbours exactly (a level of at most 24 bits times a scale of 53
// bits; of posits at most 8 + 53 bits, and 2^32 between neighbours): nearest() checks that they do.
//
// Otherwise it is irrational, and then no tie exists: 2^a + 2^b with rational a, b is rational only
// if both are integers, since powers of two whose exponents differ in their fraction are linearly
// independent over the rationals. So x and a midpoint differ, and the sign of their difference is
// right whenever it exceeds the error bound. A difference below the bound throws Undecided: the
// oracle never guesses.

__extension__ using Quad = __float128;

struct Undecided : std::logic_error {
    using std::logic_error::logic_error;
};

inline Quad magnitude(Quad x) {
    return x < 0 ? -x : x;
}

inline bool isInteger(Quad x) {
    return x == static_cast<Quad>(static_cast<long long>(x));
}

/// 2^k, exactly.
inline Quad powerOfTwo(int k) {
    return static_cast<Quad>(std::ldexp(1.0L, k));
}

/// 2^exponent: exact for an integer, otherwise within 2^-105 of itself.
inline Quad exp2Of(Quad exponent) {
    const int whole = static_cast<int>(exponent);
    const Quad rest = exponent - whole;
    const Quad ln2 =
        static_cast<Quad>(0xb17217f7d1cf79abp-64L) + static_cast<Quad>(0xc9e3b39803f2f6afp-128L);
    Quad sum = 1, term = 1;
    for (int i = 1; i < 36 && rest != 0; ++i) {
        term *= rest * ln2 / i;
        sum += term;
    }
    return sum * powerOfTwo(whole);
}

/// Far above the error of any value, far below a float32's or double's resolution.
inline Quad errorBound(Quad x) {
    return magnitude(x) * powerOfTwo(-100);
}

struct Number {
    std::int32_t code = 0;            ///< signed
    std::uint32_t word = 0;           ///< the bits as stored
    Quad mantissa = 0, exponent = 0;  ///< value = mantissa * 2^exponent, both exact
    Quad value = 0;

    Number(std::int32_t c, std::uint32_t w, Quad m, Quad e = 0)
        : code(c), word(w), mantissa(m), exponent(e), value(m * exp2Of(e)) {}

    bool isRational() const { return isInteger(exponent); }
    bool isEven() const { return code % 2 == 0; }

    /// The value rounded once, to float or double.
    template <class Float>
    Float rounded() const {
        const Float f = static_cast<Float>(value);
        if (isRational() || std::isinf(f)) return f;
        const Float next = std::nextafter(f, static_cast<Quad>(f) < value ? HUGE_VALF : -HUGE_VALF);
        const Quad halfway = (static_cast<Quad>(f) + static_cast<Quad>(next)) / 2;
        if (magnitude(value - halfway) <= errorBound(value))
            throw Undecided("a value lies too close to the middle of two floats");
        return f;
    }
};

using Numbers = std::vector<Number>;  ///< ascending

/// Every number times `factor` * 2^shift.
inline Numbers scaled(const Numbers& numbers, double factor, double shift) {
    Numbers result;
    for (const Number& n : numbers)
        result.emplace_back(n.code, n.word, n.mantissa * static_cast<Quad>(factor),
                            n.mantissa == 0 ? Quad{0} : n.exponent + static_cast<Quad>(shift));
    return result;
}

/// "On float32 tensors only codes with magnitude within [2^-126, FLT_MAX] exist."
inline Numbers onFloat32(Numbers numbers) {
    std::erase_if(numbers, [](const Number& n) {
        const Quad m = magnitude(n.value);
        return n.code != 0 && (m < static_cast<Quad>(FLT_MIN) || m > static_cast<Quad>(FLT_MAX));
    });
    return numbers;
}

/// -1, 0, 1: a < b, a = b, a > b, where `exact` says whether both are.
inline int compare(Quad a, Quad b, bool exact) {
    if (exact) return a < b ? -1 : (a > b ? 1 : 0);
    if (magnitude(a - b) <= errorBound(magnitude(a) + magnitude(b)))
        throw Undecided("two reals are too close to compare");
    return a < b ? -1 : 1;
}

/// Of two neighbours at the same distance the even code; zero is even, and stays so where the code
/// next to it does not exist on float32.
inline const Number& evenOf(const Number& a, const Number& b) {
    if (a.code == 0 || b.code == 0) return a.code == 0 ? a : b;
    return a.isEven() ? a : b;
}

/// Closest to y on the real line, ties to the even code, saturating at either end.
inline const Number& nearest(const Numbers& numbers, Quad y) {
    const auto upper = std::upper_bound(numbers.begin(), numbers.end(), y,
                                        [](Quad v, const Number& n) { return v < n.value; });
    if (upper == numbers.end()) return numbers.back();
    if (upper == numbers.begin()) return numbers.front();
    const Number &a = *(upper - 1), &b = *upper;
    const bool exact = a.isRational() && b.isRational();
    const Quad sum = a.value + b.value;
    // What the sum rounds away, found exactly (Dekker).
    const Quad rest = magnitude(a.value) > magnitude(b.value) ? b.value - (sum - a.value)
                                                              : a.value - (sum - b.value);
    if (exact && rest != 0) throw Undecided("the sum of two neighbours exceeds 113 bits");
    const int order = compare(2 * y, sum, exact);
    if (order == 0) return evenOf(a, b);
    return order < 0 ? a : b;
}

/// Bits from the first to the last that is set.
inline int significantBits(Quad x) {
    x = magnitude(x);
    if (x == 0) return 0;
    while (x >= 2) x /= 2;
    while (x < 1) x *= 2;
    int bits = 1;
    for (x -= 1; x != 0; ++bits) {
        x *= 2;
        if (x >= 1) x -= 1;
    }
    return bits;
}

/// Closest in log2|x| on x's side of zero, ties to the even code; zero only for x = 0 or log2|x| <
/// log2(minpos) - 1.
inline const Number& logNearest(const Numbers& numbers, float x) {
    const auto zero =
        std::find_if(numbers.begin(), numbers.end(), [](const Number& n) { return n.code == 0; });
    if (x == 0) return *zero;
    // The last number towards x from zero.
    const Quad y = magnitude(static_cast<Quad>(x));
    const auto near = x > 0
                          ? std::upper_bound(zero, numbers.end(), y,
                                             [](Quad v, const Number& n) { return v < n.value; }) -
                                1
                          : std::lower_bound(numbers.begin(), zero, -y,
                                             [](const Number& n, Quad v) { return n.value < v; });
    if (near == (x > 0 ? numbers.end() - 1 : numbers.begin())) return *near;
    const Number &below = *near, &next = x > 0 ? *(near + 1) : *(near - 1);
    if (near == zero)
        return compare(2 * y, magnitude(next.value), next.isRational()) < 0 ? below : next;
    // |x|^2 against the product of both sides of it.
    const Quad product = below.value * next.value, square = y * y;
    if (magnitude(square - product) > errorBound(product)) return square < product ? below : next;
    const Quad exponent = below.exponent + next.exponent;
    if (!isInteger(exponent) ||
        significantBits(below.mantissa) + significantBits(next.mantissa) > 113 ||
        square != below.mantissa * next.mantissa * exp2Of(exponent))
        throw Undecided("a geometric mean is too close to compare");
    return evenOf(below, next);
}

}  // namespace lpstudio::oracle
