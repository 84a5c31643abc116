// Model cards.

#include <cmath>

#include "core/network/card.h"
#include "tests/fuzz/fuzz.h"

using namespace lpstudio;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto file = fuzz::scratch().file("model.json", {data, size});
    const auto card = fuzz::unlessRefused([&] { return readCard(file); });
    if (!card) return 0;
    for (const float value : card->mean) fuzz::require(std::isfinite(value), "means are finite");
    for (const float value : card->std)
        fuzz::require(std::isfinite(value) && value > 0, "deviations are positive and finite");
    const std::string text = cardText(*card);
    const auto written = fuzz::scratch().file(
        "written.json", {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()});
    const auto again = fuzz::unlessRefused([&] { return readCard(written); });
    fuzz::require(again && cardText(*again) == text && again->mean == card->mean &&
                      again->std == card->std && again->classNames == card->classNames,
                  "a card that was written reads back as itself", text);
    return 0;
}
