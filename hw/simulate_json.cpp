#include "hw/simulate_json.h"

namespace lpstudio {

namespace {

double thousandth(std::int64_t value) {
    return static_cast<double>(value) / 1000;
}
double bytes(std::int64_t bits) {
    return static_cast<double>(bits) / 8;
}

nlohmann::json costToJson(const Cost& cost) {
    const EnergyParts& energy = cost.energy;
    const TrafficBits& traffic = cost.traffic;
    return {{"cycles", cost.cycles.value},
            {"compute_cycles", cost.computeCycles.value},
            {"stall_cycles", cost.stallCycles.value},
            {"utilization", cost.utilization()},
            {"macs", cost.macs},
            {"energy_pj",
             {{"compute", thousandth(energy.compute.value)},
              {"decode", thousandth(energy.decode.value)},
              {"encode", thousandth(energy.encode.value)},
              {"post", thousandth(energy.post.value)},
              {"sram", thousandth(energy.sram.value)},
              {"dram", thousandth(energy.dram.value)},
              {"leakage", thousandth(energy.leakage.value)},
              {"total", thousandth(energy.total().value)}}},
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
    totals["area_um2"] = {{"pe", thousandth(result.area.pe.value)},
                          {"decoders", thousandth(result.area.decoders.value)},
                          {"encoder", thousandth(result.area.encoder.value)},
                          {"post", thousandth(result.area.post.value)},
                          {"sram", thousandth(result.area.sram.value)},
                          {"compute", thousandth(result.area.compute().value)},
                          {"total", thousandth(result.area.total().value)}};
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

}  // namespace lpstudio
