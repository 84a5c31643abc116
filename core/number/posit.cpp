#include <algorithm>
#include <cmath>

#include "core/number/ladder.h"
#include "core/number/range_check.h"

namespace lpstudio {

// Standard for Posit Arithmetic (2022), 4.2 and 4.3: "sign S, regime R, exponent E, fraction F ...
// R consists of k bits equal to R0, terminated by 1-R0 or by the end of the posit; r = -k if R0 =
// 0, r = k - 1 if R0 = 1 ... E: up to 2 bits [es here]; if bits are cut off by the end of the posit
// they are 0 ... value
// ((1 - 3S) + f) x 2^((1-2S)(4r + e + S))", which for S = 0 is (1 + f) x 2^(4r + e). Negative
// posits are the two's complement of the positive. Rounding here is the project's own (section 1 of
// the specification of formats): nearest on the real line, with underflow to zero, which the
// standard forbids.
Ladder positLadder(int n, int es) {
    requireRange("posit", "n", n, 2, 16);
    requireRange("posit", "es", es, 0, 5);
    Ladder ladder{.spec = "posit:" + std::to_string(n) + "," + std::to_string(es),
                  .bits = n,
                  .twosComplement = true,
                  .hasNar = true};
    // A regime of r takes |r + 1/2| + 5/2 bits of n, the exponent es, and the fraction what is
    // left.
    const int full = 23 - (n - 3 - es);
    ladder.steps =
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
        ladder.append(std::ldexp(static_cast<long double>(significand), (r << es) + e - left));
    }
    ladder.mirror();
    return ladder;
}

}  // namespace lpstudio
