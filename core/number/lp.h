#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

#include "core/number/format.h"
#include "core/number/magnitude_table.h"
#include "core/number/unit_codebook.h"

namespace lpstudio {

/// Parameters of a Logarithmic Posit LP<n, es, rs, sf> ("Algorithm-Hardware Co-Design of
/// Distribution-Aware Logarithmic-Posit Encodings for Efficient DNN Inference", DAC 2024).
struct LpParameters {
    int n = 8;      ///< word length in bits, 2..16
    int es = 2;     ///< exponent field width in bits, 0..max(0, n-3), never above 5
    int rs = 7;     ///< cap on the regime's run length, 1..n-1
    double sf = 0;  ///< scale factor: every value is divided by 2^sf

    friend bool operator==(const LpParameters&, const LpParameters&) = default;
    friend auto operator<=>(const LpParameters&,
                            const LpParameters&) = default;  // NOLINT(modernize-use-nullptr)

    static constexpr int kMinWidth = 2, kMaxWidth = 16, kMaxExponentSize = 5;
    /// Largest es of a word length.
    static int maxExponentSize(int n);
};

/// Throws UsageError naming the parameter, its value and its range; also where a value would leave
/// double's normal range.
void validate(const LpParameters& parameters);

/// What the decoder reads from the code of a positive value.
struct LpFields {
    int k = 0;  ///< regime
    int e = 0;  ///< exponent
    int fractionBits = 0;
    std::uint32_t fraction = 0;  ///< f = fraction / 2^fractionBits, in the log domain
};
/// `code` in 1 .. 2^(n-1)-1.
LpFields decodeFields(std::uint32_t code, int n, int es, int rs);

/// log2 of the value of a positive code at sf = 0: an exact binary fraction.
double lpLog2(std::uint32_t code, int n, int es, int rs);

/// The positive values in ascending order; code i + 1 stands at position i.
std::vector<Level> lpLevels(const LpParameters& parameters);

/// LP as a format. Unset es, rs, sf are fitted: `lp:8` fits all three, `lp:8,2,3` fits sf.
class LpFormat final : public Format {
public:
    explicit LpFormat(const LpParameters& parameters);
    /// Family with n fixed, and es and rs too if given. Throws UsageError.
    explicit LpFormat(int n);
    LpFormat(int n, int es, int rs);

    std::string spec() const override;
    int bits() const override { return n_; }
    bool isFitted() const override { return sf_.has_value(); }
    std::vector<CodePoint> codebook() const override;
    FormatPtr fit(const MagnitudeTable& table) const override;
    FormatPtr unscaled() const override;
    Quantizer quantizer(Rounding rounding) const override;

    /// Throws UsageError if not fitted.
    LpParameters parameters() const;

private:
    /// Needs es and rs.
    UnitCodebook unitCodebook() const;

    int n_;
    std::optional<int> es_, rs_;
    std::optional<double> sf_;
};

/// The LP parameters of a fitted LP format; nullopt for any other format.
std::optional<LpParameters> lpParameters(const Format& format);

/// How many pairs of es and rs a fit of `lp:n` tries.
std::size_t lpMembers(int n);

/// The parameters that LpFormat(n).fit() finds: least mean squared error over all es, rs and sf.
/// `shouldContinue` is given how many members have been tried (of lpMembers()) and returns whether
/// to continue; throws Cancelled if not. A member of 16 bits takes some milliseconds, and there are
/// 90.
LpParameters fitLp(int n, const MagnitudeTable& table,
                   const std::function<bool(std::size_t)>& shouldContinue = {});

}  // namespace lpstudio
