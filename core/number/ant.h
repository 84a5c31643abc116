#pragma once

#include "core/number/format.h"

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

}  // namespace lpstudio
