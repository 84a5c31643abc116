#include "hw/width_mix.h"

#include <array>
#include <cstdio>

#include "hw/mapping.h"
#include "hw/workload_json.h"

namespace lpstudio {

std::string mixText(const WidthMix& mix) {
    std::string text;
    for (const WidthShare& part : mix) {
        std::array<char, 48> one{};
        std::snprintf(one.data(), one.size(), "%.3g %% %d bit", 100 * part.share, part.weightBits);
        text += (text.empty() ? "" : ", ") + std::string(one.data());
    }
    return text;
}

MixCost costOfMix(const Simulator& simulator, const Workload& workload, const WidthMix& mix) {
    MixCost sum;
    for (const WidthShare& part : mix) {
        const Cost cost =
            simulator.total(withWidths(workload, part.weightBits, part.activationBits));
        const auto share = [&part](auto quantity) {
            return part.share * static_cast<double>(quantity.value);
        };
        sum.cycles += share(cost.cycles);
        sum.seconds += part.share * simulator.seconds(cost.cycles);
        sum.energyJoules += share(cost.energy.total()) * Femtojoules::kJoules;
    }
    return sum;
}

double peakOfMix(const Accelerator& accelerator, const WidthMix& mix) {
    double cyclesPerMac = 0;
    for (const WidthShare& part : mix) {
        // A product that fills the grid exactly once a cycle: its peak is the grid's.
        MatrixProduct product;
        product.weightBits = part.weightBits;
        product.activationBits = part.activationBits;
        const Mapping map = mapProduct(accelerator, product, 1, Dataflow::WeightStationary, false);
        cyclesPerMac += part.share / static_cast<double>(map.gridRows * map.gridColumns * map.pack);
    }
    return 2 * accelerator.value("clock.frequency") / cyclesPerMac;
}

}  // namespace lpstudio
