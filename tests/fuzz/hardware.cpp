// Descriptions of accelerators.

#include <nlohmann/json.hpp>

#include "hw/accelerator_json.h"
#include "tests/fuzz/fuzz.h"

using namespace lpstudio;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto design = fuzz::unlessRefused(
        [&] { return acceleratorFromJson(fuzz::textOf(data, size), "a.json"); });
    if (!design) return 0;
    const std::string text = acceleratorToJson(*design).dump();
    const auto again = fuzz::unlessRefused([&] { return acceleratorFromJson(text, "b.json"); });
    fuzz::require(again && *again == *design, "a design that was written reads back as itself",
                  text);
    return 0;
}
