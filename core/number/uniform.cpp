#include "core/number/ladder.h"
#include "core/number/range_check.h"

namespace lpstudio {
namespace {

/// An integer with exponent e keeps e bits of its pattern.
constexpr simd::StepLaw kIntegers{.down = 23};

}  // namespace

Ladder uniformLadder(int bits) {
    requireRange("int", "b", bits, 2, 16);
    Ladder ladder{.spec = "int:" + std::to_string(bits),
                  .bits = bits,
                  .twosComplement = true,
                  .steps = kIntegers};
    for (int code = 1; code < 1 << (bits - 1); ++code) ladder.append(code);
    ladder.mirror();
    return ladder;
}

Ladder fixedPointLadder(int bits) {
    requireRange("fixed", "b", bits, 2, 16);
    Ladder ladder{.spec = "fixed:" + std::to_string(bits),
                  .bits = bits,
                  .twosComplement = true,
                  .steps = kIntegers};
    for (int code = 1; code < 1 << (bits - 1); ++code) ladder.append(code);
    ladder.mirror();
    const int lowest = 1 << (bits - 1);
    ladder.negative.push_back(
        {static_cast<long double>(lowest), static_cast<long double>(bits - 1), -lowest});
    return ladder;
}

}  // namespace lpstudio
