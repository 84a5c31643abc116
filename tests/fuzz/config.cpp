// LP configurations.

#include "app/project/export/config.h"

#include <nlohmann/json.hpp>

#include "tests/fuzz/fuzz.h"

using namespace lpstudio;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto file = fuzz::scratch().file("candidate.json", {data, size});
    const auto config = fuzz::unlessRefused([&] { return readConfig(file); });
    if (!config) return 0;
    const std::string text = toJson(*config).dump();
    const auto written = fuzz::scratch().file(
        "written.json", {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()});
    const auto again = fuzz::unlessRefused([&] { return readConfig(written); });
    fuzz::require(again.has_value() && toJson(*again).dump() == text,
                  "a configuration that was written reads back as itself", text);
    return 0;
}
