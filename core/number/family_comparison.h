#pragma once

#include <functional>
#include <span>
#include <string>
#include <vector>

#include "core/number/format.h"
#include "core/number/tensor_quantizer.h"

namespace lpstudio {

/// A line of a comparison: formats of one kind, of which the member with the least error on a
/// tensor stands for the family ("float" at 4 bits: the best of e1m2, e2m1, e3m0).
struct FormatFamily {
    std::string key;    ///< first word of the members' specs: "lp", "int", "float", "mxfp"
    std::string title;  ///< "Logarithmic Posit"
};
/// All compared families, LP first, always in the same order.
const std::vector<FormatFamily>& formatFamilies();

/// Members of a family at a word length of `width` bits, unfitted; empty if it has none there.
/// Throws UsageError for an unknown key or a width outside 2..16.
std::vector<FormatPtr> membersOfWidth(const std::string& family, int width);

/// What a family reaches on a tensor at one width.
struct FamilyResult {
    std::string family;
    int width = 0;
    FormatPtr format;  ///< fitted
    double sqnrDb = 0;
};
/// The best member of every family at every width, in the order of `widths`, then of
/// formatFamilies(); a family without a member at a width is left out. `perChannel`: one scale (sf)
/// for each output channel, see fitPerChannel(). `table` must be of `tensor`. Throws Error if an
/// entry is not finite, Cancelled when `shouldContinue` answers false.
std::vector<FamilyResult> compareFormats(const Tensor& tensor, const MagnitudeTable& table,
                                         std::span<const int> widths, bool perChannel = false,
                                         const std::function<bool()>& shouldContinue = {});

}  // namespace lpstudio
