#include "hw/simulate_json.h"

#include <nlohmann/json.hpp>

namespace lpstudio {
namespace {

double bytes(std::int64_t bits) {
    return static_cast<double>(bits) / 8;
}

nlohmann::json energyToJson(const EnergyParts& energy) {
    return {{"compute", energy.compute.picojoules()}, {"decode", energy.decode.picojoules()},
            {"encode", energy.encode.picojoules()},   {"post", energy.post.picojoules()},
            {"sram", energy.sram.picojoules()},       {"dram", energy.dram.picojoules()},
            {"leakage", energy.leakage.picojoules()}, {"total", energy.total().picojoules()}};
}

nlohmann::json areaToJson(const AreaParts& area) {
    return {{"pe", area.pe.squareMicrometres()},
            {"decoders", area.decoders.squareMicrometres()},
            {"encoder", area.encoder.squareMicrometres()},
            {"post", area.post.squareMicrometres()},
            {"sram", area.sram.squareMicrometres()},
            {"compute", area.compute().squareMicrometres()},
            {"total", area.total().squareMicrometres()}};
}

nlohmann::json intervalToJson(const Interval& interval, double unit = 1) {
    return {{"low", interval.low * unit},
            {"value", interval.value * unit},
            {"high", interval.high * unit}};
}

nlohmann::json mixToJson(const WidthMix& mix) {
    nlohmann::json json = nlohmann::json::array();
    for (const WidthShare& part : mix)
        json.push_back({{"weight_bits", part.weightBits},
                        {"activation_bits", part.activationBits},
                        {"share", part.share}});
    return json;
}

nlohmann::json costToJson(const Cost& cost) {
    const TrafficBits& traffic = cost.traffic;
    return {{"cycles", cost.cycles.value},
            {"compute_cycles", cost.computeCycles.value},
            {"stall_cycles", cost.stallCycles.value},
            {"utilization", cost.utilization()},
            {"macs", cost.macs},
            {"energy_pj", energyToJson(cost.energy)},
            {"traffic_bytes",
             {{"weights", bytes(traffic.weights)},
              {"inputs", bytes(traffic.inputs)},
              {"outputs", bytes(traffic.outputs)},
              {"dram_read", bytes(traffic.dramRead)},
              {"dram_write", bytes(traffic.dramWrite)},
              {"dram", bytes(traffic.dram())},
              {"sram_read", bytes(traffic.sramRead)},
              {"sram_write", bytes(traffic.sramWrite)},
              {"sram", bytes(traffic.sram())}}}};
}

}  // namespace

nlohmann::json simulationToJson(const SimulationResult& result) {
    nlohmann::json totals = costToJson(result.totals);
    totals["seconds"] = result.seconds;
    totals["gops"] = result.gops;
    totals["area_um2"] = areaToJson(result.area);
    totals["tops_per_mm2"] = result.topsPerMm2;
    totals["tops_per_w"] = result.topsPerW;

    nlohmann::json layers = nlohmann::json::array();
    for (const LayerResult& layer : result.layers) {
        nlohmann::json json = costToJson(layer.cost);
        json["name"] = layer.name;
        layers.push_back(std::move(json));
    }
    return {{"hardware", result.hardware},
            {"workload", result.workload},
            {"batch", result.batch},
            {"totals", std::move(totals)},
            {"layers", std::move(layers)}};
}

nlohmann::json rooflineToJson(const Roofline& roofline) {
    nlohmann::json layers = nlohmann::json::array();
    for (const RooflinePoint& point : roofline.points)
        layers.push_back({{"name", point.name},
                          {"ops_per_byte", point.intensity},
                          {"achieved_gops", point.achieved / 1e9},
                          {"attainable_gops", point.attainable / 1e9},
                          {"peak_gops", point.peak / 1e9},
                          {"memory_bound", point.memoryBound}});
    nlohmann::json peaks = nlohmann::json::array();
    for (const double peak : roofline.peaks) peaks.push_back(peak / 1e9);
    return {{"bandwidth_bytes_per_s", roofline.bandwidth},
            {"peaks_gops", std::move(peaks)},
            {"layers", std::move(layers)}};
}

nlohmann::json uncertaintyToJson(const Uncertainty& u) {
    nlohmann::json influences = nlohmann::json::array();
    for (const Influence& influence : u.influences)
        influences.push_back({{"key", influence.key},
                              {"standing", sourceTypeName(influence.sourceType)},
                              {"energy_pj", intervalToJson(influence.energy, 1e12)},
                              {"seconds", intervalToJson(influence.latency)},
                              {"area_um2", intervalToJson(influence.area)}});
    return {{"energy_pj", intervalToJson(u.energy, 1e12)},
            {"least_energy_pj", energyToJson(u.leastEnergy)},
            {"most_energy_pj", energyToJson(u.mostEnergy)},
            {"seconds", intervalToJson(u.latency)},
            {"compute_area_um2", intervalToJson(u.computeArea)},
            {"area_um2", intervalToJson(u.area)},
            {"least_area_um2", areaToJson(u.leastArea)},
            {"most_area_um2", areaToJson(u.mostArea)},
            {"influences", std::move(influences)}};
}

nlohmann::json publishedToJson(const std::vector<PublishedCell>& figures,
                               const std::vector<PublishedRatio>& ratios) {
    nlohmann::json json{{"figures", nlohmann::json::array()}, {"ratios", nlohmann::json::array()}};
    for (const PublishedCell& cell : figures)
        json["figures"].push_back({{"design", cell.design},
                                   {"hardware", cell.hardware},
                                   {"quantity", cell.quantity},
                                   {"unit", cell.unit},
                                   {"mix", mixToJson(cell.mix)},
                                   {"published", cell.published},
                                   {"reading_error", cell.readingError},
                                   {"standing", sourceTypeName(cell.sourceType)},
                                   {"model", cell.model},
                                   {"error", cell.error()},
                                   {"label", verdictName(cell.verdict)},
                                   {"why", cell.why}});
    for (const PublishedRatio& ratio : ratios) {
        nlohmann::json variants = nlohmann::json::array();
        for (const RatioVariant& variant : ratio.variants)
            variants.push_back(
                {{"group", variant.group}, {"name", variant.name}, {"model", variant.value}});
        nlohmann::json one{{"network", ratio.network},
                           {"design", ratio.design},
                           {"hardware", ratio.hardware},
                           {"quantity", ratio.quantity},
                           {"mix", mixToJson(ratio.mix)},
                           {"published", ratio.published},
                           {"reading_error", ratio.readingError},
                           {"model", ratio.model},
                           {"difference", ratio.difference()},
                           {"label", verdictName(ratio.verdict)},
                           {"why", ratio.why},
                           {"reason", ratio.reason},
                           {"decided_by", ratio.decidedBy()},
                           {"variants", std::move(variants)}};
        one["simulator_batch_64"] =
            ratio.simulator > 0 ? nlohmann::json(ratio.simulator) : nlohmann::json(nullptr);
        json["ratios"].push_back(std::move(one));
    }
    return json;
}

}  // namespace lpstudio
