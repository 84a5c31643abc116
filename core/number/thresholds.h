#pragma once

#include <vector>

#include "core/number/quantizer.h"

namespace lpstudio {

/// How levels given at scale 1 lie on a tensor.
struct Scaling {
    double factor = 1;
    /// Where the exact levels lie above (+1) or below (-1) those given by less than any number here
    /// can tell: 2^(1 - 1e-20) is given as 2 and -1.
    int nudge = 0;
};

/// Whether float32 can hold the scaled level: only magnitudes within [2^-126, FLT_MAX] exist.
bool isOnFloats(const Level& level, const Scaling& scaling);

/// Values, codes and thresholds of the levels (ascending) that float32 can hold. Thresholds follow
/// from the exact midpoints, also where these lie closer to a float32 than long double resolves.
Quantizer::Side makeSide(const std::vector<Level>& levels, const Scaling& scaling,
                         Rounding rounding);

}  // namespace lpstudio
