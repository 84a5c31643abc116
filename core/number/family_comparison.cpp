#include "core/number/family_comparison.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/base/error.h"
#include "core/number/magnitude_table.h"
#include "core/number/per_channel.h"
#include "core/number/tensor_quantizer.h"
#include "core/number/unit_codebook.h"

namespace lpstudio {

const std::vector<FormatFamily>& formatFamilies() {
    static const std::vector<FormatFamily> all{
        {"lp", "Logarithmic Posit"},
        {"int", "Integer"},
        {"fixed", "Fixed point"},
        {"float", "Minifloat"},
        {"adaptivfloat", "AdaptivFloat"},
        {"posit", "Posit"},
        {"lns", "Logarithmic"},
        {"pot", "Powers of two"},
        {"flint", "Flint"},
        {"ant", "ANT"},
        {"nf4", "NormalFloat"},
        {"mxfp", "MX float"},
        {"mxint", "MX integer"},
    };
    return all;
}

std::vector<FormatPtr> membersOfWidth(const std::string& family, int width) {
    requireRange("formats", "width", width, 2, 16);
    std::vector<FormatPtr> members;
    const auto add = [&](const std::string& spec) { members.push_back(parseFormat(spec)); };
    const std::string n = std::to_string(width);
    // Wider exponents than these only repeat the values a tensor uses.
    constexpr int kMostExponentBits = 6, kMostPositSize = 3;
    if (family == "lp" || family == "int" || family == "fixed") {
        add(family + ":" + n);
    } else if (family == "float") {
        for (int e = 1; e <= std::min(width - 1, kMostExponentBits); ++e)
            add("float:e" + std::to_string(e) + "m" + std::to_string(width - 1 - e));
    } else if (family == "adaptivfloat") {
        for (int e = 1; width >= 3 && e <= std::min(width - 1, kMostExponentBits); ++e)
            add("adaptivfloat:" + n + "," + std::to_string(e));
    } else if (family == "posit") {
        for (int es = 0; es <= std::clamp(width - 3, 0, kMostPositSize); ++es)
            add("posit:" + n + "," + std::to_string(es));
    } else if (family == "lns") {
        // From 64 octaves down to one.
        for (int f = std::max(0, width - 7); f <= width - 2; ++f)
            add("lns:" + n + "," + std::to_string(f));
    } else if (family == "pot") {
        if (width <= 8) add("pot:" + n);
    } else if (family == "flint") {
        if (width >= 3) add("flint:" + n);
    } else if (family == "ant") {
        if (width >= 3 && width <= 8) add("ant:" + n);
    } else if (family == "nf4") {
        if (width == 4) add("nf4");
    } else if (family == "mxfp") {
        if (width == 4) add("mxfp4");
        if (width == 6)
            for (const char* spec : {"mxfp6e2m3", "mxfp6e3m2"}) add(spec);
        if (width == 8)
            for (const char* spec : {"mxfp8e4m3", "mxfp8e5m2"}) add(spec);
    } else if (family == "mxint") {
        if (width == 8) add("mxint8");
    } else {
        throw UsageError("formats: unknown family \"" + family + "\"");
    }
    return members;
}

std::vector<FamilyResult> compareFormats(const Tensor& tensor, const MagnitudeTable& table,
                                         std::span<const int> widths, bool perChannel,
                                         const std::function<bool()>& shouldContinue) {
    requireFinite(tensor.values, tensor.name);
    std::vector<FamilyResult> results;
    for (const int width : widths)
        for (const FormatFamily& family : formatFamilies()) {
            FormatPtr chosen;
            double least = std::numeric_limits<double>::infinity();
            for (const FormatPtr& member : membersOfWidth(family.key, width)) {
                if (shouldContinue && !shouldContinue()) throw Cancelled();
                const FormatPtr fitted = member->fit(table);
                const auto quantizer = fitted->tensorQuantizer(Rounding::Nearest);
                // Shared scales are not in the table.
                const double error =
                    quantizer->usesLayout()
                        ? quantizer->measure(tensor).mse
                        : estimate(fitted->quantizer(Rounding::Nearest), table).mse;
                if (chosen && error >= least) continue;
                least = error;
                chosen = fitted;
            }
            if (!chosen) continue;
            if (perChannel) {
                const FormatPtr unscaled = chosen->unscaled();
                if (unscaled) chosen = fitPerChannel(unscaled, tensor, table);
            }
            results.push_back({family.key, width, chosen,
                               chosen->tensorQuantizer(Rounding::Nearest)->measure(tensor).sqnrDb});
        }
    return results;
}

}  // namespace lpstudio
