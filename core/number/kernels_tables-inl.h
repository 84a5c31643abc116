// Included once per instruction set by kernels.cpp: searches through tables.

#if defined(LPSTUDIO_KERNELS_TABLES_INL) == defined(HWY_TARGET_TOGGLE)
#ifdef LPSTUDIO_KERNELS_TABLES_INL
#undef LPSTUDIO_KERNELS_TABLES_INL
#else
#define LPSTUDIO_KERNELS_TABLES_INL
#endif

#include <hwy/highway.h>

#include "core/number/kernels.h"

HWY_BEFORE_NAMESPACE();
namespace lpstudio::simd::HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;
using D = hn::ScalableTag<float>;
using DI = hn::RebindToSigned<D>;
using DU = hn::RebindToUnsigned<D>;
using V = hn::Vec<D>;
using VI = hn::Vec<DI>;
using VU = hn::Vec<DU>;

// tables in registers

/// 16 x 2^k entries, looked up by the low bits of an index. Registers hold 16 lanes with AVX-512, 8
/// with AVX2; elsewhere the table stays in memory.
template <int kEntries>
class LaneTable {
public:
    /// 32-bit entries of any type, which come out as floats of the same words.
    template <class T>
    explicit LaneTable(const T* entries) : entries_(reinterpret_cast<const float*>(entries)) {
        static_assert(sizeof(T) == sizeof(float));
#if HWY_TARGET <= HWY_AVX2
        for (int i = 0; i < kRegisters; ++i) registers_[i] = hn::LoadU(D(), entries_ + i * kLanes);
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

    /// Highway's own lookup asks for indices without higher bits (and checks it under ASan).
    static V lanes(V table, VI index) {
#if HWY_TARGET <= HWY_AVX3
        return V{_mm512_permutexvar_ps(index.raw, table.raw)};
#else
        return V{_mm256_permutevar8x32_ps(table.raw, index.raw)};
#endif
    }

    template <int kCount>
    static V lookup(const V* table, VI index) {
        if constexpr (kCount == 1) {
            return lanes(*table, index);
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
          codes_(table.codes),
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

}  // namespace lpstudio::simd::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
