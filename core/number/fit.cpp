#include "core/number/fit.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

namespace lpstudio {

ScaleFit fitScale(std::span<const double> values, const MagnitudeTable& table) {
    const double largest = values.back(), median = values[(values.size() - 1) / 2];
    if (table.largest() <= 0) return {-std::log2(largest), 0};

    const auto error = [&](double log2Scale) {
        return table.meanSquaredError(values, std::exp2(log2Scale));
    };
    ScaleFit best{0, std::numeric_limits<double>::infinity()};
    const auto consider = [&](double log2Scale) {
        const double e = error(log2Scale);
        if (e < best.meanSquaredError || (e == best.meanSquaredError && log2Scale < best.log2Scale))
            best = {log2Scale, e};
        return e;
    };

    constexpr double kStep = 1.0 / 8, kTolerance = 1.0 / 1024;
    const double top = std::log2(static_cast<double>(table.largest()));
    const double from = top - std::log2(16 * largest), to = top + 1 - std::log2(median);
    for (int i = 0; from + i * kStep <= to + kStep / 2; ++i) consider(from + i * kStep);

    constexpr double kGolden = 1 / std::numbers::phi;
    double low = best.log2Scale - kStep, high = best.log2Scale + kStep;
    double left = high - kGolden * (high - low), right = low + kGolden * (high - low);
    double leftError = consider(left), rightError = consider(right);
    while (high - low > kTolerance) {
        if (leftError <= rightError) {
            high = right;
            right = left;
            rightError = leftError;
            left = high - kGolden * (high - low);
            leftError = consider(left);
        } else {
            low = left;
            left = right;
            leftError = rightError;
            right = low + kGolden * (high - low);
            rightError = consider(right);
        }
    }
    return best;
}

}  // namespace lpstudio
