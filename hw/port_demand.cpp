#include "hw/port_demand.h"

#include <cmath>

namespace lpstudio {

std::vector<PortDemand> portDemands(const Accelerator& a) {
    const bool packed = a.peKind == PeKind::Packed;
    // A packed PE takes a whole word of weights; ganged ones 4 bits of either operand each.
    const std::int64_t weight = packed ? 8 : 4;
    const std::int64_t input = packed ? a.activationModes.back() : 4;
    const std::int64_t pack = packed ? 8 / a.weightModes.front() : 1;
    const bool inputsStay = a.dataflow == Dataflow::InputStationary;
    const bool outputsStay = a.dataflow == Dataflow::OutputStationary;
    const std::int64_t sums = a.columns * pack * std::llround(a.value("partial_sum.bits"));
    return {{"weight buffer", (inputsStay ? a.rows : a.columns) * weight, a.weights.bitsPerCycle()},
            {"input buffer", (inputsStay ? a.columns : a.rows) * input, a.inputs.bitsPerCycle()},
            // Sums of earlier folds are read while new ones are written, unless they never leave.
            {"output buffer", outputsStay ? sums : 2 * sums, a.outputs.bitsPerCycle()}};
}

std::string portWarning(const Accelerator& accelerator) {
    std::string text;
    for (const PortDemand& demand : portDemands(accelerator)) {
        if (demand.isMet()) continue;
        text += (text.empty() ? "" : "; ") + ("the ports of the " + demand.buffer) + " deliver " +
                std::to_string(demand.delivers) + " bit per cycle and the grid asks for " +
                std::to_string(demand.needs) +
                ", so its cycles are too few: give more banks or "
                "wider ports";
    }
    return text;
}

}  // namespace lpstudio
