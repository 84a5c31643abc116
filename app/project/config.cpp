#include "app/project/config.h"

#include <cmath>
#include <map>
#include <nlohmann/json.hpp>

#include "app/project/atomic_file.h"
#include "core/error.h"
#include "core/number/lp.h"
#include "core/version.h"

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

FormatPtr formatOf(const std::string& spec) {
    return spec == kFloat ? nullptr : parseFormat(spec);
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

Config makeConfig(const Network& network, const SearchSession& session,
                  const ScoredCandidate& candidate, double floatTop1Percent) {
    Config config;
    config.modelName = network.name();
    config.modelSha256 = network.sha256();
    const Assignment assignment = session.assignment(candidate.candidate);
    const RunPlan plan = session.plan(candidate.candidate);
    for (const Layer& layer : network.layers()) {
        const auto i = static_cast<std::size_t>(layer.index.value);
        config.layers.push_back(
            {layer.name, specOf(assignment[i].weights), specOf(assignment[i].activations),
             session.space().layers[i].pinned.has_value(), plan[i].outputShift});
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
        config.hardware = session.settings().hardware;
        config.hardwareCost = candidate.hardware;
    }
    config.seed = session.settings().lpq.seed;
    config.programVersion = kVersion;
    return config;
}

Assignment assignmentOf(const Config& config, const Network& network,
                        const std::filesystem::path& file) {
    const std::string name = file.string();
    if (config.modelSha256 != network.sha256())
        throw Error(name + ": was made for another model (\"" + config.modelName + "\", SHA-256 " +
                    config.modelSha256.substr(0, 12) + "...; this one has " +
                    network.sha256().substr(0, 12) + "...); give the model it was made for");
    std::map<std::string, const ConfigLayer*> byName;
    for (const ConfigLayer& layer : config.layers) byName[layer.name] = &layer;
    Assignment assignment;
    for (const Layer& layer : network.layers()) {
        const auto found = byName.find(layer.name);
        if (found == byName.end())
            throw Error(name + ": layer \"" + layer.name +
                        "\" of the model is missing; add it (\"float\" leaves it alone)");
        assignment.push_back(
            {formatOf(found->second->weights), formatOf(found->second->activations)});
        byName.erase(found);
    }
    if (!byName.empty())
        throw Error(name + ": layer \"" + byName.begin()->first +
                    "\" is not a quantizable layer of the model; remove it or correct its name");
    return assignment;
}

void applyOutputShifts(const Config& config, const Network& network,
                       const std::filesystem::path& file, RunPlan& plan) {
    for (const ConfigLayer& given : config.layers) {
        if (given.outputShift.empty()) continue;
        const auto layer =
            std::find_if(network.layers().begin(), network.layers().end(),
                         [&](const Layer& candidate) { return candidate.name == given.name; });
        const auto channels =
            static_cast<std::size_t>(layer->kind == LayerKind::Linear ? layer->outputShape.back()
                                                                      : layer->outputShape.front());
        if (layer->isProduct() || given.outputShift.size() != channels)
            throw Error(file.string() + ": layer \"" + given.name + "\": output_shift has " +
                        std::to_string(given.outputShift.size()) +
                        " numbers; give one for each of the layer's " + std::to_string(channels) +
                        " output channels, or none");
        plan[static_cast<std::size_t>(layer->index.value)].outputShift = given.outputShift;
    }
}

}  // namespace lpstudio
