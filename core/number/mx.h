#pragma once

#include "core/number/format.h"
#include "core/number/unit_codebook.h"

namespace lpstudio {

/// The MX-compliant formats of the "OCP Microscaling Formats (MX) Specification", version 1.0
/// (2023): blocks of k = 32 elements along the reduction axis share a scale X = 2^s of type E8M0.
/// Nothing is fitted: X follows from each block's largest magnitude.
class MxFormat final : public Format {
public:
    enum class Element { Fp8E4M3, Fp8E5M2, Fp6E2M3, Fp6E3M2, Fp4E2M1, Int8 };
    explicit MxFormat(Element element);

    static constexpr int kBlockSize = 32;
    static const char* specOf(Element element);

    std::string spec() const override { return specOf(element_); }
    int bits() const override { return unitCodebook_.bits; }
    double storageBits() const override { return unitCodebook_.bits + 8.0 / kBlockSize; }
    bool isFitted() const override { return true; }
    /// Of an element, at X = 1; codes that stand for NaN or infinity are left out.
    std::vector<CodePoint> codebook() const override;
    FormatPtr fit(const MagnitudeTable&) const override;
    Quantizer quantizer(Rounding rounding) const override;
    std::shared_ptr<const TensorQuantizer> tensorQuantizer(Rounding rounding) const override;

private:
    Element element_;
    UnitCodebook unitCodebook_;
    int maxExponent_;
};

}  // namespace lpstudio
