#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "core/number/magnitude_table.h"
#include "core/number/quantizer.h"

namespace lpstudio {

/// How well a format represents a tensor.
struct Measures {
    std::size_t elements = 0;
    double mse = 0;     ///< mean squared error
    double sqnrDb = 0;  ///< 10 log10(sum x^2 / sum (x - q)^2); +infinity where nothing was lost
    double zeroedShare = 0;     ///< became 0 without being 0
    double saturatedShare = 0;  ///< lies beyond the largest magnitude
    int codesUsed = 0;
    double entropyBits = 0;  ///< of the codes' distribution
};

/// Quantizes `values` and measures the result. `quantized` and `codes` receive the outcome unless
/// empty (else of equal size). Throws Error naming `tensor` if an entry is not finite.
Measures measure(const Quantizer& quantizer, std::span<const float> values, std::string_view tensor,
                 std::span<float> quantized = {}, std::span<std::int32_t> codes = {});

/// What a histogram tells about a format on a tensor: as measure(), up to about 1e-3 of the error,
/// in time that does not depend on the tensor's size.
struct Estimate {
    double mse = 0, sqnrDb = 0, zeroedShare = 0, saturatedShare = 0;
};
Estimate estimate(const Quantizer& quantizer, const MagnitudeTable& table);

/// A point of the relative (decimal) accuracy curve.
struct AccuracyPoint {
    double log2x = 0;     ///< centre of the interval
    double decimals = 0;  ///< -log10 |log10(q / x)| in its worst case
};

/// Worst-case relative accuracy in each of `intervals` equal intervals of log2|x| from `from` to
/// `to`, for positive x. Intervals in which some x becomes 0 are left out.
std::vector<AccuracyPoint> relativeAccuracy(const Quantizer& quantizer, double from, double to,
                                            int intervals);

/// Neumaier's compensated sum.
class CompensatedSum {
public:
    void add(double x);
    double value() const { return sum_ + rest_; }

private:
    double sum_ = 0, rest_ = 0;
};

/// What Measures are made of, fed with a tensor in parts.
class MeasureSums {
public:
    /// Codes of the format lie in lowest..highest.
    MeasureSums(std::int32_t lowest, std::int32_t highest);

    /// A part of the tensor, its quantized values and their codes.
    void add(std::span<const float> values, std::span<const float> quantized,
             std::span<const std::int32_t> codes);
    Measures result() const;

private:
    std::int32_t lowest_, highest_;
    std::size_t elements_ = 0, zeroed_ = 0, saturated_ = 0;
    CompensatedSum signal_, noise_;
    std::vector<std::size_t> uses_;  ///< by code - lowest
};

}  // namespace lpstudio
