#include "hw/datapath_kernel.h"

#include <algorithm>
#include <bit>

#include "hw/datapath.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "hw/datapath_kernel.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace lpstudio::kernel::HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;
using DI = hn::ScalableTag<std::int32_t>;
using DF = hn::RebindToFloat<DI>;
using VI = hn::Vec<DI>;

constexpr int kIndexBits = LpOperand::kUlfxFraction + 2;

/// Partial sums of one column a lane.
struct Sums {
    VI significand, exponent;
};

/// The PE's ADD stage for one step of k; see hw/datapath.h for the rules.
class Adder {
public:
    explicit Adder(const Tables& tables)
        : significands_(tables.significands),
          fraction_(hn::Set(d_, tables.fraction)),
          // The exponent field of a float32 that holds 2^F.
          bias_(hn::Set(d_, 127 + tables.fraction)),
          zero_(hn::Set(d_, kZeroWord / 2)) {}

    /// A zero sum has a scale below every product's.
    Sums none() const { return {hn::Zero(d_), hn::Set(d_, kNoScale)}; }

    HWY_INLINE void add(Sums& sums, VI weight, VI activation) const {
        const VI word = hn::Add(weight, activation);
        const VI entry =
            hn::GatherIndex(d_, significands_, hn::And(word, hn::Set(d_, (1 << kIndexBits) - 1)));
        // A zero product is 0 at a scale below every other: neither shifts nor is counted.
        const VI product = hn::IfThenElseZero(hn::Gt(word, zero_), hn::ShiftRight<1>(entry));
        const VI scale = hn::Add(hn::ShiftRight<kIndexBits>(word), hn::And(entry, hn::Set(d_, 1)));
        const VI exponent = hn::Max(scale, sums.exponent);
        const VI most = hn::Set(d_, 31);
        const VI total =
            hn::Add(hn::Shr(product, hn::Min(hn::Sub(exponent, scale), most)),
                    hn::Shr(sums.significand, hn::Min(hn::Sub(exponent, sums.exponent), most)));
        const VI sign = hn::BroadcastSignBit(total);
        const VI magnitude = hn::Sub(hn::Xor(total, sign), sign);
        // Exact, as a magnitude is below 2^(F+2) <= 2^24.
        const VI asFloat = hn::BitCast(d_, hn::ConvertTo(DF(), magnitude));
        const VI carry = hn::Sub(hn::ShiftRight<23>(asFloat), bias_);
        const VI none = hn::Zero(d_);
        const VI normal =
            hn::Shl(hn::Shr(magnitude, hn::Max(carry, none)), hn::Max(hn::Sub(none, carry), none));
        const auto cancelled = hn::Eq(magnitude, none);
        sums.significand = hn::IfThenZeroElse(cancelled, hn::Sub(hn::Xor(normal, sign), sign));
        sums.exponent = hn::IfThenElse(cancelled, hn::Set(d_, kNoScale), hn::Add(exponent, carry));
    }

    int fraction() const { return static_cast<int>(hn::GetLane(fraction_)); }

private:
    static constexpr std::int32_t kNoScale = -(1 << 29);
    DI d_;
    const std::int32_t* significands_;
    VI fraction_, bias_, zero_;
};

/// 2^(exponent - F) as a double; the scales of LP products are within its normal range.
double power(std::int32_t exponent) {
    return std::bit_cast<double>(static_cast<std::uint64_t>(exponent + 1023) << 52);
}

void store(const Adder& adder, const Sums& sums, std::size_t count, double* c) {
    const DI d;
    HWY_ALIGN std::int32_t significands[hn::MaxLanes(d)];
    HWY_ALIGN std::int32_t exponents[hn::MaxLanes(d)];
    hn::Store(sums.significand, d, significands);
    hn::Store(sums.exponent, d, exponents);
    for (std::size_t i = 0; i < count; ++i)
        c[i] = significands[i] == 0 ? 0 : significands[i] * power(exponents[i] - adder.fraction());
}

/// kVectors vectors of columns of one row of a; their chains of additions overlap in time.
template <int kVectors>
HWY_INLINE void columns(const Adder& adder, std::size_t k, std::size_t n, const std::int32_t* a,
                        const std::int32_t* b, double* c) {
    const DI d;
    const std::size_t lanes = hn::Lanes(d);
    Sums sums[kVectors];
    for (Sums& s : sums) s = adder.none();
    for (std::size_t i = 0; i < k; ++i) {
        if (a[i] == kZeroWord) continue;
        const VI activation = hn::Set(d, a[i]);
        for (int v = 0; v < kVectors; ++v)
            adder.add(sums[v], hn::LoadU(d, b + i * n + static_cast<std::size_t>(v) * lanes),
                      activation);
    }
    for (int v = 0; v < kVectors; ++v)
        store(adder, sums[v], lanes, c + static_cast<std::size_t>(v) * lanes);
}

void multiplyAll(const Tables& tables, std::size_t m, std::size_t k, std::size_t n,
                 const std::int32_t* a, const std::int32_t* b, double* c) {
    const DI d;
    const Adder adder(tables);
    const std::size_t lanes = hn::Lanes(d);
    constexpr int kTogether = 4;
    std::size_t j = 0;
    for (; j + kTogether * lanes <= n; j += kTogether * lanes)
        for (std::size_t i = 0; i < m; ++i)
            columns<kTogether>(adder, k, n, a + i * k, b + j, c + i * n + j);
    for (; j + lanes <= n; j += lanes)
        for (std::size_t i = 0; i < m; ++i)
            columns<1>(adder, k, n, a + i * k, b + j, c + i * n + j);
    if (j == n) return;
    const std::size_t rest = n - j;
    for (std::size_t i = 0; i < m; ++i) {
        Sums sums = adder.none();
        HWY_ALIGN std::int32_t padded[hn::MaxLanes(d)];
        std::fill(padded, padded + hn::MaxLanes(d), kZeroWord);
        for (std::size_t x = 0; x < k; ++x) {
            if (a[i * k + x] == kZeroWord) continue;
            std::copy_n(b + x * n + j, rest, padded);
            adder.add(sums, hn::Load(d, padded), hn::Set(d, a[i * k + x]));
        }
        store(adder, sums, rest, c + i * n + j);
    }
}

const char* nameOfTarget() {
    return hwy::TargetName(HWY_TARGET);
}

}  // namespace lpstudio::kernel::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace lpstudio::kernel {

HWY_EXPORT(multiplyAll);
HWY_EXPORT(nameOfTarget);

void multiply(const Tables& tables, std::size_t m, std::size_t k, std::size_t n,
              const std::int32_t* a, const std::int32_t* b, double* c) {
    HWY_DYNAMIC_DISPATCH(multiplyAll)(tables, m, k, n, a, b, c);
}

const char* targetName() {
    return HWY_DYNAMIC_DISPATCH(nameOfTarget)();
}

}  // namespace lpstudio::kernel
#endif
