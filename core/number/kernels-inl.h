// Included once per instruction set by kernels.cpp: the searches, and loops over tensors.

#if defined(LPSTUDIO_KERNELS_INL) == defined(HWY_TARGET_TOGGLE)
#ifdef LPSTUDIO_KERNELS_INL
#undef LPSTUDIO_KERNELS_INL
#else
#define LPSTUDIO_KERNELS_INL
#endif

#include "core/number/kernels_logs-inl.h"
#include "core/number/kernels_steps-inl.h"
#include "core/number/kernels_tables-inl.h"

HWY_BEFORE_NAMESPACE();
namespace lpstudio::simd::HWY_NAMESPACE {

// loops

HWY_INLINE void store(V v, float* out) {
    hn::StoreU(v, D(), out);
}
HWY_INLINE void store(VI v, std::int32_t* out) {
    hn::StoreU(v, DI(), out);
}

/// Calls `work` on vectors of `in`; the last one is padded with zeros. Returns whether all entries
/// were finite.
template <class Out, class Work>
HWY_INLINE bool forEachVector(const float* in, Out* out, std::size_t count, const Work& work) {
    const D d;
    const std::size_t lanes = hn::Lanes(d);
    // x * 0 is 0 for finite x, NaN for others.
    V check = hn::Zero(d);
    const V zero = hn::Zero(d);
    std::size_t i = 0;
    for (; i + lanes <= count; i += lanes) {
        const V x = hn::LoadU(d, in + i);
        check = hn::MulAdd(x, zero, check);
        store(work(x), out + i);
    }
    if (i < count) {
        HWY_ALIGN float padded[hn::MaxLanes(d)] = {};
        HWY_ALIGN Out result[hn::MaxLanes(d)];
        std::copy(in + i, in + count, padded);
        const V x = hn::Load(d, padded);
        check = hn::MulAdd(x, zero, check);
        store(work(x), result);
        std::copy(result, result + (count - i), out + i);
    }
    return hn::AllTrue(d, hn::Eq(check, zero));
}

// blocks with a shared scale

/// Exponents of float32 as they stand in the word: 2^-126 .. 2^126 are normal, and so are their
/// inverses.
constexpr std::int32_t kLeastExponent = 1, kMostExponent = 253;

/// Work on elements: `value` gives what is stored for x * inverse and the scale.
template <class Search>
struct BlockValues {
    using Out = float;
    const Search& search;
    HWY_INLINE V operator()(V x, V inverse, V scale) const {
        return hn::Mul(search.value(hn::Mul(x, inverse)), scale);
    }
};
template <class Search>
struct BlockCodes {
    using Out = std::int32_t;
    const Search& search;
    HWY_INLINE VI operator()(V x, V inverse, V) const { return search.code(hn::Mul(x, inverse)); }
};

HWY_INLINE VI magnitudeBits(V x) {
    return hn::BitCast(DI(), hn::Abs(x));
}

/// A whole block of contiguous entries.
template <class Work>
HWY_INLINE bool contiguousBlock(const Work& work, const Blocks& blocks, std::size_t o,
                                std::size_t block, const float* in, typename Work::Out* out) {
    const D d;
    const std::size_t lanes = hn::Lanes(d);
    VI most = hn::Zero(DI());
    for (std::size_t i = 0; i < Blocks::kSize; i += lanes)
        most = hn::Max(most, magnitudeBits(hn::LoadU(d, in + i)));
    const std::int32_t bits = hn::GetLane(hn::MaxOfLanes(DI(), most));
    if (bits >= 0x7f800000) return false;
    const std::int32_t exponent = (bits >> 23) - blocks.maxExponent;
    if (bits != 0 && (exponent < kLeastExponent || exponent > kMostExponent))
        return blocks.plain(o, block, 0, 1);
    const std::int32_t used = bits != 0 ? exponent : 127;
    const V scale = hn::BitCast(d, hn::Set(DI(), used << 23));
    const V inverse = hn::BitCast(d, hn::Set(DI(), (254 - used) << 23));
    for (std::size_t i = 0; i < Blocks::kSize; i += lanes)
        store(work(hn::LoadU(d, in + i), inverse, scale), out + i);
    return true;
}

/// A vector of neighbouring blocks of `size` entries, `stride` apart.
template <class Work>
HWY_INLINE bool neighbouringBlocks(const Work& work, const Blocks& blocks, std::size_t o,
                                   std::size_t block, std::size_t i, std::size_t size,
                                   const float* in, typename Work::Out* out) {
    const D d;
    const DI di;
    VI most = hn::Zero(di);
    for (std::size_t r = 0; r < size; ++r)
        most = hn::Max(most, magnitudeBits(hn::LoadU(d, in + r * blocks.inner)));
    if (!hn::AllTrue(di, hn::Lt(most, hn::Set(di, 0x7f800000)))) return false;
    const auto empty = hn::Eq(most, hn::Zero(di));
    const VI exponent =
        hn::IfThenElse(empty, hn::Set(di, 127),
                       hn::Sub(hn::ShiftRight<23>(most), hn::Set(di, blocks.maxExponent)));
    const VI inRange =
        hn::Min(hn::Max(exponent, hn::Set(di, kLeastExponent)), hn::Set(di, kMostExponent));
    if (!hn::AllTrue(di, hn::Eq(exponent, inRange)))
        return blocks.plain(o, block, i, i + hn::Lanes(d));
    const V scale = hn::BitCast(d, hn::ShiftLeft<23>(exponent));
    const V inverse = hn::BitCast(d, hn::ShiftLeft<23>(hn::Sub(hn::Set(di, 254), exponent)));
    for (std::size_t r = 0; r < size; ++r)
        store(work(hn::LoadU(d, in + r * blocks.inner), inverse, scale), out + r * blocks.inner);
    return true;
}

template <class Work>
HWY_INLINE bool forEachBlock(const Blocks& blocks, const Work& work, const float* in,
                             typename Work::Out* out) {
    const std::size_t lanes = hn::Lanes(D());
    for (std::size_t o = 0; o < blocks.outer; ++o)
        for (std::size_t r = 0; r < blocks.reduction; r += Blocks::kSize) {
            const std::size_t block = r / Blocks::kSize,
                              size = std::min(Blocks::kSize, blocks.reduction - r),
                              start = (o * blocks.reduction + r) * blocks.inner;
            if (blocks.inner == 1) {
                const bool fine = size == Blocks::kSize ? contiguousBlock(work, blocks, o, block,
                                                                          in + start, out + start)
                                                        : blocks.plain(o, block, 0, 1);
                if (!fine) return false;
                continue;
            }
            std::size_t i = 0;
            for (; i + lanes <= blocks.inner; i += lanes)
                if (!neighbouringBlocks(work, blocks, o, block, i, size, in + start + i,
                                        out + start + i))
                    return false;
            if (i < blocks.inner && !blocks.plain(o, block, i, blocks.inner)) return false;
        }
    return true;
}

}  // namespace lpstudio::simd::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
