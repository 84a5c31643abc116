#include "core/number/uniform.h"

#include <cfloat>
#include <cmath>

#include "core/error.h"
#include "core/number/fit.h"

namespace lpstudio {

UniformFormat::UniformFormat(int bits, std::optional<double> scale) : bits_(bits), scale_(scale) {
    if (bits < 2 || bits > 16)
        throw UsageError("int: b = " + std::to_string(bits) + " is out of range; give 2..16");
    if (scale && !(std::isfinite(*scale) && *scale >= DBL_MIN && *scale <= DBL_MAX / largestCode()))
        throw UsageError("int: scale = " + shortestText(*scale) +
                         " is out of range; give a positive number whose multiples stay in "
                         "double's normal range");
}

std::string UniformFormat::spec() const {
    std::string text = "int:" + std::to_string(bits_);
    if (scale_) text += "@" + shortestText(*scale_);
    return text;
}

std::vector<CodePoint> UniformFormat::codebook() const {
    std::vector<CodePoint> points;
    for (int code = -largestCode(); code <= largestCode(); ++code)
        points.push_back({code, code * scale_.value_or(1)});
    return points;
}

FormatPtr UniformFormat::fit(const MagnitudeTable& table) const {
    if (scale_) return std::make_shared<UniformFormat>(*this);
    std::vector<double> values;
    for (int code = 1; code <= largestCode(); ++code) values.push_back(code);
    return std::make_shared<UniformFormat>(bits_, std::exp2(fitScale(values, table).log2Scale));
}

Quantizer UniformFormat::quantizer(Rounding rounding) const {
    if (!scale_) throw UsageError(spec() + ": the scale is not known; fit it to a tensor first");
    std::vector<Level> positive;
    for (int code = 1; code <= largestCode(); ++code) {
        // code * scale has at most 16 + 53 bits: rounded to 64, which moves a midpoint by less than
        // 2^-64 of itself.
        const long double value = static_cast<long double>(*scale_) * code;
        positive.push_back({value, log2l(value), code});
    }
    auto negative = positive;
    for (Level& level : negative) level.code = -level.code;
    return {std::move(positive), std::move(negative), rounding};
}

}  // namespace lpstudio
