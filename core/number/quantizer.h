#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace lpstudio {

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
/// Speed: the top bits of |x| index a table whose cells hold one threshold at most.
class Quantizer {
public:
    Quantizer() = default;
    /// Levels of each side in ascending magnitude.
    Quantizer(std::vector<Level> positive, std::vector<Level> negative, Rounding rounding);

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
    const Side& positive() const { return sides_[0]; }
    const Side& negative() const { return sides_[1]; }

private:
    struct Cell {
        float threshold;
        float below, above;
    };
    /// Cells of one side: index = clamp(bits(x) >> shift, first, last) - first.
    struct Table {
        std::vector<Cell> cells;
        std::uint32_t shift = 0, first = 0, last = 0;
    };

    static Side makeSide(std::vector<Level> levels, Rounding rounding);
    static Table makeTable(const Side& side);

    Side sides_[2];
    Table tables_[2];
    bool symmetric_ = true;
};

/// Throws Error "tensor: N of M entries are not finite ..." unless all are finite.
void requireFinite(std::span<const float> values, std::string_view tensor);

}  // namespace lpstudio
