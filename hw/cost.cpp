#include "hw/cost.h"

#include <stdexcept>

#include "core/base/error.h"
#include "hw/checked.h"

namespace lpstudio {

double Cost::utilization() const {
    return peakMacs == 0 ? 0 : static_cast<double>(macs) / static_cast<double>(peakMacs);
}

Cost& Cost::operator+=(const Cost& other) {
    const auto add = [](std::int64_t& to, std::int64_t more) { to = checkedSum({to, more}); };
    try {
        add(cycles.value, other.cycles.value);
        add(computeCycles.value, other.computeCycles.value);
        add(stallCycles.value, other.stallCycles.value);
        add(macs, other.macs);
        add(peakMacs, other.peakMacs);
        add(energy.compute.value, other.energy.compute.value);
        add(energy.decode.value, other.energy.decode.value);
        add(energy.encode.value, other.energy.encode.value);
        add(energy.post.value, other.energy.post.value);
        add(energy.sram.value, other.energy.sram.value);
        add(energy.dram.value, other.energy.dram.value);
        add(energy.leakage.value, other.energy.leakage.value);
        add(traffic.weights, other.traffic.weights);
        add(traffic.inputs, other.traffic.inputs);
        add(traffic.outputs, other.traffic.outputs);
        add(traffic.dramRead, other.traffic.dramRead);
        add(traffic.dramWrite, other.traffic.dramWrite);
        add(traffic.sramRead, other.traffic.sramRead);
        add(traffic.sramWrite, other.traffic.sramWrite);
    } catch (const std::overflow_error&) {
        throw Error("the network's totals are too large to count in 64 bits; give a smaller batch");
    }
    return *this;
}

}  // namespace lpstudio
