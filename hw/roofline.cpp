#include "hw/roofline.h"

#include <algorithm>
#include <cstdint>
#include <functional>

namespace lpstudio {

Roofline rooflineOf(const Accelerator& accelerator, const SimulationResult& result) {
    const double clock = accelerator.value("clock.frequency");
    Roofline roofline;
    roofline.bandwidth = accelerator.value("dram.bandwidth") / 8 * clock;
    for (const LayerResult& layer : result.layers) {
        const Cost& cost = layer.cost;
        const double operations = 2 * static_cast<double>(cost.macs);
        RooflinePoint point;
        point.name = layer.name;
        point.intensity = operations / (static_cast<double>(cost.traffic.dram()) / 8);
        point.achieved = operations / (static_cast<double>(cost.cycles.value) / clock);
        // Per cycle the grid makes the same number of MACs in every fold, so nothing is cut off.
        const std::int64_t macsPerCycle =
            cost.peakMacs / std::max<std::int64_t>(1, cost.computeCycles.value);
        point.peak = 2 * clock * static_cast<double>(macsPerCycle);
        point.attainable = std::min(point.peak, point.intensity * roofline.bandwidth);
        point.memoryBound = point.attainable < point.peak;
        roofline.peaks.push_back(point.peak);
        roofline.points.push_back(std::move(point));
    }
    std::ranges::sort(roofline.peaks, std::greater<>());
    roofline.peaks.erase(std::unique(roofline.peaks.begin(), roofline.peaks.end()),
                         roofline.peaks.end());
    return roofline;
}

}  // namespace lpstudio
