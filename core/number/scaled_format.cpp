#include "core/number/scaled_format.h"

#include <cfloat>
#include <cmath>
#include <limits>

#include "core/error.h"
#include "core/number/fit.h"

namespace lpstudio {
namespace {

std::string familyOf(const Ladder& ladder) {
    return ladder.spec.substr(0, ladder.spec.find(':'));
}

}  // namespace

ScaledFormat::ScaledFormat(std::shared_ptr<const Ladder> ladder, Scale rule,
                           std::optional<double> scale)
    : ladder_(std::move(ladder)), rule_(rule), scale_(scale) {
    long double least = HUGE_VALL, largest = 0;
    for (const auto* side : {&ladder_->positive, &ladder_->negative})
        for (const Level& level : *side) {
            least = std::min(least, level.value);
            largest = std::max(largest, level.value);
        }
    const auto fits = [&](long double by) {
        return by * least >= static_cast<long double>(DBL_MIN) &&
               by * largest <= static_cast<long double>(DBL_MAX);
    };
    if (!fits(1))
        throw UsageError(ladder_->spec +
                         ": its values leave double's normal range; give a smaller exponent range");
    if (!scale) return;
    const char* name = rule == Scale::Exponent       ? "bias"
                       : rule == Scale::FractionBits ? "f"
                                                     : "scale";
    const long double by =
        rule == Scale::Exponent || rule == Scale::FractionBits
            ? std::exp2(static_cast<long double>(rule == Scale::Exponent ? *scale : -*scale))
            : static_cast<long double>(*scale);
    if (!std::isfinite(*scale) || !(by > 0) || !fits(by))
        throw UsageError(familyOf(*ladder_) + ": " + name + " = " + shortestText(*scale) +
                         " is out of range; give " +
                         (name[0] == 's' ? "a positive number" : "an integer") +
                         " that keeps all values in double's normal range");
}

double ScaledFormat::factor() const {
    if (!scale_) return 1;
    switch (rule_) {
        case Scale::Exponent:
            return std::exp2(*scale_);
        case Scale::FractionBits:
            return std::exp2(-*scale_);
        default:
            return *scale_;
    }
}

std::string ScaledFormat::spec() const {
    if (!scale_) return ladder_->spec;
    const bool exponent = rule_ == Scale::Exponent || rule_ == Scale::FractionBits;
    return ladder_->spec + (exponent ? "," : "@") + shortestText(*scale_);
}

std::vector<CodePoint> codePoints(const Ladder& ladder, double factor) {
    const std::uint32_t signBit = 1U << (ladder.bits - 1), mask = 2 * signBit - 1;
    const auto wordOf = [&](std::int32_t code) {
        if (code >= 0 || ladder.twosComplement) return static_cast<std::uint32_t>(code) & mask;
        return signBit | static_cast<std::uint32_t>(-code);
    };
    const auto valueOf = [&](const Level& level) {
        // One rounding: by double's own product where the level is a double, else (lns) by the
        // longer.
        const auto value = static_cast<double>(level.value);
        return static_cast<long double>(value) == level.value
                   ? value * factor
                   : static_cast<double>(level.value * static_cast<long double>(factor));
    };
    std::vector<CodePoint> points;
    if (ladder.hasNar)
        points.push_back({-static_cast<std::int32_t>(signBit), signBit,
                          std::numeric_limits<double>::quiet_NaN(), true});
    for (auto level = ladder.negative.rbegin(); level != ladder.negative.rend(); ++level)
        points.push_back({level->code, wordOf(level->code), -valueOf(*level)});
    points.push_back({0, 0, 0.0});
    for (const Level& level : ladder.positive)
        points.push_back({level.code, wordOf(level.code), valueOf(level)});
    return points;
}

std::vector<CodePoint> ScaledFormat::codebook() const {
    return codePoints(*ladder_, factor());
}

FormatPtr ScaledFormat::fit(const MagnitudeTable& table) const {
    if (scale_) return std::make_shared<ScaledFormat>(*this);
    const auto member = [&](double scale) {
        return std::make_shared<ScaledFormat>(ladder_, rule_, scale);
    };
    if (rule_ == Scale::AbsMax)
        return member(table.largest() > 0 ? static_cast<double>(table.largest()) : 1.0);
    const Magnitudes magnitudes(*ladder_);
    if (rule_ == Scale::LeastError) return member(std::exp2(fitScale(magnitudes, table).log2Scale));
    const double exponent = fitExponent(magnitudes, table).log2Scale;
    return member(rule_ == Scale::Exponent ? exponent : 0 - exponent);
}

Quantizer ScaledFormat::quantizer(Rounding rounding) const {
    if (!scale_)
        throw UsageError(spec() + ": not all parameters are known; fit it to a tensor first");
    // Level times scale has at most 16 + 53 bits: rounded to 64, which moves a midpoint by less
    // than 2^-63 of itself.
    const auto by = static_cast<long double>(factor());
    const auto scaled = [&](std::vector<Level> side) {
        for (Level& level : side) {
            level.value *= by;
            level.log2 += std::log2(by);
        }
        return side;
    };
    return {scaled(ladder_->positive), scaled(ladder_->negative), rounding,
            ladder_->steps ? &*ladder_->steps : nullptr, factor()};
}

}  // namespace lpstudio
