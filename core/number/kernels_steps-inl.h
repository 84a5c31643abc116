// Included once per instruction set by kernels.cpp: levels by arithmetic on the float's word.

#if defined(LPSTUDIO_KERNELS_STEPS_INL) == defined(HWY_TARGET_TOGGLE)
#ifdef LPSTUDIO_KERNELS_STEPS_INL
#undef LPSTUDIO_KERNELS_STEPS_INL
#else
#define LPSTUDIO_KERNELS_STEPS_INL
#endif

#include "core/number/kernels_tables-inl.h"

HWY_BEFORE_NAMESPACE();
namespace lpstudio::simd::HWY_NAMESPACE {

enum class Steps { Plain, Taper, Wide };

template <Steps kSteps, bool kTies, bool kAsymmetric>
class StepSearch {
public:
    explicit StepSearch(const StepTable& table) : t_(table), codeBases_(table.codeBase) {}

    HWY_INLINE V value(V x) const {
        const D d;
        const V magnitude = hn::Abs(x);
        const Found found = find(magnitude, scaled(magnitude));
        V q = hn::BitCast(d, hn::IfThenElse(found.up, found.above, found.below));
        V clip = set(t_.clip[0]);
        if constexpr (kAsymmetric) clip = hn::IfThenElse(isNegative(x), set(t_.clip[1]), clip);
        q = hn::Min(hn::Max(q, set(t_.lowest)), clip);
        q = hn::MulAdd(q, set(t_.scaleHigh), hn::Mul(q, set(t_.scaleLow)));
        auto some = hn::Gt(magnitude, set(t_.firstThreshold));
        if constexpr (kAsymmetric) some = hn::And(some, hn::Gt(q, hn::Zero(d)));
        return hn::IfThenElseZero(some, hn::CopySignToAbs(q, x));
    }
    HWY_INLINE VI code(V x) const {
        const DI di;
        const V magnitude = hn::Abs(x);
        const Found found = find(magnitude, hn::Max(scaled(magnitude), set(t_.lowest)));
        const VI index = hn::Min(found.segment, set(t_.lastSegment));
        const VI below = hn::Add(hn::Shr(found.below, hn::Add(found.bits, set(1))),
                                 hn::BitCast(di, codeBases_.at(index)));
        VI code = hn::Sub(below, hn::VecFromMask(di, found.up));
        VI clip = set(t_.clipCode[0]);
        if constexpr (kAsymmetric)
            clip = hn::IfThenElse(hn::RebindMask(di, isNegative(x)), set(t_.clipCode[1]), clip);
        code = hn::Min(code, clip);
        const auto some = hn::Gt(magnitude, set(t_.firstThreshold));
        code = hn::IfThenElseZero(hn::RebindMask(di, some), code);
        const VI sign = hn::ShiftRight<31>(hn::BitCast(di, x));
        return hn::Sub(hn::Xor(code, sign), sign);
    }

private:
    struct Found {
        VI below, above;  ///< patterns of the neighbouring levels
        VI segment, bits;
        hn::Mask<DI> up;  ///< which of them is nearer
    };

    HWY_INLINE V scaled(V magnitude) const {
        return hn::Min(hn::Mul(magnitude, set(t_.inverse)), set(t_.largest));
    }

    HWY_INLINE Found find(V magnitude, V scaled) const {
        const D d;
        const DI di;
        const VI z = hn::BitCast(di, scaled);
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
        return {below, above, u, bits, hn::RebindMask(di, up)};
    }

    static HWY_INLINE hn::Mask<D> isNegative(V x) {
        return hn::MaskFromVec(hn::BitCast(D(), hn::ShiftRight<31>(hn::BitCast(DI(), x))));
    }
    static V set(float x) { return hn::Set(D(), x); }
    static VI set(std::int32_t x) { return hn::Set(DI(), x); }

    StepTable t_;
    LaneTable<StepTable::kSegments> codeBases_;
};

}  // namespace lpstudio::simd::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
