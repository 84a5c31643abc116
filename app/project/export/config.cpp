#include "app/project/export/config.h"

#include <cmath>
#include <nlohmann/json.hpp>

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/version.h"
#include "core/number/lp.h"
#include "core/study/locked_layers.h"

namespace lpstudio {
namespace {

using nlohmann::json;

constexpr const char* kFloat = "float";

/// A format as its spec and, for LP, as numbers for readers that do not parse specs.
json formatJson(const std::string& spec) {
    json result = {{"spec", spec}};
    if (spec == kFloat) return result;
    if (const auto lp = lpParameters(*parseFormat(spec)))
        result.update({{"n", lp->n}, {"es", lp->es}, {"rs", lp->rs}, {"sf", lp->sf}});
    return result;
}

/// JSON knows no NaN and no infinity.
json number(double value) {
    return std::isfinite(value) ? json(value) : json(nullptr);
}

std::string specOf(const FormatPtr& format) {
    return format ? format->spec() : kFloat;
}

}  // namespace

json toJson(const Config& config) {
    json layers = json::array();
    for (const ConfigLayer& layer : config.layers) {
        layers.push_back({{"name", layer.name},
                          {"weights", formatJson(layer.weights)},
                          {"activations", formatJson(layer.activations)},
                          {"pinned", layer.pinned}});
        if (!layer.outputShift.empty()) layers.back()["output_shift"] = layer.outputShift;
    }
    json result = {{"schema", "lpstudio-config/1"},
                   {"model", {{"name", config.modelName}, {"sha256", config.modelSha256}}},
                   {"layers", layers},
                   {"scores",
                    {{"contrast", number(config.contrast)},
                     {"compression", number(config.compression)},
                     {"fitness", number(config.fitness)},
                     {"mean_weight_bits", number(config.meanWeightBits)},
                     {"mean_activation_bits", number(config.meanActivationBits)},
                     {"model_bytes", number(config.modelBytes)}}},
                   {"seed", config.seed},
                   {"program_version", config.programVersion}};
    if (config.top1Percent) result["top1_percent"] = number(*config.top1Percent);
    if (config.floatTop1Percent) result["float_top1_percent"] = number(*config.floatTop1Percent);
    if (!config.hardware.empty())
        result["hardware"] = {{"preset", config.hardware},
                              {"energy_pj", number(config.hardwareCost.energyPicojoules)},
                              {"latency_s", number(config.hardwareCost.latencySeconds)},
                              {"area_um2", number(config.hardwareCost.areaSquareMicrometres)}};
    return result;
}

void writeConfig(const Config& config, const std::filesystem::path& file) {
    writeFileAtomically(file, toJson(config).dump(2) + "\n");
}

Config makeConfig(const Network& network, const SearchSettings& settings, const Assignment& formats,
                  const OutputShifts& outputShifts, const ScoredCandidate& candidate,
                  double floatTop1Percent) {
    Config config;
    config.modelName = network.name();
    config.modelSha256 = network.sha256();
    for (const Layer& layer : network.layers()) {
        const auto i = static_cast<std::size_t>(layer.index.value);
        config.layers.push_back({layer.name, specOf(formats[i].weights),
                                 specOf(formats[i].activations), isLocked(layer, settings),
                                 outputShifts.empty() ? std::vector<float>() : outputShifts[i]});
    }
    config.contrast = candidate.contrast;
    config.compression = candidate.compression;
    config.fitness = candidate.fitness;
    config.meanWeightBits = candidate.meanWeightBits;
    config.meanActivationBits = candidate.meanActivationBits;
    config.modelBytes = candidate.modelBytes;
    if (candidate.hasTop1()) config.top1Percent = candidate.top1Percent;
    if (floatTop1Percent >= 0) config.floatTop1Percent = floatTop1Percent;
    if (candidate.hardware.energyPicojoules > 0 || candidate.hardware.latencySeconds > 0) {
        config.hardware = settings.hardware;
        config.hardwareCost = candidate.hardware;
    }
    config.seed = settings.common.seed;
    config.programVersion = kVersion;
    return config;
}

}  // namespace lpstudio
