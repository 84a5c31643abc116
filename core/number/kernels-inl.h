// Included once per instruction set by kernels.cpp: the searches on one vector of floats.

#if defined(LPSTUDIO_KERNELS_INL) == defined(HWY_TARGET_TOGGLE)
#ifdef LPSTUDIO_KERNELS_INL
#undef LPSTUDIO_KERNELS_INL
#else
#define LPSTUDIO_KERNELS_INL
#endif

#include <hwy/highway.h>

#include "core/number/kernels.h"

HWY_BEFORE_NAMESPACE();
namespace lpstudio::simd::HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;
using D = hn::ScalableTag<float>;
using DI = hn::RebindToSigned<D>;
using V = hn::Vec<D>;
using VI = hn::Vec<DI>;

// tables in registers

/// 16 x 2^k entries, looked up by the low bits of an index. Registers hold 16 lanes with AVX-512, 8
/// with AVX2; elsewhere the table stays in memory.
template <int kEntries>
class LaneTable {
public:
    explicit LaneTable(const float* entries) : entries_(entries) {
#if HWY_TARGET <= HWY_AVX2
        for (int i = 0; i < kRegisters; ++i) registers_[i] = hn::Load(D(), entries + i * kLanes);
#endif
    }

    V at(VI index) const {
#if HWY_TARGET <= HWY_AVX2
        return lookup<kRegisters>(registers_, index);
#else
        return hn::GatherIndex(D(), entries_, hn::And(index, hn::Set(DI(), kEntries - 1)));
#endif
    }

private:
    const float* entries_;
#if HWY_TARGET <= HWY_AVX2
    static constexpr int kLanes = HWY_TARGET <= HWY_AVX3 ? 16 : 8;
    static constexpr int kRegisters = kEntries / kLanes;
    V registers_[kRegisters];

    template <int kCount>
    static V lookup(const V* table, VI index) {
        if constexpr (kCount == 1) {
            return hn::TableLookupLanes(*table, hn::IndicesFromVec(D(), index));
#if HWY_TARGET <= HWY_AVX3
        } else if constexpr (kCount == 2) {
            return V{_mm512_permutex2var_ps(table[0].raw, index.raw, table[1].raw)};
#endif
        } else {
            // The next bit of the index chooses between two halves.
            const V low = lookup<kCount / 2>(table, index);
            const V high = lookup<kCount / 2>(table + kCount / 2, index);
            const auto upper = hn::TestBit(index, hn::Set(DI(), kCount / 2 * kLanes));
            return hn::IfThenElse(hn::RebindMask(D(), upper), high, low);
        }
    }
#endif
};

/// 2 node + (x > threshold): one step down a search tree.
HWY_INLINE VI descend(VI node, V x, V threshold) {
    const VI twice = hn::Add(node, node);
#if HWY_TARGET <= HWY_AVX3
    return VI{_mm512_mask_add_epi32(twice.raw, hn::Gt(x, threshold).raw, twice.raw,
                                    _mm512_set1_epi32(1))};
#else
    return hn::Sub(twice, hn::BitCast(DI(), hn::VecFromMask(D(), hn::Gt(x, threshold))));
#endif
}

// searches

class SmallSearch {
public:
    explicit SmallSearch(const SmallTable& table)
        : nodes_(table.thresholds),
          values_(table.values),
          codes_(reinterpret_cast<const float*>(table.codes)),
          root_(hn::Set(D(), table.thresholds[1])) {}

    HWY_INLINE V value(V x) const { return values_.at(position(x)); }
    HWY_INLINE VI code(V x) const { return hn::BitCast(DI(), codes_.at(position(x))); }

private:
    HWY_INLINE VI position(V x) const {
        VI node = hn::IfThenElse(hn::RebindMask(DI(), hn::Gt(x, root_)), hn::Set(DI(), 3),
                                 hn::Set(DI(), 2));
        for (int level = 1; level < 4; ++level) node = descend(node, x, nodes_.at(node));
        return node;
    }

    LaneTable<16> nodes_, values_, codes_;
    V root_;
};

template <int kDepth>
class TreeSearch {
public:
    explicit TreeSearch(const TreeTable& table)
        : top_(table.thresholds),
          fifth_(table.thresholds + 16),
          sixth_(table.thresholds + 32),
          seventh_(table.thresholds + 64),
          values_(table.values),
          root_(hn::Set(D(), table.thresholds[1])),
          offset_(hn::Set(DI(), table.codeOffset)) {}

    HWY_INLINE V value(V x) const {
        const V q = values_.at(position(hn::Abs(x)));
        // A zero result is +0 whatever the sign.
        return hn::IfThenElse(hn::Gt(q, hn::Zero(D())), hn::CopySignToAbs(q, x), q);
    }
    HWY_INLINE VI code(V x) const {
        const VI found = hn::And(position(hn::Abs(x)), hn::Set(DI(), (1 << kDepth) - 1));
        const VI code = hn::IfThenElseZero(hn::Gt(found, hn::Zero(DI())), hn::Add(found, offset_));
        const VI sign = hn::ShiftRight<31>(hn::BitCast(DI(), x));
        return hn::Sub(hn::Xor(code, sign), sign);
    }

private:
    HWY_INLINE VI position(V x) const {
        VI node = hn::IfThenElse(hn::RebindMask(DI(), hn::Gt(x, root_)), hn::Set(DI(), 3),
                                 hn::Set(DI(), 2));
        for (int level = 1; level < 4; ++level) node = descend(node, x, top_.at(node));
        if constexpr (kDepth > 4) node = descend(node, x, fifth_.at(node));
        if constexpr (kDepth > 5) node = descend(node, x, sixth_.at(node));
        if constexpr (kDepth > 6) node = descend(node, x, seventh_.at(node));
        return node;
    }

    LaneTable<16> top_;
    LaneTable<16> fifth_;
    LaneTable<kDepth >= 6 ? 32 : 16> sixth_;
    LaneTable<kDepth >= 7 ? 64 : 16> seventh_;
    LaneTable<(1 << kDepth)> values_;
    V root_;
    VI offset_;
};

class CellSearch {
public:
    explicit CellSearch(const CellTable& table) : table_(table) {}

    HWY_INLINE V value(V x) const {
        const V magnitude = hn::Abs(x);
        V q = hn::GatherIndex(D(), table_.values.data(), position(magnitude));
        const auto minus =
            hn::MaskFromVec(hn::BitCast(D(), hn::ShiftRight<31>(hn::BitCast(DI(), x))));
        q = hn::Min(
            q, hn::IfThenElse(minus, hn::Set(D(), table_.clip[1]), hn::Set(D(), table_.clip[0])));
        return hn::IfThenElse(hn::Gt(q, hn::Zero(D())), hn::CopySignToAbs(q, x), q);
    }
    HWY_INLINE VI code(V x) const {
        const VI sign = hn::ShiftRight<31>(hn::BitCast(DI(), x));
        VI code = hn::GatherIndex(DI(), table_.codes.data(), position(hn::Abs(x)));
        code =
            hn::Min(code, hn::IfThenElse(hn::MaskFromVec(sign), hn::Set(DI(), table_.clipCode[1]),
                                         hn::Set(DI(), table_.clipCode[0])));
        return hn::Sub(hn::Xor(code, sign), sign);
    }

private:
    HWY_INLINE VI position(V magnitude) const {
        const VI first = hn::Set(DI(), static_cast<std::int32_t>(table_.first)),
                 last = hn::Set(DI(), static_cast<std::int32_t>(table_.last));
        const VI top =
            hn::ShiftRightSame(hn::BitCast(DI(), magnitude), static_cast<int>(table_.shift));
        const VI cell = hn::Sub(hn::Min(hn::Max(top, first), last), first);
        const V threshold = hn::GatherIndex(D(), table_.thresholds.data(), cell);
        return hn::Sub(cell, hn::BitCast(DI(), hn::VecFromMask(D(), hn::Gt(magnitude, threshold))));
    }

    const CellTable& table_;
};

enum class Steps { Plain, Taper, Wide };

template <Steps kSteps, bool kTies, bool kAsymmetric>
class StepSearch {
public:
    explicit StepSearch(const StepTable& table) : t_(table) {}

    HWY_INLINE V value(V x) const {
        const D d;
        const DI di;
        const V magnitude = hn::Abs(x);
        const VI z = hn::BitCast(di, hn::Min(hn::Mul(magnitude, set(t_.inverse)), set(t_.largest)));
        // Bits of half a step.
        const VI u =
            kSteps == Steps::Wide ? hn::ShiftRightSame(z, t_.shift) : hn::ShiftRight<23>(z);
        VI bits = hn::Max(set(t_.base), hn::Sub(set(t_.down), u));
        if constexpr (kSteps != Steps::Plain) bits = hn::Max(bits, hn::Add(set(t_.up), u));
        bits = hn::Min(bits, set(t_.cap));
        const VI minusStep = hn::Shl(hn::Set(di, -2), bits);
        const VI below = hn::And(z, minusStep);
        const VI above = hn::Sub(below, minusStep);
        V middle;
        if constexpr (kSteps == Steps::Wide)
            middle = hn::Mul(hn::Add(hn::BitCast(d, below), hn::BitCast(d, above)), set(0.5F));
        else
            middle = hn::BitCast(d, hn::Or(below, hn::Shl(hn::Set(di, 1), bits)));
        // |x| > middle * scale, the scale in two parts so that nothing is rounded before the
        // comparison.
        const V distance = hn::NegMulAdd(middle, set(t_.scaleHigh), magnitude);
        const V rest = hn::Mul(middle, set(t_.scaleLow));
        auto up = hn::Gt(distance, rest);
        if constexpr (kTies) {
            VI odd = hn::And(hn::Xor(z, set(t_.flip)), hn::Neg(minusStep));
            odd = hn::VecFromMask(di, hn::Gt(odd, hn::Zero(di)));
            if constexpr (kSteps == Steps::Wide) {
                // Words that are all regime: those of negative exponents end in 1.
                const VI negative =
                    hn::VecFromMask(di, hn::Lt(z, hn::BitCast(di, hn::Set(d, 2.0F))));
                odd = hn::IfThenElse(hn::Eq(bits, set(t_.cap)), negative, odd);
            }
            odd = hn::Or(odd, hn::VecFromMask(di, hn::Eq(below, hn::BitCast(di, set(t_.lowest)))));
            up = hn::Or(up,
                        hn::And(hn::Eq(distance, rest), hn::RebindMask(d, hn::MaskFromVec(odd))));
        }
        V q = hn::IfThenElse(up, hn::BitCast(d, above), hn::BitCast(d, below));
        V clip = set(t_.clip[0]);
        if constexpr (kAsymmetric)
            clip = hn::IfThenElse(
                hn::MaskFromVec(hn::BitCast(d, hn::ShiftRight<31>(hn::BitCast(di, x)))),
                set(t_.clip[1]), clip);
        q = hn::Min(hn::Max(q, set(t_.lowest)), clip);
        q = hn::MulAdd(q, set(t_.scaleHigh), hn::Mul(q, set(t_.scaleLow)));
        auto some = hn::Gt(magnitude, set(t_.firstThreshold));
        if constexpr (kAsymmetric) some = hn::And(some, hn::Gt(q, hn::Zero(d)));
        return hn::IfThenElseZero(some, hn::CopySignToAbs(q, x));
    }

private:
    static V set(float x) { return hn::Set(D(), x); }
    static VI set(std::int32_t x) { return hn::Set(DI(), x); }

    StepTable t_;
};

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
