#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace lpstudio {

class QuantizerTables;
struct Scaling;

namespace simd {
struct SmallTable;
struct StepLaw;
struct StepTable;
}  // namespace simd

/// Which of the two neighbouring code points a value becomes.
enum class Rounding {
    Nearest,     ///< closest on the real line, ties to the even code
    LogNearest,  ///< closest in log2|x|, ties to the even code; what the LPA encoder does
};

/// A magnitude that a format can represent, on one side of zero. log2 is kept because an LP value
/// is an exact power of two whose exponent is exact where the value itself is not.
struct Level {
    long double value = 0;  ///< > 0
    long double log2 = 0;
    std::int32_t code = 0;  ///< signed code of the value on its side
};

/// Maps floats to the nearest value of a codebook that contains 0 (code 0).
///
/// The decision between two neighbours is `|x| > t`, with t the float32 threshold derived once from
/// the exact midpoint and moved so that a tie goes to the even code. Every path uses these t, so
/// all agree bit for bit. Levels outside [2^-126, FLT_MAX] do not exist on float32 tensors.
///
/// Speed: levels come from arithmetic where the codebook has a law, short codebooks are searched in
/// vector registers, others through a table indexed by the top bits of |x|; see kernels.h. What a
/// kernel needs is made when it is first used, so that a quantizer whose levels alone are asked for
/// costs no more than these. Copies share everything.
class Quantizer {
public:
    /// The quantization kernels, told in kernels.h; all give the same result.
    enum class Kernel { Small, Steps, Logs, Cells, Search };

    /// Levels of each side at scale 1, in ascending magnitude, and how they lie on the tensor.
    /// `law`, if any, gives them, too; it is used if it proves to agree at every level and
    /// threshold.
    Quantizer(const std::vector<Level>& positive, const std::vector<Level>& negative,
              Rounding rounding, const simd::StepLaw* law, const Scaling& scaling);

    /// Over the tables of another quantizer, by a kernel of choice, which they must allow.
    Quantizer(std::shared_ptr<const QuantizerTables> tables, Kernel kernel);
    const std::shared_ptr<const QuantizerTables>& tables() const { return tables_; }

    /// out[i] = nearest value to in[i]; in and out may be the same. Throws Error naming `tensor`
    /// and the number of bad entries if an entry is not finite (out is then unspecified).
    void quantize(std::span<const float> in, std::span<float> out, std::string_view tensor) const;
    /// codes[i] = signed code of the nearest value. Same errors.
    void encode(std::span<const float> in, std::span<std::int32_t> codes,
                std::string_view tensor) const;

    /// One side of zero: magnitudes 0 = values[0] < values[1] < ..., codes, and thresholds[i]
    /// between values[i] and values[i + 1].
    struct Side {
        std::vector<float> values;
        std::vector<std::int32_t> codes;
        std::vector<float> thresholds;

        /// Position in `values` of the nearest magnitude; x >= 0.
        std::size_t nearest(float x) const;
        float largest() const { return values.back(); }
    };
    const Side& positive() const;
    const Side& negative() const;

    /// What quantize() uses.
    Kernel kernel() const;
    /// What encode() uses: kernel() unless that yields no codes or another is faster at them.
    Kernel codeKernel() const;
    /// Tables for elements that share a scale; null if the codebook does not allow them or another
    /// kernel was chosen.
    const simd::SmallTable* small() const;
    const simd::StepTable* steps() const;

private:
    std::shared_ptr<const QuantizerTables> tables_;
    std::optional<Kernel> chosen_;
};

/// Throws Error "tensor: N of M entries are not finite ..." unless all are finite.
void requireFinite(std::span<const float> values, std::string_view tensor);

}  // namespace lpstudio
