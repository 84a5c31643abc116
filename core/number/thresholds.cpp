#include "core/number/thresholds.h"

#include <cfloat>
#include <cmath>

namespace lpstudio {
namespace {

/// 113 bits: holds a level of a dyadic format times any double.
__extension__ using Exact = __float128;

/// Largest float at or below the positive real x (a denormal or 0 where x is tiny).
template <class Real>
float floorToFloat(Real x) {
    if (x >= static_cast<Real>(FLT_MAX)) return FLT_MAX;
    auto f = static_cast<float>(x);
    if (static_cast<Real>(f) > x) f = std::nextafterf(f, 0.0F);
    return f;
}

bool isEven(std::int32_t code) {
    return (code & 1) == 0;
}

/// The midpoint between two neighbours, or between zero and the least level.
class Midpoint {
public:
    Midpoint(const Level* below, const Level& above, const Scaling& scaling, Rounding rounding)
        : below_(below), above_(above), scaling_(scaling), rounding_(rounding) {}

    /// Threshold t such that `x > t` chooses the upper neighbour.
    float threshold(bool tieGoesUp) const {
        const long double rough = approximate();
        float t = floorToFloat(rough);
        bool tie = static_cast<long double>(t) == rough;
        // The rounding of `rough` may hide on which side of a float it lies.
        constexpr long double kDoubt = 0x1p-58L;
        const float next = std::nextafterf(t, HUGE_VALF);
        if (rough - static_cast<long double>(t) <= kDoubt * rough ||
            static_cast<long double>(next) - rough <= kDoubt * rough) {
            t = t > 0 ? std::nextafterf(t, 0.0F) : t;
            while (t < FLT_MAX && !isBelow(std::nextafterf(t, HUGE_VALF)))
                t = std::nextafterf(t, HUGE_VALF);
            tie = isAt(t);
        }
        if (tie && scaling_.nudge != 0) tieGoesUp = scaling_.nudge < 0;
        return tie && tieGoesUp ? std::nextafterf(t, -1.0F) : t;
    }

private:
    long double approximate() const {
        const auto factor = static_cast<long double>(scaling_.factor);
        if (below_ == nullptr) return above_.value * factor / 2;
        return rounding_ == Rounding::Nearest ? (below_->value * factor + above_.value * factor) / 2
                                              : exp2l((below_->log2 + above_.log2) / 2) * factor;
    }

    bool squares() const { return below_ != nullptr && rounding_ == Rounding::LogNearest; }

    /// The midpoint, or its square where that is the simpler number.
    Exact exact() const {
        const auto factor = static_cast<Exact>(scaling_.factor);
        if (below_ == nullptr) return static_cast<Exact>(above_.value) * factor / 2;
        if (!squares())
            return (static_cast<Exact>(below_->value) + static_cast<Exact>(above_.value)) * factor /
                   2;
        // Of levels that are powers of two the exponents are exact where the values are not.
        const long double exponent = below_->log2 + above_.log2;
        const Exact product =
            exponent == std::rint(exponent)
                ? static_cast<Exact>(std::ldexp(1.0L, static_cast<int>(exponent)))
                : static_cast<Exact>(below_->value) * static_cast<Exact>(above_.value);
        return product * factor * factor;
    }
    Exact comparable(float t) const {
        return squares() ? static_cast<Exact>(t) * static_cast<Exact>(t) : static_cast<Exact>(t);
    }
    bool isBelow(float t) const { return exact() < comparable(t); }
    bool isAt(float t) const { return exact() == comparable(t); }

    const Level* below_;  ///< null: zero
    const Level& above_;
    const Scaling& scaling_;
    Rounding rounding_;
};

}  // namespace

bool isOnFloats(const Level& level, const Scaling& scaling) {
    const long double value = level.value * static_cast<long double>(scaling.factor);
    const auto least = static_cast<long double>(FLT_MIN);
    return (value > least || (value == least && scaling.nudge >= 0)) &&
           value <= static_cast<long double>(FLT_MAX);
}

Quantizer::Side makeSide(const std::vector<Level>& levels, const Scaling& scaling,
                         Rounding rounding) {
    Quantizer::Side side;
    side.values.reserve(levels.size() + 1);
    side.codes.reserve(levels.size() + 1);
    side.thresholds.reserve(levels.size());
    side.values.push_back(0);
    side.codes.push_back(0);
    const Level* below = nullptr;
    for (const Level& above : levels) {
        if (!isOnFloats(above, scaling)) continue;
        // Half of the smallest magnitude: nearest sends the tie to 0, log-nearest keeps it ("zero
        // only for log2|x| < log2(minpos) - 1").
        const bool tieGoesUp = below == nullptr ? rounding == Rounding::LogNearest
                                                : isEven(above.code) && !isEven(below->code);
        side.thresholds.push_back(Midpoint(below, above, scaling, rounding).threshold(tieGoesUp));
        side.values.push_back(
            static_cast<float>(above.value * static_cast<long double>(scaling.factor)));
        side.codes.push_back(above.code);
        below = &above;
    }
    return side;
}

}  // namespace lpstudio
