#pragma once

#include <optional>

#include "core/number/format.h"

namespace lpstudio {

/// `int:b`: symmetric uniform, codes -(2^(b-1)-1) .. 2^(b-1)-1 times a positive scale; b 2..16.
class UniformFormat final : public Format {
public:
    /// Throws UsageError if bits or scale is out of range.
    explicit UniformFormat(int bits, std::optional<double> scale = std::nullopt);

    std::string spec() const override;
    int bits() const override { return bits_; }
    bool isFitted() const override { return scale_.has_value(); }
    std::vector<CodePoint> codebook() const override;
    FormatPtr fit(const MagnitudeTable& table) const override;
    Quantizer quantizer(Rounding rounding) const override;

private:
    int largestCode() const { return (1 << (bits_ - 1)) - 1; }

    int bits_;
    std::optional<double> scale_;
};

}  // namespace lpstudio
