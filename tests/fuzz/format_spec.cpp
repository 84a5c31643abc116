// Specs of number formats, as they stand in options, configurations and projects.

#include <cmath>

#include "core/number/format.h"
#include "core/number/quantizer.h"
#include "tests/fuzz/fuzz.h"

using namespace lpstudio;

namespace {

void requireCodebook(const Format& format) {
    const auto points = fuzz::unlessRefused([&] { return format.codebook(); });
    if (!points) return;
    fuzz::require(!points->empty(), "a codebook holds something", format.spec());
    for (std::size_t i = 1; i < points->size(); ++i)
        fuzz::require((*points)[i - 1].code < (*points)[i].code &&
                          !((*points)[i - 1].value > (*points)[i].value),
                      "codes ascend with their values", format.spec());
}

void requireQuantizer(const Format& format) {
    const auto quantizer = fuzz::unlessRefused([&] { return format.quantizer({}); });
    if (!quantizer) return;
    const float values[] = {0, 1e-3F, -0.7F, 1, 3e5F};
    float once[5], twice[5];
    quantizer->quantize(values, once, "values");
    quantizer->quantize(once, twice, "values");
    for (int i = 0; i < 5; ++i)
        fuzz::require(once[i] == twice[i], "what is quantized stays as it is", format.spec());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto format = fuzz::unlessRefused([&] { return parseFormat(fuzz::textOf(data, size)); });
    if (!format) return 0;
    const std::string spec = (*format)->spec();
    const auto again = fuzz::unlessRefused([&] { return parseFormat(spec); });
    fuzz::require(again.has_value(), "a format's own spec can be read", spec);
    fuzz::require((*again)->spec() == spec, "a spec reads back as itself", spec);
    fuzz::require(
        (*again)->bits() == (*format)->bits() && (*again)->isFitted() == (*format)->isFitted(),
        "a spec gives an equal format", spec);
    if ((*format)->bits() > 8) return 0;
    requireCodebook(**format);
    if ((*format)->isFitted()) requireQuantizer(**format);
    return 0;
}
