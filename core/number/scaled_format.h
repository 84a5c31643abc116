#pragma once

#include <optional>

#include "core/number/format.h"
#include "core/number/unit_codebook.h"

namespace lpstudio {

/// `ant:b` (Guo et al., MICRO 2022): for each tensor the one of int, flint and power of two that
/// has the least error; a fitted ANT *is* that format and is reported as it. b 3..10.
class AntFormat final : public Format {
public:
    /// Throws UsageError.
    explicit AntFormat(int bits);

    std::string spec() const override { return "ant:" + std::to_string(bits_); }
    int bits() const override { return bits_; }
    bool isFitted() const override { return false; }
    /// Throws UsageError: it has none of its own.
    std::vector<CodePoint> codebook() const override;
    FormatPtr fit(const MagnitudeTable& table) const override;
    FormatPtr unscaled() const override { return std::make_shared<AntFormat>(*this); }
    Quantizer quantizer(Rounding rounding) const override;

private:
    int bits_;
};

/// A unit codebook times a scale that is fitted to each tensor or given: most formats except LP.
class ScaledFormat final : public Format {
public:
    /// How the scale follows from a tensor and stands in the spec.
    enum class Scale {
        LeastError,  ///< any positive number, of least mean squared error; "int:4@0.1"
        AbsMax,      ///< the tensor's largest magnitude; "nf4@0.1"
        Exponent,    ///< 2^s, s an integer of least error, its own parameter; "adaptivfloat:8,3,-7"
        FractionBits,  ///< 2^-f, likewise; "fixed:8,7"
    };
    /// `scale`: the number itself, or s, or f. Throws UsageError if it moves values out of double's
    /// normal range.
    ScaledFormat(std::shared_ptr<const UnitCodebook> unitCodebook, Scale rule,
                 std::optional<double> scale = std::nullopt);

    std::string spec() const override;
    int bits() const override { return unitCodebook_->bits; }
    bool isFitted() const override { return scale_.has_value(); }
    std::vector<CodePoint> codebook() const override;
    FormatPtr fit(const MagnitudeTable& table) const override;
    FormatPtr unscaled() const override {
        return std::make_shared<ScaledFormat>(unitCodebook_, rule_);
    }
    Quantizer quantizer(Rounding rounding) const override;

private:
    double factor() const;  ///< on the unit codebook's values; 1 while not fitted

    std::shared_ptr<const UnitCodebook> unitCodebook_;
    Scale rule_;
    std::optional<double> scale_;
};

/// All codes of a unit codebook, times `factor`, in ascending signed order.
std::vector<CodePoint> codePoints(const UnitCodebook& unitCodebook, double factor);

}  // namespace lpstudio
