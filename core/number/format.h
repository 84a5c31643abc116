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

/// One code word of a format.
struct CodePoint {
    std::int32_t code = 0;  ///< signed; its n low bits are the code word
    double value = 0;       ///< rounded to double; NaN for NaR
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
    /// Word length in bits.
    virtual int bits() const = 0;
    virtual bool isFitted() const = 0;

    /// All codes in ascending signed order. Parameters still to be fitted count as scale 1 (sf 0).
    /// Throws UsageError for a family without a codebook of its own (`lp:8`).
    virtual std::vector<CodePoint> codebook() const = 0;

    /// The member of this family with the least mean squared error on the tensor behind `table`;
    /// *this if fitted. A tensor without a non-zero entry gets the scale at which the largest code
    /// is 1.
    virtual std::shared_ptr<const Format> fit(const MagnitudeTable& table) const = 0;

    /// Values and thresholds, for use on tensors. Throws UsageError if the format is not fitted.
    virtual Quantizer quantizer(Rounding rounding) const = 0;
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

/// A real number as it stands in specs: the shortest text that reads back as the same double.
std::string shortestText(double value);

}  // namespace lpstudio
