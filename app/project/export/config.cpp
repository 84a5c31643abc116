#include "app/project/export/config.h"

#include <algorithm>
#include <cmath>
#include <fstream>
#include <iterator>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <string_view>

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/json.h"
#include "core/base/sha256.h"
#include "core/base/text.h"
#include "core/base/version.h"
#include "core/number/lp.h"
#include "core/study/settings.h"

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

namespace {

using nlohmann::json;

/// The spec of a format field, checked, and agreeing with the numbers beside it.
std::string readFormat(JsonReader& layer, const char* key) {
    const char* const wanted =
        "an object whose \"spec\" is \"float\" or a fitted spec such as lp:8,2,3,0.5";
    const json& value = layer.value(key, wanted);
    if (!value.is_object() || !value.contains("spec") || !value["spec"].is_string())
        layer.failValue(key, std::string("is wrong; give ") + wanted);
    JsonReader field = layer.object(key);
    const std::string spec = field.text("spec");
    FormatPtr format;
    if (spec != "float") {
        try {
            format = parseFormat(spec);
        } catch (const Error& error) {
            throw Error(field.cited("spec") + ": " + error.what());
        }
        if (!format->isFitted())
            throw Error(field.cited("spec") + ": \"" + shortened(spec) +
                        "\" leaves parameters open; give them all, such as lp:8,2,3,0.5");
    }
    const auto lp = format ? lpParameters(*format) : std::nullopt;
    for (const char* name : {"n", "es", "rs", "sf"}) {
        if (!field.has(name) || !lp) continue;
        const std::string parameter = name;
        const double expected = parameter == "n"    ? lp->n
                                : parameter == "es" ? lp->es
                                : parameter == "rs" ? lp->rs
                                                    : lp->sf;
        if (field.numberOrNull(name) != expected)
            field.fail(name, "does not agree with the spec \"" + shortened(spec) +
                                 "\"; correct one of them");
    }
    field.finish();
    return format ? format->spec() : spec;
}

std::vector<float> readNumbers(JsonReader& reader, const char* key) {
    const json& values = reader.value(key, "a list of numbers");
    if (!values.is_array() || !std::all_of(values.begin(), values.end(), [](const json& v) {
            return v.is_number() && std::isfinite(v.get<float>());
        }))
        reader.failValue(key, "is wrong; give a list of numbers");
    return values.get<std::vector<float>>();
}

void readLayers(JsonReader& root, const std::string& file, Config& config) {
    std::vector<JsonReader> layers = root.objects("layers");
    if (layers.empty()) root.fail("layers", "= [] is empty; give a list of at least one layer");
    std::set<std::string> names;
    for (JsonReader& layer : layers) {
        ConfigLayer read;
        read.name = layer.textOrEmpty("name", "the layer's name");
        if (!names.insert(read.name).second)
            throw Error(file + ": layer \"" + shortened(read.name) +
                        "\" is listed twice; remove one of them");
        read.weights = readFormat(layer, "weights");
        read.activations = readFormat(layer, "activations");
        if (layer.has("pinned")) read.pinned = layer.flag("pinned");
        if (layer.has("output_shift")) read.outputShift = readNumbers(layer, "output_shift");
        layer.finish();
        config.layers.push_back(std::move(read));
    }
}

FormatPtr formatOf(const std::string& spec) {
    return spec == "float" ? nullptr : parseFormat(spec);
}

}  // namespace

Config readConfig(const std::filesystem::path& file) {
    const std::string name = file.string();
    std::error_code ignored;
    if (!std::filesystem::exists(file, ignored))
        throw Error(name + ": no such configuration; check the path");
    std::ifstream in(file);
    if (!in || std::filesystem::is_directory(file, ignored))
        throw Error(name + ": cannot be read; give a configuration file (JSON)");
    const std::string content((std::istreambuf_iterator<char>(in)),
                              std::istreambuf_iterator<char>());
    const json document = parseJson(content, name);
    if (!document.is_object())
        throw Error(name + ": is not a JSON object; give a configuration exported by LP Studio");
    JsonReader root(document, name, {}, JsonReader::Citation::Field);
    constexpr std::string_view kFamily = "lpstudio-config/";
    const std::string schema = root.textOrEmpty("schema", "\"lpstudio-config/1\"");
    if (schema != "lpstudio-config/1") {
        if (schema.starts_with(kFamily))
            throw Error(name + ": was written by a newer version of LP Studio (\"" +
                        shortened(schema) +
                        "\", this program reads lpstudio-config/1); update the program");
        root.fail("schema", "must be \"lpstudio-config/1\"");
    }
    Config config;
    JsonReader model = root.object("model");
    config.modelName = model.textOrEmpty("name");
    const char* const wanted = "the model file's SHA-256, 64 hexadecimal digits in lower case";
    config.modelSha256 = model.textOrEmpty("sha256", wanted);
    if (!isSha256(config.modelSha256))
        model.failValue("sha256", std::string("is wrong; give ") + wanted);
    model.finish();
    readLayers(root, name, config);
    if (root.has("scores")) {
        JsonReader scores = root.object("scores");
        config.contrast = scores.numberOrNull("contrast");
        config.compression = scores.numberOrNull("compression");
        config.fitness = scores.numberOrNull("fitness");
        config.meanWeightBits = scores.numberOrNull("mean_weight_bits");
        config.meanActivationBits = scores.numberOrNull("mean_activation_bits");
        config.modelBytes = scores.numberOrNull("model_bytes");
        scores.finish();
    }
    if (root.has("top1_percent")) config.top1Percent = root.numberOrNull("top1_percent");
    if (root.has("float_top1_percent"))
        config.floatTop1Percent = root.numberOrNull("float_top1_percent");
    if (root.has("hardware")) {
        JsonReader hardware = root.object("hardware");
        config.hardware = hardware.textOrEmpty("preset");
        config.hardwareCost = {hardware.numberOrNull("energy_pj"),
                               hardware.numberOrNull("latency_s"),
                               hardware.numberOrNull("area_um2")};
        hardware.finish();
    }
    if (root.has("seed")) config.seed = root.natural("seed");
    if (root.has("program_version")) config.programVersion = root.textOrEmpty("program_version");
    root.finish();
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
