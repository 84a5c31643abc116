#include <algorithm>
#include <cmath>

#include "core/number/ladder.h"
#include "core/number/range_check.h"

namespace lpstudio {

// "sign and magnitude index: 0 is zero, index i is 2^((i - 2^(n-2)) / 2^f)".
Ladder lnsLadder(int n, int fractionBits) {
    requireRange("lns", "n", n, 2, 16);
    // Below, the values would leave double's normal range.
    requireRange("lns", "f", fractionBits, std::max(0, n - 11), n);
    Ladder ladder{.spec = "lns:" + std::to_string(n) + "," + std::to_string(fractionBits),
                  .bits = n};
    for (int index = 1; index < 1 << (n - 1); ++index) {
        const long double exponent =
            std::ldexp(static_cast<long double>(index - (1 << (n - 2))), -fractionBits);
        // Kept exactly as an exponent; the value is its rounding.
        ladder.positive.push_back({std::exp2(exponent), exponent, index});
    }
    ladder.mirror();
    return ladder;
}

// "0, +-2^i for i = 0..2^(b-1)-2".
Ladder powerOfTwoLadder(int bits) {
    requireRange("pot", "b", bits, 2, 10);
    Ladder ladder{.spec = "pot:" + std::to_string(bits),
                  .bits = bits,
                  .steps = simd::StepLaw{.base = 23, .flipped = true}};
    for (int i = 0; i <= (1 << (bits - 1)) - 2; ++i) ladder.append(std::ldexp(1.0L, i));
    ladder.mirror();
    return ladder;
}

}  // namespace lpstudio
