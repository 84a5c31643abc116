#include "core/number/ladder.h"

#include <cmath>

namespace lpstudio {

void Ladder::append(long double value) {
    positive.push_back({value, std::log2(value), static_cast<std::int32_t>(positive.size()) + 1});
}

void Ladder::mirror() {
    negative = positive;
    for (Level& level : negative) level.code = -level.code;
}

Magnitudes::Magnitudes(const Ladder& ladder) {
    for (const Level& level : ladder.positive) positive.push_back(static_cast<double>(level.value));
    for (const Level& level : ladder.negative) negative.push_back(static_cast<double>(level.value));
    symmetric = positive == negative;
}

}  // namespace lpstudio
