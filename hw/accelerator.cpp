#include "hw/accelerator.h"

#include <algorithm>
#include <cmath>

#include "core/base/error.h"
#include "hw/accelerator_json.h"
#include "hw/named_file.h"

namespace lpstudio {
namespace {

const FileKind kKind{"hardware", "preset"};

}  // namespace

const Constant& Accelerator::constant(std::string_view key) const {
    const auto found = std::ranges::find(constants, key, &Constant::key);
    if (found == constants.end()) {
        throw Error("hardware \"" + name + "\": constant \"" + std::string(key) +
                    "\" is missing; add it to \"constants\"");
    }
    return *found;
}

std::string presetNames() {
    return namesOf(embeddedPresets());
}

std::vector<PresetInfo> presets() {
    std::vector<PresetInfo> infos;
    for (const EmbeddedFile& preset : embeddedPresets()) {
        const Accelerator accelerator = acceleratorFromJson(preset.json, std::string(preset.name));
        infos.push_back({accelerator.name, accelerator.summary});
    }
    return infos;
}

Accelerator loadAccelerator(const std::string& nameOrPath) {
    return acceleratorFromJson(readNamedFile(nameOrPath, embeddedPresets(), kKind), nameOrPath);
}

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
