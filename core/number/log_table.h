#pragma once

#include <memory>

#include "core/number/kernels.h"
#include "core/number/quantizer.h"

namespace lpstudio {

/// The table of a codebook whose magnitudes are powers of two with fixed-point exponents; null if
/// they are not, or too finely spaced for it. `firstLog2` is the exact log2 of the smallest
/// magnitude. The table refers to the side's thresholds. Whether the levels are those of the law is
/// not known before the table is proven on all of them.
std::unique_ptr<simd::LogTable> makeLogTable(const Quantizer::Side& side, long double firstLog2,
                                             Rounding rounding);

}  // namespace lpstudio
