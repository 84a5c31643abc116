#include "hw/datapath.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <stdexcept>
#include <string>

#include "core/base/error.h"
#include "hw/datapath_kernel.h"

namespace lpstudio {
namespace {

constexpr int kQ = LpOperand::kUlfxFraction;

void requireRange(const char* option, int value, int least, int most) {
    if (value < least || value > most)
        throw UsageError(std::string("datapath: ") + option + " = " + std::to_string(value) +
                         "; give " + std::to_string(least) + ".." + std::to_string(most));
}

void requireShape(int n, int es, int rs) {
    const auto require = [&](const char* parameter, int value, int least, int most) {
        if (value < least || value > most)
            throw UsageError("lp:" + std::to_string(n) + "," + std::to_string(es) + "," +
                             std::to_string(rs) + ": " + parameter + " = " + std::to_string(value) +
                             "; a processing element takes " + std::to_string(least) + ".." +
                             std::to_string(most));
    };
    require("n", n, 2, LpOperand::kMaxWidth);
    require("es", es, 0, std::max(0, n - 3));
    require("rs", rs, 1, n - 1);
}

/// Arithmetic shift of a value of at most 31 bits: what falls off rounds towards minus infinity.
std::int64_t shiftedRight(std::int64_t value, int places) {
    return value >> std::min(places, 63);
}

/// The significand with t fraction bits, 2^t .. 2^(t+1), as the adder takes it: F fraction bits in
/// two's complement.
std::int64_t twosComplement(bool negative, std::int64_t magnitude, int from, int to) {
    const std::int64_t value = negative ? -magnitude : magnitude;
    return to >= from ? value * (std::int64_t{1} << (to - from)) : shiftedRight(value, from - to);
}

}  // namespace

const char* conversionName(LogConversion conversion) {
    return conversion == LogConversion::Table ? "table" : "mitchell";
}

void validate(const DatapathOptions& options) {
    requireRange("log fraction bits t", options.logFractionBits, 1, DatapathOptions::kMaxFraction);
    requireRange("accumulator fraction bits F", options.accumulatorFraction, 2,
                 DatapathOptions::kMaxFraction);
}

LpOperand decodeOperand(std::int32_t code, int n, int es, int rs) {
    requireShape(n, es, rs);
    const std::int32_t most = (1 << (n - 1)) - 1;
    if (code < -most || code > most)
        throw Error("lp:" + std::to_string(n) + ": code " + std::to_string(code) +
                    " is no number; the array takes " + std::to_string(-most) + ".." +
                    std::to_string(most));
    if (code == 0) return {};
    // The unified decoder step by step: two's complement, inversion by the regime's first bit, a
    // count of leading zeros, the regime shifted out; what is left is u with es places before the
    // point. decodeFields() in core/number/lp.cpp reads the same words by their definition and is
    // kept apart on purpose: this is the circuit, and the tests hold one against the other.
    const auto magnitude = static_cast<unsigned>(code < 0 ? -code : code);
    const int body = n - 1;
    const bool ones = (magnitude >> (body - 1)) != 0;
    const unsigned regime = ones ? ~magnitude & ((1U << body) - 1) : magnitude;
    const int zeros = body - static_cast<int>(std::bit_width(regime));
    const int run = std::min(zeros, rs);
    // At the cap there is no terminator.
    const int left = std::max(0, body - run - (run < rs ? 1 : 0));
    const unsigned rest = magnitude & ((1U << left) - 1);
    const int k = ones ? run - 1 : -run;
    // At most n - 2 <= kQ bits are left.
    return {false, code < 0, k * (1 << es), rest << (kQ + es - left)};
}

DatapathWord packed(const LpOperand& operand) {
    if (operand.zero) return kernel::kZeroWord;
    // The sum of two words holds the sum of the signs in its lowest two bits, of which the lower
    // one is their XOR.
    const std::int32_t log2 = operand.regime * (1 << kQ) + static_cast<std::int32_t>(operand.ulfx);
    return log2 * 4 + (operand.negative ? 1 : 0);
}

Datapath::Datapath(const DatapathOptions& options) : options_(options) {
    validate(options);
    const int t = options.logFractionBits, f = options.accumulatorFraction;
    for (std::uint32_t lnf = 0; lnf < fractions_.size(); ++lnf) {
        // No tie: 2^lnf is irrational but for lnf = 0. In long double the error of exp2 is far
        // below the distance of any of these values from the middle between two steps.
        const long double power = exp2l(std::ldexp(static_cast<long double>(lnf), -kQ));
        fractions_[lnf] = options.conversion == LogConversion::Table
                              ? static_cast<std::uint32_t>(std::llround(std::ldexp(power - 1, t)))
                              : (t >= kQ ? lnf << (t - kQ) : lnf >> (kQ - t));
    }
    significands_.resize(4 * fractions_.size());
    for (std::uint32_t lnf = 0; lnf < fractions_.size(); ++lnf)
        for (std::uint32_t signs = 0; signs < 4; ++signs) {
            const bool carry = fractions_[lnf] >> t != 0;
            const std::int64_t magnitude =
                (std::int64_t{1} << t) + (carry ? 0 : std::int64_t{fractions_[lnf]});
            const std::int64_t significand = twosComplement((signs & 1) != 0, magnitude, t, f);
            significands_[lnf * 4 + signs] =
                static_cast<std::int32_t>(significand * 2 + (carry ? 1 : 0));
        }
}

LinearProduct Datapath::product(const LpOperand& w, const LpOperand& a) const {
    if (w.zero || a.zero) return {};
    const int regime = w.regime + a.regime;
    const std::uint32_t ulfx = w.ulfx + a.ulfx;
    const std::uint32_t fraction = fractions_[ulfx & ((1U << kQ) - 1)];
    LinearProduct product{false, w.negative != a.negative, regime + static_cast<int>(ulfx >> kQ),
                          fraction};
    if (fraction >> options_.logFractionBits != 0) {
        ++product.exponent;
        product.fraction = 0;
    }
    return product;
}

PartialSum Datapath::add(const PartialSum& sum, const LinearProduct& product) const {
    if (product.zero) return sum;
    const int t = options_.logFractionBits, f = options_.accumulatorFraction;
    std::int64_t x =
        twosComplement(product.negative, (std::int64_t{1} << t) + product.fraction, t, f);
    std::int64_t y = 0;
    int exponent = product.exponent;
    if (!sum.zero) {
        y = twosComplement(sum.negative, (std::int64_t{1} << f) + sum.fraction, f, f);
        exponent = std::max(product.exponent, sum.exponent);
        x = shiftedRight(x, exponent - product.exponent);
        y = shiftedRight(y, exponent - sum.exponent);
    }
    const std::int64_t total = x + y;
    if (total == 0) return {};
    auto magnitude = static_cast<std::uint64_t>(total < 0 ? -total : total);
    const int top = static_cast<int>(std::bit_width(magnitude)) - 1;
    if (top > f)
        magnitude >>= top - f;
    else
        magnitude <<= f - top;
    return {false, total < 0, exponent + top - f,
            static_cast<std::uint32_t>(magnitude - (std::uint64_t{1} << f))};
}

PartialSum Datapath::dot(std::span<const LpOperand> w, std::span<const LpOperand> a) const {
    PartialSum sum;
    for (std::size_t k = 0; k < w.size(); ++k) sum = add(sum, product(w[k], a[k]));
    return sum;
}

double Datapath::value(const PartialSum& sum) const {
    if (sum.zero) return 0;
    const int f = options_.accumulatorFraction;
    const double magnitude =
        std::ldexp(static_cast<double>((1U << f) + sum.fraction), sum.exponent - f);
    return sum.negative ? -magnitude : magnitude;
}

void Datapath::multiply(const DatapathProduct& p) const {
    if (p.a.size() != p.m * p.k || p.b.size() != p.k * p.n || p.c.size() != p.m * p.n)
        throw std::invalid_argument("Datapath::multiply: sizes do not fit m, k, n");
    const kernel::Tables tables{significands_.data(), options_.accumulatorFraction};
    if (p.n >= p.m || p.n >= kernel::kWideEnough) {
        kernel::multiply(tables, p.m, p.k, p.n, p.a.data(), p.b.data(), p.c.data());
        return;
    }
    // Few columns leave a vector empty: c^T = b^T * a^T, since the PE treats both operands alike.
    const auto transposed = [](const auto& from, std::size_t rows, std::size_t columns, auto& to) {
        for (std::size_t i = 0; i < rows; ++i)
            for (std::size_t j = 0; j < columns; ++j) to[j * rows + i] = from[i * columns + j];
    };
    std::vector<DatapathWord> a(p.a.size()), b(p.b.size());
    std::vector<double> c(p.c.size());
    transposed(p.a, p.m, p.k, a);
    transposed(p.b, p.k, p.n, b);
    kernel::multiply(tables, p.n, p.k, p.m, b.data(), a.data(), c.data());
    transposed(c, p.n, p.m, p.c);
}

std::uint16_t segmentedSum(std::uint16_t a, std::uint16_t b, PeMode mode) {
    constexpr unsigned kAdderBits = 4, kAdders = 4, kMask = (1U << kAdderBits) - 1;
    const unsigned addersInLane = mode == PeMode::One8Bit ? 4 : mode == PeMode::Two4Bit ? 2 : 1;
    unsigned sum = 0, carry = 0;
    for (unsigned i = 0; i < kAdders; ++i) {
        if (i % addersInLane == 0) carry = 0;
        const unsigned part =
            ((a >> (i * kAdderBits)) & kMask) + ((b >> (i * kAdderBits)) & kMask) + carry;
        sum |= (part & kMask) << (i * kAdderBits);
        carry = part >> kAdderBits;
    }
    return static_cast<std::uint16_t>(sum);
}

LaneNeeds laneNeeds(const LpShape& weights, const LpShape& activations) {
    int low = 0, high = 0, fractionBits = 0;
    std::uint32_t ulfx = 0;
    for (const LpShape& shape : {weights, activations}) {
        requireShape(shape.n, shape.es, shape.rs);
        int least = 0, most = 0;
        std::uint32_t largest = 0;
        for (std::int32_t code = 1; code < 1 << (shape.n - 1); ++code) {
            const LpOperand operand = decodeOperand(code, shape.n, shape.es, shape.rs);
            least = std::min(least, operand.regime);
            most = std::max(most, operand.regime);
            largest = std::max(largest, operand.ulfx);
            fractionBits = std::max(fractionBits, kQ - std::countr_zero(operand.ulfx | 1U << kQ));
        }
        low += least;
        high += most;
        ulfx += largest;
    }
    const auto bits = [](int value) {
        return static_cast<int>(std::bit_width(static_cast<unsigned>(value)));
    };
    // Two's complement of b bits holds -2^(b-1) .. 2^(b-1)-1.
    return {1 + std::max(bits(high), bits(low < 0 ? -low - 1 : 0)),
            bits(static_cast<int>(ulfx >> (kQ - fractionBits)))};
}

}  // namespace lpstudio
