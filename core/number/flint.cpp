#include <algorithm>
#include <cmath>

#include "core/number/ladder.h"
#include "core/number/range_check.h"

namespace lpstudio {

// "{0} and {2^i (1 + j/2^m): i = 0..2B-3, m = min(i, 2B-3-i), 0 <= j < 2^m} and {2^(2B-2)}", with B
// the number of magnitude bits.
Ladder flintLadder(int bits, bool isUnsigned) {
    requireRange("flint", "b", bits, isUnsigned ? 2 : 3, 16);
    const int magnitudeBits = isUnsigned ? bits : bits - 1, top = 2 * magnitudeBits - 3;
    Ladder ladder{.spec = "flint:" + std::to_string(bits) + (isUnsigned ? ",u" : ""),
                  .bits = bits,
                  .steps = simd::StepLaw{.down = 23, .up = 23 - top, .flipped = true}};
    for (int i = 0; i <= top; ++i) {
        const int m = std::min(i, top - i);
        for (int j = 0; j < 1 << m; ++j)
            ladder.append(std::ldexp(static_cast<long double>((1 << m) + j), i - m));
    }
    ladder.append(std::ldexp(1.0L, top + 1));
    if (!isUnsigned) ladder.mirror();
    return ladder;
}

}  // namespace lpstudio
