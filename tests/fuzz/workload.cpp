// Workloads, and the simulation of what was read: sizes may be large, totals may not overflow
// unseen.

#include "hw/workload.h"

#include <nlohmann/json.hpp>

#include "hw/accelerator.h"
#include "hw/simulate.h"
#include "tests/fuzz/fuzz.h"

using namespace lpstudio;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto workload =
        fuzz::unlessRefused([&] { return workloadFromJson(fuzz::textOf(data, size), "w.json"); });
    if (!workload) return 0;
    const std::string text = workloadToJson(*workload).dump();
    const auto again = fuzz::unlessRefused([&] { return workloadFromJson(text, "v.json"); });
    fuzz::require(again && *again == *workload, "a workload that was written reads back as itself",
                  text);
    static const Accelerator design = loadAccelerator("lpa-8x8");
    fuzz::unlessRefused([&] { return simulate(design, *workload); });
    return 0;
}
