#pragma once

#include <cmath>
#include <cstdint>
#include <string>
#include <vector>

namespace lpstudio::oracle {

/// A second reading of the specification that shares no code with core/number: code words are
/// strings of '0' and '1'.

inline std::string bitsOf(std::int32_t code, int n) {
    std::string bits;
    for (int i = n - 1; i >= 0; --i) bits += (code >> i) & 1 ? '1' : '0';
    return bits;
}

/// Exponent of two of the value of a positive code word at sf = 0.
inline long double exponent(const std::string& word, int es, int rs) {
    std::string body = word.substr(1);
    const char first = body[0];
    std::size_t run = body.find_first_not_of(first);
    if (run == std::string::npos) run = body.size();
    int k = 0;
    std::string rest;
    if (static_cast<int>(run) >= rs) {
        run = static_cast<std::size_t>(rs);  // the cap: no terminator
        rest = body.substr(run);
    } else {
        rest = run < body.size() ? body.substr(run + 1) : "";
    }
    k = first == '1' ? static_cast<int>(run) - 1 : -static_cast<int>(run);
    std::string high = rest.substr(0, static_cast<std::size_t>(es));
    const std::string fraction = rest.size() > high.size() ? rest.substr(high.size()) : "";
    high.append(static_cast<std::size_t>(es) - high.size(), '0');
    long double e = 0, f = 0;
    for (const char c : high) e = 2 * e + (c - '0');
    for (std::size_t i = 0; i < fraction.size(); ++i)
        f += (fraction[i] - '0') * std::pow(0.5L, static_cast<long double>(i + 1));
    return std::pow(2.0L, static_cast<long double>(es)) * k + e + f;
}

struct Code {
    std::int32_t code;
    long double value, log2;  ///< log2 of the magnitude
};

/// All codes but NaR, ascending.
inline std::vector<Code> codebook(int n, int es, int rs, double sf) {
    std::vector<Code> all;
    const std::int32_t half = 1 << (n - 1);
    for (std::int32_t code = -half + 1; code < half; ++code) {
        if (code == 0) {
            all.push_back({0, 0, 0});
            continue;
        }
        const long double power =
            exponent(bitsOf(std::abs(code), n), es, rs) - static_cast<long double>(sf);
        const long double value = std::exp2(power);
        all.push_back({code, code < 0 ? -value : value, power});
    }
    return all;
}

/// Closest on the real line, ties to the even code, saturating.
inline Code nearest(const std::vector<Code>& codes, float x) {
    // Far beyond the ends every distance rounds to the same long double; clamped, the nearest stays
    // the nearest.
    const long double y =
        std::fmin(std::fmax(static_cast<long double>(x), codes.front().value), codes.back().value);
    Code best = codes.front();
    long double bestDistance = std::fabs(y - best.value);
    for (const Code& c : codes) {
        const long double distance = std::fabs(y - c.value);
        if (distance < bestDistance ||
            (distance == bestDistance && c.code % 2 == 0 && best.code % 2 != 0)) {
            best = c;
            bestDistance = distance;
        }
    }
    return best;
}

/// Closest in log2|x| on x's side of zero, ties to the even code; zero only for 0 or log2|x| <
/// log2(minpos) - 1.
inline Code logNearest(const std::vector<Code>& codes, float x) {
    const Code zero{0, 0, 0};
    if (x == 0) return zero;
    const long double l = std::log2(std::fabs(static_cast<long double>(x)));
    Code best = zero;
    long double bestDistance = INFINITY, smallest = INFINITY;
    for (const Code& c : codes) {
        if (c.code == 0 || (c.code < 0) != std::signbit(x)) continue;
        smallest = std::fmin(smallest, c.log2);
        const long double distance = std::fabs(l - c.log2);
        if (distance < bestDistance || (distance == bestDistance && c.code % 2 == 0)) {
            best = c;
            bestDistance = distance;
        }
    }
    return l < smallest - 1 ? zero : best;
}

}  // namespace lpstudio::oracle
