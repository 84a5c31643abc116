#pragma once

#include <algorithm>
#include <cmath>
#include <random>
#include <vector>

#include "tests/core/number/format_oracle.h"

namespace lpstudio::test {

// What fits are tried on.

using Values = std::vector<float>;

struct Named {
    const char* name;
    Values values;
};

/// Tensors of at most MagnitudeTable::kExactLimit entries, for which errors are exact.
inline std::vector<Named> tensors() {
    std::mt19937 random(11);
    std::normal_distribution<float> normal;
    std::exponential_distribution<float> exponential(1);
    std::vector<Named> all{{"normal", Values(3000)},      {"laplace", Values(3000)},
                           {"after ReLU", Values(3000)},  {"negative", Values(1000)},
                           {"heavy tails", Values(2000)}, {"few", {0.3F, -0.7F, 0.11F}}};
    for (float& x : all[0].values) x = 0.02F * normal(random);
    for (float& x : all[1].values) x = (random() % 2 == 0 ? 3.0F : -3.0F) * exponential(random);
    for (float& x : all[2].values) x = std::max(0.0F, normal(random));
    for (float& x : all[3].values) x = -1e-4F * exponential(random);
    for (float& x : all[4].values) x = std::pow(normal(random), 5.0F);
    return all;
}

/// Every kind of scale; each family at a few widths.
inline std::vector<oracle::Definition> families() {
    return {oracle::integer(2),
            oracle::integer(4),
            oracle::integer(8),
            oracle::fixedPoint(4),
            oracle::fixedPoint(8),
            oracle::minifloat(2, 1),
            oracle::minifloat(4, 3),
            oracle::adaptivFloat(4, 2),
            oracle::adaptivFloat(8, 3),
            oracle::posit(6, 1),
            oracle::posit(8, 2),
            oracle::logarithmic(4, 1),
            oracle::logarithmic(8, 3),
            oracle::powersOfTwo(4),
            oracle::flint(4, false),
            oracle::flint(4, true),
            oracle::flint(8, false),
            oracle::logarithmicPosit(4, 1, 3),
            oracle::logarithmicPosit(8, 2, 3)};
}

inline bool hasWholeOctaves(const oracle::Definition& d) {
    return d.kind == oracle::ScaleKind::Exponent || d.kind == oracle::ScaleKind::FractionBits;
}

}  // namespace lpstudio::test
