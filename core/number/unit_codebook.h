#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/base/error.h"
#include "core/number/kernels.h"
#include "core/number/quantizer.h"

namespace lpstudio {

/// Throws UsageError "FAMILY: NAME = VALUE is out of range; give LOW..HIGH" unless low <= value <=
/// high. `where` says what the range belongs to: " for n = 8".
inline void requireRange(const char* family, const char* name, int value, int low, int high,
                         const std::string& where = {}) {
    if (value >= low && value <= high) return;
    throw UsageError(std::string(family) + ": " + name + " = " + std::to_string(value) +
                     " is out of range; give " + std::to_string(low) +
                     (low == high ? "" : ".." + std::to_string(high)) + where);
}

/// Values of a format at scale 1, before a tensor's scale moves them: what distinguishes one family
/// of formats from another.
struct UnitCodebook {
    std::string spec;  ///< without the scale, "posit:8,2"
    int bits = 0;      ///< word length
    /// The values of either side of zero in ascending magnitude.
    std::vector<Level> positive, negative;
    /// How a negative value's word is written: two's complement of its signed code, or the sign on
    /// top of the index of the magnitude.
    bool twosComplement = false;
    bool hasNar = false;  ///< the word 100...0 is "not a real"
    /// Arithmetic that gives the positive values, where there is one; it makes quantizing faster.
    std::optional<simd::StepLaw> steps;

    /// Appends a positive level; its code is the next index.
    void append(long double value);
    /// The negative side becomes the mirror image of the positive.
    void mirror();
};

/// Magnitudes of both sides as doubles, for fitting.
struct Magnitudes {
    std::vector<double> positive, negative;
    bool symmetric = true;

    explicit Magnitudes(const UnitCodebook& unitCodebook);
};

// The families of spec/number-formats.md, section 2. Parameters out of range throw UsageError
// naming the parameter, its value and its range.

/// `int:b`: symmetric uniform, codes -(2^(b-1)-1) .. 2^(b-1)-1; b 2..16. ANT's program also has
/// -2^(b-1).
UnitCodebook uniformCodebook(int bits);
/// `fixed:b`: two's complement, codes -2^(b-1) .. 2^(b-1)-1; b 2..16.
UnitCodebook fixedPointCodebook(int bits);
/// `float:eXmY`: minifloat of 1+X+Y <= 16 bits with subnormals, without infinities and NaN (IEEE
/// 754's encoding of finite numbers, continued through the highest exponent); X 1..8, Y 0..14. So
/// e4m3 reaches 480 and e5m2 114688, where OCP's end at 448 and 57344.
UnitCodebook minifloatCodebook(int exponentBits, int mantissaBits);
/// `adaptivfloat:n,e` at bias 0 (Tambe et al., "Algorithm-Hardware Co-Design of Adaptive
/// Floating-Point Encodings for Resilient Deep Learning Inference", DAC 2020); n 3..16,
/// e 1..min(n-1, 8). As the paper has it: 2^e exponents; the authors' script keeps 2^e - 2 and
/// sends all below its smallest value to 0.
UnitCodebook adaptivFloatCodebook(int bits, int exponentBits);
/// `posit:n,es`: "Standard for Posit Arithmetic (2022)", generalised to any es; n 2..16, es 0..5.
/// The values are the standard's; rounding is on the real line, and to 0 at or below half of the
/// smallest value, where the standard rounds the bit string and never to 0.
UnitCodebook positCodebook(int n, int es);
/// `lns:n,f`: logarithmic with f fraction bits of the exponent; n 2..16, f 0..n.
UnitCodebook lnsCodebook(int n, int fractionBits);
/// `pot:b`: powers of two; b 2..10.
UnitCodebook powerOfTwoCodebook(int bits);
/// `flint:b`, `flint:b,u` (Guo et al., "ANT: Exploiting Adaptive Numerical Data Type for Low-bit
/// Deep Neural Network Quantization", MICRO 2022); b 3..16, unsigned 2..16.
UnitCodebook flintCodebook(int bits, bool isUnsigned);
/// `nf4` (Dettmers et al., "QLoRA: Efficient Finetuning of Quantized LLMs", NeurIPS 2023, appendix
/// E).
UnitCodebook normalFloatCodebook();

}  // namespace lpstudio
