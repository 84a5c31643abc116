#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/number/measures.h"

namespace lpstudio {

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
