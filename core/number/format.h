#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/number/quantizer.h"

namespace lpstudio {

class MagnitudeTable;
class TensorQuantizer;

/// One code word of a format.
struct CodePoint {
    std::int32_t code = 0;  ///< signed, ascending with the value
    std::uint32_t word =
        0;             ///< the n bits as stored: two's complement, or sign and magnitude index
    double value = 0;  ///< rounded to double; NaN for NaR
    bool nar = false;
};

/// A number format: an immutable small value behind a common interface. A format is *fitted* when
/// all its parameters are known; an unfitted one (`lp:8`, `int:4`) describes a family from which
/// fit() chooses the member for a tensor.
class Format {
public:
    virtual ~Format() = default;

    /// Canonical spec string; parseFormat(spec()) gives an equal format.
    virtual std::string spec() const = 0;
    /// Word length of an element in bits.
    virtual int bits() const = 0;
    /// Stored bits per element; above bits() where elements share a scale (MX: 8/32 more).
    virtual double storageBits() const { return bits(); }
    virtual bool isFitted() const = 0;

    /// All codes in ascending signed order. Parameters still to be fitted count as scale 1 (sf 0).
    /// Throws UsageError for a family without a codebook of its own (`lp:8`).
    virtual std::vector<CodePoint> codebook() const = 0;

    /// The member of this family with the least mean squared error on the tensor behind `table`;
    /// *this if fitted. A tensor without a non-zero entry gets the scale at which the largest code
    /// is 1.
    virtual std::shared_ptr<const Format> fit(const MagnitudeTable& table) const = 0;

    /// The family with its scale (sf, bias, f) to be fitted again and all else as it is; null if it
    /// has no scale.
    virtual std::shared_ptr<const Format> unscaled() const { return nullptr; }

    /// Values and thresholds of one element. Block formats (MX): at the shared scale 1. Throws
    /// UsageError if the format is not fitted, Error for a per-channel format.
    virtual Quantizer quantizer(Rounding rounding) const = 0;

    /// What quantizes tensors in this format. Throws UsageError if the format is not fitted.
    virtual std::shared_ptr<const TensorQuantizer> tensorQuantizer(Rounding rounding) const;
};

using FormatPtr = std::shared_ptr<const Format>;

/// Reads a spec string such as `lp:8,2,3,0.5`, `lp:8`, `int:4@0.0125`. Throws UsageError naming the
/// parameter, its value and its range.
FormatPtr parseFormat(std::string_view spec);

/// A line of the list that `lpstudio-cli formats` prints.
struct FormatInfo {
    std::string spec;  ///< with placeholders, `lp:n,es,rs,sf`
    std::string name;
    std::string summary;
};
std::vector<FormatInfo> knownFormats();

}  // namespace lpstudio
