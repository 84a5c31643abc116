#include "core/number/fit.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

namespace lpstudio {
namespace {

/// Remembers the scale of least error; ties to the smaller.
class Best {
public:
    Best(const Magnitudes& unitCodebook, const MagnitudeTable& table)
        : unitCodebook_(unitCodebook), table_(table) {}

    /// The squared error, or some number above the least so far.
    double consider(double log2Scale) { return compare(log2Scale, least_); }
    /// The squared error whatever it is.
    double considerFully(double log2Scale) {
        return compare(log2Scale, std::numeric_limits<double>::infinity());
    }
    double log2Scale() const { return log2Scale_; }
    ScaleFit fit() const { return {log2Scale_, least_ / static_cast<double>(table_.size())}; }

private:
    using Sign = MagnitudeTable::Sign;

    double compare(double log2Scale, double limit) {
        const double scale = std::exp2(log2Scale);
        double error = 0;
        if (unitCodebook_.symmetric) {
            error = table_.squaredError(unitCodebook_.positive, scale, Sign::Both, limit);
        } else {
            error = table_.squaredError(unitCodebook_.positive, scale, Sign::Positive, limit);
            if (error <= limit)
                error += table_.squaredError(unitCodebook_.negative, scale, Sign::Negative,
                                             limit - error);
        }
        if (error < least_ || (error == least_ && log2Scale < log2Scale_)) {
            least_ = error;
            log2Scale_ = log2Scale;
        }
        return error;
    }

    const Magnitudes& unitCodebook_;
    const MagnitudeTable& table_;
    double log2Scale_ = 0, least_ = std::numeric_limits<double>::infinity();
};

struct Range {
    double from, to;
};

/// Of the scan, in octaves.
Range scanned(const Magnitudes& unitCodebook, const MagnitudeTable& table) {
    const double largest = unitCodebook.positive.back(),
                 median = unitCodebook.positive[(unitCodebook.positive.size() - 1) / 2],
                 top = std::log2(static_cast<double>(table.largest()));
    // Very wide codebooks stay within double's normal range.
    constexpr double kLimit = 1000;
    return {
        std::max(top - std::log2(16 * largest), -kLimit - std::log2(unitCodebook.positive.front())),
        std::min(top + 1 - std::log2(median), kLimit - std::log2(largest))};
}

}  // namespace

ScaleFit fitScale(const Magnitudes& unitCodebook, const MagnitudeTable& table) {
    if (table.largest() <= 0) return {-std::log2(unitCodebook.positive.back()), 0};
    constexpr double kStep = 1.0 / 8, kTolerance = 1.0 / 1024, kGolden = 1 / std::numbers::phi;
    Best best(unitCodebook, table);
    const auto [from, to] = scanned(unitCodebook, table);
    const int steps = static_cast<int>(std::floor((to - from) / kStep + 0.5));
    for (int i = 0; i <= steps; ++i) best.consider(from + i * kStep);

    double low = best.log2Scale() - kStep, high = best.log2Scale() + kStep;
    double left = high - kGolden * (high - low), right = low + kGolden * (high - low);
    double leftError = best.considerFully(left), rightError = best.considerFully(right);
    while (high - low > kTolerance) {
        if (leftError <= rightError) {
            high = right;
            right = left;
            rightError = leftError;
            left = high - kGolden * (high - low);
            leftError = best.considerFully(left);
        } else {
            low = left;
            left = right;
            leftError = rightError;
            right = low + kGolden * (high - low);
            rightError = best.considerFully(right);
        }
    }
    return best.fit();
}

ScaleFit fitExponent(const Magnitudes& unitCodebook, const MagnitudeTable& table) {
    if (table.largest() <= 0) return {std::floor(-std::log2(unitCodebook.positive.back())), 0};
    Best best(unitCodebook, table);
    const auto [from, to] = scanned(unitCodebook, table);
    const int last = static_cast<int>(std::ceil(to));
    for (int exponent = static_cast<int>(std::floor(from)); exponent <= last; ++exponent)
        best.consider(exponent);
    return best.fit();
}

}  // namespace lpstudio
