#include "core/number/ant.h"

#include <cmath>
#include <limits>

#include "core/number/fit.h"
#include "core/number/range_check.h"
#include "core/number/scaled_format.h"

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

}  // namespace lpstudio
