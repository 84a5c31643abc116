#pragma once

// A second computation from the text of the specification, on exact numbers: an LP value is a power
// of two whose exponent is counted in 64ths, a partial sum is an integer times a power of two, the
// conversion table comes from comparing whole powers. It shares nothing with the code under test.

#include <algorithm>
#include <cstdint>
#include <map>
#include <stdexcept>
#include <string>
#include <vector>

#include "hw/datapath.h"

namespace lpstudio::oracle {

__extension__ using Wide = __int128;

/// An unsigned integer of any size, only for powers.
class Natural {
public:
    explicit Natural(std::uint64_t value) {
        for (; value > 0; value >>= 32) digits_.push_back(static_cast<std::uint32_t>(value));
    }
    Natural squared() const {
        Natural result(0);
        result.digits_.assign(2 * digits_.size() + 1, 0);
        for (std::size_t i = 0; i < digits_.size(); ++i) {
            std::uint64_t carry = 0;
            for (std::size_t j = 0; j < digits_.size() || carry > 0; ++j) {
                carry += result.digits_[i + j];
                if (j < digits_.size()) carry += std::uint64_t{digits_[i]} * digits_[j];
                result.digits_[i + j] = static_cast<std::uint32_t>(carry);
                carry >>= 32;
            }
        }
        while (!result.digits_.empty() && result.digits_.back() == 0) result.digits_.pop_back();
        return result;
    }
    /// Whether it is above 2^power; it must not be equal.
    bool above(int power) const {
        int length = 32 * static_cast<int>(digits_.size());
        for (std::uint32_t top = digits_.back(); (top & 0x80000000U) == 0; top <<= 1) --length;
        return length > power;
    }

private:
    std::vector<std::uint32_t> digits_;
};

/// round((2^(lnf/64) - 1) * 2^t): the number of half-odd steps below 2^(lnf/64).
inline int oracleTable(int lnf, int t) {
    if (lnf == 0) return 0;
    int low = 0, high = 1 << t;
    while (low < high) {
        const int middle = (low + high) / 2;
        // 1 + (middle + 1/2) / 2^t against 2^(lnf/64), both to the 64th power.
        Natural power((std::uint64_t{2} << t) + 2 * static_cast<std::uint64_t>(middle) + 1);
        for (int i = 0; i < 6; ++i) power = power.squared();
        if (power.above(lnf + 64 * (t + 1)))
            high = middle;
        else
            low = middle + 1;
    }
    return low;
}

inline const std::vector<int>& oracleTable(int t) {
    static std::map<int, std::vector<int>> known;
    auto& table = known[t];
    if (table.empty())
        for (int lnf = 0; lnf < 64; ++lnf) table.push_back(oracleTable(lnf, t));
    return table;
}

/// 64 log2 |x| of an LP code, read from its bits one after the other; nullopt for zero.
struct Logarithm {
    bool zero, negative;
    int sixtyFourths;
};
inline Logarithm oracleDecode(int code, int n, int es, int rs) {
    if (code == 0) return {true, false, 0};
    std::string body;
    for (int i = n - 2; i >= 0; --i) body += (std::abs(code) >> i) % 2 == 1 ? '1' : '0';
    const char first = body[0];
    int run = 0;
    while (!body.empty() && body[0] == first && run < rs) {
        body.erase(0, 1);
        ++run;
    }
    if (run < rs && !body.empty()) body.erase(0, 1);
    const int k = first == '1' ? run - 1 : -run;
    int log = 64 * k * static_cast<int>(std::pow(2, es));
    // What is left is e and f in one: a binary number with es places before the point.
    double weight = 64 * std::pow(2, es);
    for (const char bit : body) {
        weight /= 2;
        if (bit == '1') log += static_cast<int>(weight);
    }
    return {false, code < 0, log};
}

/// number * 2^exponent.
struct Exact {
    Wide number = 0;
    int exponent = 0;

    int scale() const {
        Wide magnitude = number < 0 ? -number : number;
        int result = exponent - 1;
        for (; magnitude > 0; magnitude /= 2) ++result;
        return result;
    }
    /// The largest whole number of steps of 2^step that is not above this.
    Wide steps(int step) const {
        Wide whole = number;
        for (int e = exponent; e > step; --e) whole *= 2;
        for (int e = exponent; e < step; ++e) {
            const bool odd = whole % 2 != 0;
            whole = whole / 2 - (odd && whole < 0 ? 1 : 0);
            if (whole == 0 || whole == -1) break;
        }
        return whole;
    }
    double value() const { return std::ldexp(static_cast<double>(number), exponent); }
};

inline Exact oracleProduct(const Logarithm& w, const Logarithm& a, int t,
                           LogConversion conversion) {
    if (w.zero || a.zero) return {};
    const int log = w.sixtyFourths + a.sixtyFourths;
    int whole = log / 64;
    if (log % 64 < 0) --whole;
    const int lnf = log - 64 * whole;
    const int fraction = conversion == LogConversion::Table
                             ? oracleTable(t)[static_cast<std::size_t>(lnf)]
                             : static_cast<int>(std::floor(std::ldexp(lnf, t - 6)));
    const Wide significand = (Wide{1} << t) + fraction;
    return {w.negative != a.negative ? -significand : significand, whole - t};
}

inline Exact oracleAdd(const Exact& sum, const Exact& product, int f) {
    if (product.number == 0) return sum;
    const int scale = sum.number == 0 ? product.scale() : std::max(sum.scale(), product.scale());
    Exact total{sum.steps(scale - f) + product.steps(scale - f), scale - f};
    if (total.number == 0) return {};
    const Wide limit = Wide{1} << (f + 1);
    while (total.number >= limit || total.number <= -limit) {
        total.number /= 2;  // towards zero
        ++total.exponent;
    }
    return total;
}

}  // namespace lpstudio::oracle
