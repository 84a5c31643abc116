#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace lpstudio {

// The arithmetic of LPA's processing element, bit for bit ("Algorithm-Hardware Co-Design of
// Distribution-Aware Logarithmic-Posit Encodings for Efficient DNN Inference", DAC 2024, block
// diagram): an LP weight times an LP activation, added to a partial sum that travels from PE to PE
// as a small float.
//
//   MUL   r_m = r_w + r_a, u_m = u_w + u_a, sign by XOR. The product is 2^(r_m + u_m); its scale is
//         the floor of that exponent, lnf the rest.
//   ADD   lf = the linear significand of 2^lnf by a table or Mitchell's rule; two's complement of
//         negative operands; the scales are compared, the operand of the smaller is shifted right
//         arithmetically; one addition; two's complement back; normalised.
//
// Where the figure is silent, this is assumed:
// - r and u keep all the bits of the code; the figure's 4-bit activation lane would cut LP<8,2,2>.
//   See laneNeeds().
// - Exponents have no limit. The scale of a product of two 8-bit LPs lies in -448..447 and a sum of
//   K products adds log2 K + 1, so that 16 bits, the width of the adder that makes r_m, always do.
// - A significand that rounds to 2.0 is 1.0 at the next scale, before scales are compared.
// - The adder sees F fraction bits of either operand and no guard bits. The product's t bits are
//   cut to F, and the smaller operand is shifted, after the two's complement, so that what falls
//   off rounds towards minus infinity; whatever a negative operand is shifted by, -2^-F is left.
//   Integer bits of the adder are as many as needed (the figure shows the fraction's 8).
// - After the two's complement back, a carry shifts the magnitude right by one and drops the bit;
//   after cancellation zeros are shifted in. A magnitude of 0 is zero.
// - A zero product leaves the sum as it is; a zero sum takes the product's scale and adds 0.
// - k ascends. A fold's sums enter the next fold as they left, so folds change nothing.
// - sf is left out: the post-processing unit multiplies the last sum by 2^-(sf_w + sf_a).

/// How the fraction of the exponent becomes one of the significand.
enum class LogConversion {
    Table,     ///< lf = 1 + round((2^lnf - 1) * 2^t) / 2^t
    Mitchell,  ///< lf = 1 + lnf, cut to t bits
};
/// "table", "mitchell".
const char* conversionName(LogConversion conversion);

/// Widths of the datapath between decoder and encoder.
struct DatapathOptions {
    int logFractionBits = 8;  ///< t, 1..22
    LogConversion conversion = LogConversion::Table;
    int accumulatorFraction = 8;  ///< F, fraction bits of the partial sum, 2..22

    friend bool operator==(const DatapathOptions&, const DatapathOptions&) = default;

    static constexpr int kMaxFraction = 22;  ///< so that every magnitude fits a float32's 24 bits
};
/// Throws UsageError naming the option, its value and its range.
void validate(const DatapathOptions& options);

/// An LP number as the decoder hands it to the array, at sf = 0.
struct LpOperand {
    bool zero = true, negative = false;
    int regime = 0;          ///< r = k * 2^es
    std::uint32_t ulfx = 0;  ///< u = e + f in units of 2^-kUlfxFraction

    friend bool operator==(const LpOperand&, const LpOperand&) = default;

    /// Most fraction bits of an LP code of at most kMaxWidth bits (rs = 1, es = 0).
    static constexpr int kUlfxFraction = 6, kMaxWidth = 8;
};
/// `code` signed, -(2^(n-1)-1) .. 2^(n-1)-1. Throws UsageError for n above kMaxWidth or parameters
/// that are no LP, Error for NaR and codes outside.
LpOperand decodeOperand(std::int32_t code, int n, int es, int rs);

/// What LogConversion gives: (1 + fraction / 2^t) * 2^exponent.
struct LinearProduct {
    bool zero = true, negative = false;
    int exponent = 0;
    std::uint32_t fraction = 0;  ///< in units of 2^-t

    friend bool operator==(const LinearProduct&, const LinearProduct&) = default;
};

/// (1 + fraction / 2^F) * 2^exponent.
struct PartialSum {
    bool zero = true, negative = false;
    int exponent = 0;
    std::uint32_t fraction = 0;  ///< in units of 2^-F

    friend bool operator==(const PartialSum&, const PartialSum&) = default;
};

/// An operand in one word, for Datapath::multiply().
using DatapathWord = std::int32_t;
DatapathWord packed(const LpOperand& operand);

/// c = a * b.
struct DatapathProduct {
    std::size_t m = 0, k = 0, n = 0;
    std::span<const DatapathWord> a;  ///< m x k, row-major
    std::span<const DatapathWord> b;  ///< k x n, row-major
    std::span<double> c;              ///< m x n, row-major, exact values of the partial sums
};

/// A processing element with all its tables. Immutable, may be used from several threads.
class Datapath {
public:
    /// Throws UsageError as validate().
    explicit Datapath(const DatapathOptions& options);

    const DatapathOptions& options() const { return options_; }

    /// The MUL stage and the conversion.
    LinearProduct product(const LpOperand& w, const LpOperand& a) const;
    /// The rest of the ADD stage.
    PartialSum add(const PartialSum& sum, const LinearProduct& product) const;
    /// What leaves the last PE of a column: the sum over k ascending. Equal lengths.
    PartialSum dot(std::span<const LpOperand> w, std::span<const LpOperand> a) const;
    double value(const PartialSum& sum) const;

    /// Every entry of c is value(dot(row of a, column of b)). Vectorised over the longer of m and
    /// n; on the calling thread alone. Throws std::invalid_argument if a size does not fit.
    void multiply(const DatapathProduct& product) const;

private:
    DatapathOptions options_;
    /// round((2^lnf - 1) * 2^t) or its like for each lnf; 2^t means 2.0.
    std::array<std::uint32_t, 1U << LpOperand::kUlfxFraction> fractions_{};
    /// For the fast path, by the low bits of the sum of two words.
    std::vector<std::int32_t> significands_;
};

/// The three ways a PE is used, by the weights it holds.
enum class PeMode { One8Bit, Two4Bit, Four2Bit };

/// One of the MUL stage's two adders: 16 bits in four 4-bit adders; the carry into an adder that
/// begins a lane of the mode (16, 8 or 4 bits) is gated off.
std::uint16_t segmentedSum(std::uint16_t a, std::uint16_t b, PeMode mode);

/// Bits that the sums need: r_m in two's complement, u_m unsigned with the finer of both binary
/// points. A lane that is as wide gives the sum itself.
struct LaneNeeds {
    int regime = 0, ulfx = 0;
};
struct LpShape {
    int n = 8, es = 2, rs = 7;
};
/// Throws UsageError as decodeOperand().
LaneNeeds laneNeeds(const LpShape& weights, const LpShape& activations);

}  // namespace lpstudio
