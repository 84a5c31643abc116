#include "core/number/scaled_format.h"

#include <cfloat>
#include <cmath>
#include <limits>

#include "core/base/error.h"
#include "core/base/text.h"
#include "core/number/fit.h"
#include "core/number/thresholds.h"
#include "core/number/unit_codebook.h"

namespace lpstudio {

AntFormat::AntFormat(int bits) : bits_(bits) {
    requireRange("ant", "b", bits, 3, 10);
}

std::vector<CodePoint> AntFormat::codebook() const {
    throw UsageError(
        spec() + " has no codebook before it is fitted: it becomes int, flint or pot; list int:" +
        std::to_string(bits_) + ", flint:" + std::to_string(bits_) +
        " or pot:" + std::to_string(bits_));
}

FormatPtr AntFormat::fit(const MagnitudeTable& table) const {
    FormatPtr best;
    double least = std::numeric_limits<double>::infinity();
    for (const auto make :
         {+[](int b) { return uniformCodebook(b); }, +[](int b) { return flintCodebook(b, false); },
          +[](int b) { return powerOfTwoCodebook(b); }}) {
        const auto unitCodebook = std::make_shared<UnitCodebook>(make(bits_));
        const ScaleFit fitted = fitScale(Magnitudes(*unitCodebook), table);
        if (best && fitted.meanSquaredError >= least) continue;
        least = fitted.meanSquaredError;
        best = std::make_shared<ScaledFormat>(unitCodebook, ScaledFormat::Scale::LeastError,
                                              std::exp2(fitted.log2Scale));
    }
    return best;
}

Quantizer AntFormat::quantizer(Rounding) const {
    throw UsageError(spec() + ": the type is not known; fit it to a tensor first");
}

namespace {

std::string familyOf(const UnitCodebook& unitCodebook) {
    return unitCodebook.spec.substr(0, unitCodebook.spec.find(':'));
}

}  // namespace

ScaledFormat::ScaledFormat(std::shared_ptr<const UnitCodebook> unitCodebook, Scale rule,
                           std::optional<double> scale)
    : unitCodebook_(std::move(unitCodebook)), rule_(rule), scale_(scale) {
    long double least = HUGE_VALL, largest = 0;
    for (const auto* side : {&unitCodebook_->positive, &unitCodebook_->negative})
        for (const Level& level : *side) {
            least = std::min(least, level.value);
            largest = std::max(largest, level.value);
        }
    const long double lowest = static_cast<long double>(DBL_MIN) / least,
                      highest = static_cast<long double>(DBL_MAX) / largest;
    if (lowest > 1 || highest < 1)
        throw UsageError(unitCodebook_->spec +
                         ": its values leave double's normal range; give a smaller exponent range");
    if (!scale) return;
    const bool exponent = rule == Scale::Exponent || rule == Scale::FractionBits;
    const double sign = rule == Scale::FractionBits ? -1 : 1;
    const long double by = exponent ? std::exp2(static_cast<long double>(sign * *scale))
                                    : static_cast<long double>(*scale);
    if (std::isfinite(*scale) && by > 0 && by >= lowest && by <= highest) return;
    const char* name = rule == Scale::Exponent ? "bias" : exponent ? "f" : "scale";
    const auto bound = [](long double x) { return shortestText(static_cast<double>(x)); };
    // The exponents of powers of two within the bounds, or for f their negatives.
    const long double low = std::ceil(std::log2(lowest)), high = std::floor(std::log2(highest));
    throw UsageError(familyOf(*unitCodebook_) + ": " + name + " = " + shortestText(*scale) +
                     " is out of range; give " + (exponent ? "an integer" : "a positive number") +
                     " that keeps all values in double's normal range, " +
                     (!exponent  ? bound(lowest) + ".." + bound(highest)
                      : sign < 0 ? bound(-high) + ".." + bound(-low)
                                 : bound(low) + ".." + bound(high)));
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
    if (!scale_) return unitCodebook_->spec;
    const bool exponent = rule_ == Scale::Exponent || rule_ == Scale::FractionBits;
    return unitCodebook_->spec + (exponent ? "," : "@") + shortestText(*scale_);
}

std::vector<CodePoint> codePoints(const UnitCodebook& unitCodebook, double factor) {
    const std::uint32_t signBit = 1U << (unitCodebook.bits - 1), mask = 2 * signBit - 1;
    const auto wordOf = [&](std::int32_t code) {
        if (code >= 0 || unitCodebook.twosComplement)
            return static_cast<std::uint32_t>(code) & mask;
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
    if (unitCodebook.hasNar)
        points.push_back({-static_cast<std::int32_t>(signBit), signBit,
                          std::numeric_limits<double>::quiet_NaN(), true});
    for (auto level = unitCodebook.negative.rbegin(); level != unitCodebook.negative.rend();
         ++level)
        points.push_back({level->code, wordOf(level->code), -valueOf(*level)});
    points.push_back({0, 0, 0.0});
    for (const Level& level : unitCodebook.positive)
        points.push_back({level.code, wordOf(level.code), valueOf(level)});
    return points;
}

std::vector<CodePoint> ScaledFormat::codebook() const {
    return codePoints(*unitCodebook_, factor());
}

FormatPtr ScaledFormat::fit(const MagnitudeTable& table) const {
    if (scale_) return std::make_shared<ScaledFormat>(*this);
    const auto member = [&](double scale) {
        return std::make_shared<ScaledFormat>(unitCodebook_, rule_, scale);
    };
    if (rule_ == Scale::AbsMax)
        return member(table.largest() > 0 ? static_cast<double>(table.largest()) : 1.0);
    const Magnitudes magnitudes(*unitCodebook_);
    if (rule_ == Scale::LeastError) return member(std::exp2(fitScale(magnitudes, table).log2Scale));
    const double exponent = fitExponent(magnitudes, table).log2Scale;
    return member(rule_ == Scale::Exponent ? exponent : 0 - exponent);
}

Quantizer ScaledFormat::quantizer(Rounding rounding) const {
    if (!scale_)
        throw UsageError(spec() + ": not all parameters are known; fit it to a tensor first");
    return {unitCodebook_->positive, unitCodebook_->negative, rounding,
            unitCodebook_->steps ? &*unitCodebook_->steps : nullptr, Scaling{factor()}};
}

}  // namespace lpstudio
