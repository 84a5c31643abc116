#pragma once

#include "core/number/magnitude_table.h"
#include "core/number/unit_codebook.h"

namespace lpstudio {

/// The scale that was found and what is left of the error there.
struct ScaleFit {
    double log2Scale = 0;         ///< the codebook is multiplied by 2^log2Scale
    double meanSquaredError = 0;  ///< over all entries of the tensor, zeros too
};

/// The scale at which a unit codebook lies closest to a tensor in the mean square.
///
/// The same rule for sf and for every scale, so that formats are compared fairly: with M and C the
/// largest and the median positive value, scan from max|x| / (16 M) to 2 max|x| / C in steps of 1/8
/// octave, then golden section around the best to 2^-10 octave; ties to the smaller scale. A tensor
/// without a non-zero entry gets the scale at which M is 1.
ScaleFit fitScale(const Magnitudes& unitCodebook, const MagnitudeTable& table);

/// The same over whole octaves: the exponent of a scale that is a power of two (fixed,
/// adaptivfloat).
ScaleFit fitExponent(const Magnitudes& unitCodebook, const MagnitudeTable& table);

}  // namespace lpstudio
