// Included once per instruction set by kernels.cpp: levels by logarithm.

#if defined(LPSTUDIO_KERNELS_LOGS_INL) == defined(HWY_TARGET_TOGGLE)
#ifdef LPSTUDIO_KERNELS_LOGS_INL
#undef LPSTUDIO_KERNELS_LOGS_INL
#else
#define LPSTUDIO_KERNELS_LOGS_INL
#endif

#include "core/number/kernels_tables-inl.h"

HWY_BEFORE_NAMESPACE();
namespace lpstudio::simd::HWY_NAMESPACE {

/// With few levels in an octave (`kFew`) their patterns stand in registers, and a coarser logarithm
/// tells them apart.
template <bool kFew>
class LogSearch {
public:
    explicit LogSearch(const LogTable& table)
        : curve_{LaneTable<16>(table.curve[0]), LaneTable<16>(table.curve[1]),
                 LaneTable<16>(table.curve[2]), LaneTable<16>(table.curve[3])},
          offsets_(table.offset),
          shifts_(table.shift),
          codeBases_(table.codeBase),
          patterns_(table.patterns.data()),
          factor_(hn::Set(D(), table.factor)),
          firstThreshold_(hn::Set(D(), table.firstThreshold)),
          origin_(set(table.origin)),
          firstCode_(set(table.firstCode)),
          lowest_(set(static_cast<std::int32_t>(table.lowest))),
          largest_(set(static_cast<std::int32_t>(table.largest))),
          slack_(set(static_cast<std::int32_t>(table.slack))),
          lastPattern_(set(static_cast<std::int32_t>(table.patterns.size() - 1))),
          segmentShift_(table.segmentShift),
          patternShift_(table.patternShift),
          patternsInMemory_(table.patterns.data()),
          thresholds_(table.thresholds.data()) {}

    HWY_INLINE V value(V x) const {
        const VU level = find(x).level;
        const VU exponent = hn::And(level, set(0xff800000U));
        const V q = hn::BitCast(D(), hn::Add(pattern(level), exponent));
        return hn::IfThenElseZero(isSome(x), hn::CopySignToAbs(q, x));
    }
    HWY_INLINE VI code(V x) const {
        const Found found = find(x);
        const VI code =
            hn::IfThenElseZero(hn::RebindMask(DI(), isSome(x)), hn::BitCast(DI(), codeOf(found)));
        const VI sign = hn::ShiftRight<31>(hn::BitCast(DI(), x));
        return hn::Sub(hn::Xor(code, sign), sign);
    }

private:
    struct Found {
        VU level, segment, shift;
    };

    HWY_INLINE Found find(V x) const {
        const D d;
        const DI di;
        const DU du;
        // As integers, so that NaN too stays within the tables.
        const VI word = hn::BitCast(di, hn::Abs(x));
        const V magnitude = hn::BitCast(d, hn::Min(hn::Max(word, lowest_), largest_));
        const VU z = hn::BitCast(du, hn::Mul(magnitude, factor_));
        const VI interval = hn::BitCast(di, hn::ShiftRight<19>(z));
        const V t = hn::ConvertTo(d, hn::BitCast(di, hn::And(z, set(0x7ffffU))));
        constexpr int kDegree = kFew ? 2 : 3;
        V bulge = curve_[kDegree].at(interval);
        for (int i = kDegree - 1; i >= 0; --i) bulge = hn::MulAdd(bulge, t, curve_[i].at(interval));
        const VU flat = hn::Add(z, origin_);
        // Already an integer; what its word has besides is taken off by `offset`.
        const VU position = hn::Add(flat, hn::BitCast(du, bulge));

        Found found;
        found.segment = hn::ShiftRightSame(flat, segmentShift_);
        found.shift = at(shifts_, found.segment);
        const VU mask = hn::Shl(set(~0U), found.shift);
        const VU moved = hn::Add(position, at(offsets_, found.segment));
        found.level = hn::And(moved, mask);
        const auto open = hn::Lt(hn::BitCast(di, hn::AndNot(mask, moved)), slack_);
        if (HWY_UNLIKELY(!hn::AllFalse(di, open))) {
            const VU index = hn::Sub(codeOf(found), firstCode_);
            const V threshold = hn::GatherIndex(d, thresholds_, hn::BitCast(di, index));
            const VU below = hn::Add(found.level, mask);
            found.level = hn::IfThenElse(hn::RebindMask(du, hn::Gt(magnitude, threshold)),
                                         found.level, below);
        }
        return found;
    }

    HWY_INLINE VU codeOf(const Found& found) const {
        return hn::Add(hn::Shr(found.level, found.shift), at(codeBases_, found.segment));
    }
    HWY_INLINE VU pattern(VU level) const {
        const VI index = hn::BitCast(DI(), hn::ShiftRightSame(level, patternShift_));
        if constexpr (kFew) return hn::BitCast(DU(), patterns_.at(index));
        return hn::GatherIndex(DU(), patternsInMemory_, hn::And(index, lastPattern_));
    }
    HWY_INLINE hn::Mask<D> isSome(V x) const { return hn::Gt(hn::Abs(x), firstThreshold_); }

    template <int kEntries>
    static HWY_INLINE VU at(const LaneTable<kEntries>& table, VU index) {
        return hn::BitCast(DU(), table.at(hn::BitCast(DI(), index)));
    }
    static HWY_INLINE VU set(std::uint32_t x) { return hn::Set(DU(), x); }
    static HWY_INLINE VI set(std::int32_t x) { return hn::Set(DI(), x); }

    LaneTable<16> curve_[4];
    LaneTable<LogTable::kSegments> offsets_, shifts_, codeBases_;
    LaneTable<1 << LogTable::kFewPatternBits> patterns_;
    V factor_, firstThreshold_;
    VU origin_, firstCode_;
    VI lowest_, largest_, slack_, lastPattern_;
    int segmentShift_, patternShift_;
    const std::uint32_t* patternsInMemory_;
    const float* thresholds_;
};

}  // namespace lpstudio::simd::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
