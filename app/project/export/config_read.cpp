#include "app/project/export/config_read.h"

#include <algorithm>
#include <fstream>
#include <initializer_list>
#include <iterator>
#include <limits>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <string_view>

#include "core/base/error.h"
#include "core/base/json.h"
#include "core/number/lp.h"

namespace lpstudio {
namespace {

using nlohmann::json;

/// A JSON object with the place it has in the file, for messages.
class Field {
public:
    Field(const json& value, std::string file, std::string path)
        : value_(value), file_(std::move(file)), path_(std::move(path)) {}

    [[noreturn]] void bad(const std::string& wanted) const {
        throw Error(file_ + ": " + (path_.empty() ? "the file" : "field \"" + path_ + "\"") +
                    " must be " + wanted);
    }
    /// Misspelt optional fields must not pass silently.
    void allowOnly(std::initializer_list<std::string_view> keys) const {
        for (const auto& [key, value] : value_.items())
            if (std::find(keys.begin(), keys.end(), key) == keys.end())
                throw Error(file_ + ": field \"" + join(key) +
                            "\" is unknown; correct or remove it");
    }
    bool has(const char* key) const { return value_.contains(key); }
    Field at(const char* key, const char* wanted) const {
        if (!value_.contains(key))
            throw Error(file_ + ": field \"" + join(key) + "\" is missing; it must be " + wanted);
        return {value_[key], file_, join(key)};
    }
    Field object(const char* key) const {
        Field field = at(key, "an object");
        if (!field.value_.is_object()) field.bad("an object");
        return field;
    }
    std::string text(const char* key, const char* wanted = "a text") const {
        const Field field = at(key, wanted);
        if (!field.value_.is_string()) field.bad(wanted);
        return field.value_.get<std::string>();
    }
    /// null stands for a number that JSON cannot write.
    double number(const char* key) const {
        const Field field = at(key, "a number");
        if (field.value_.is_null()) return std::numeric_limits<double>::quiet_NaN();
        if (!field.value_.is_number()) field.bad("a number");
        return field.value_.get<double>();
    }
    const json& value() const { return value_; }
    const std::string& path() const { return path_; }
    const std::string& file() const { return file_; }
    std::string join(const std::string& key) const {
        return path_.empty() ? key : path_ + "." + key;
    }

private:
    const json& value_;
    std::string file_, path_;
};

/// The spec of a format field, checked, and agreeing with the numbers beside it.
std::string readFormat(const Field& layer, const char* key) {
    const char* const wanted =
        "an object whose \"spec\" is \"float\" or a fitted spec such as lp:8,2,3,0.5";
    const Field field = layer.at(key, wanted);
    if (!field.value().is_object() || !field.value().contains("spec") ||
        !field.value()["spec"].is_string())
        field.bad(wanted);
    field.allowOnly({"spec", "n", "es", "rs", "sf"});
    auto spec = field.value()["spec"].get<std::string>();
    if (spec == "float") return spec;
    const std::string where = field.file() + ": field \"" + field.join("spec") + "\": ";
    FormatPtr format;
    try {
        format = parseFormat(spec);
    } catch (const Error& error) {
        throw Error(where + error.what());
    }
    if (!format->isFitted())
        throw Error(where + "\"" + spec +
                    "\" leaves parameters open; give them all, such as lp:8,2,3,0.5");
    if (const auto lp = lpParameters(*format)) {
        const std::pair<const char*, double> numbers[] = {
            {"n", lp->n}, {"es", lp->es}, {"rs", lp->rs}, {"sf", lp->sf}};
        for (const auto& [name, value] : numbers)
            if (field.has(name) && field.number(name) != value)
                throw Error(field.file() + ": field \"" + field.join(name) +
                            "\" does not agree with the spec \"" + spec +
                            "\"; correct one of them");
    }
    return format->spec();
}

void readLayers(const Field& root, Config& config) {
    const Field layers = root.at("layers", "a list of layers");
    if (!layers.value().is_array() || layers.value().empty())
        layers.bad("a list of at least one layer");
    std::set<std::string> names;
    for (std::size_t i = 0; i < layers.value().size(); ++i) {
        const Field layer(layers.value()[i], layers.file(), "layers[" + std::to_string(i) + "]");
        if (!layer.value().is_object())
            layer.bad("an object with name, weights, activations, pinned");
        layer.allowOnly({"name", "weights", "activations", "pinned", "output_shift"});
        ConfigLayer read;
        read.name = layer.text("name", "the layer's name");
        if (!names.insert(read.name).second)
            throw Error(layers.file() + ": layer \"" + read.name +
                        "\" is listed twice; remove one of them");
        read.weights = readFormat(layer, "weights");
        read.activations = readFormat(layer, "activations");
        if (layer.has("pinned")) {
            const Field pinned = layer.at("pinned", "");
            if (!pinned.value().is_boolean()) pinned.bad("true or false");
            read.pinned = pinned.value().get<bool>();
        }
        if (layer.has("output_shift")) {
            const Field shift = layer.at("output_shift", "");
            const auto& values = shift.value();
            if (!values.is_array() || !std::all_of(values.begin(), values.end(),
                                                   [](const json& v) { return v.is_number(); }))
                shift.bad("a list of numbers");
            read.outputShift = values.get<std::vector<float>>();
        }
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
    const Field root(document, name, "");
    constexpr std::string_view kFamily = "lpstudio-config/";
    const std::string schema = root.text("schema", "\"lpstudio-config/1\"");
    if (schema != "lpstudio-config/1") {
        if (schema.starts_with(kFamily))
            throw Error(name + ": was written by a newer version of LP Studio (\"" + schema +
                        "\", this program reads lpstudio-config/1); update the program");
        root.at("schema", "").bad("\"lpstudio-config/1\"");
    }
    root.allowOnly({"schema", "model", "layers", "scores", "top1_percent", "float_top1_percent",
                    "hardware", "seed", "program_version"});
    Config config;
    const Field model = root.object("model");
    config.modelName = model.text("name");
    const char* const wanted = "the model file's SHA-256, 64 hexadecimal digits in lower case";
    config.modelSha256 = model.text("sha256", wanted);
    if (config.modelSha256.size() != 64 ||
        config.modelSha256.find_first_not_of("0123456789abcdef") != std::string::npos)
        model.at("sha256", wanted).bad(wanted);
    readLayers(root, config);
    if (root.has("scores")) {
        const Field scores = root.object("scores");
        scores.allowOnly({"contrast", "compression", "fitness", "mean_weight_bits",
                          "mean_activation_bits", "model_bytes"});
        config.contrast = scores.number("contrast");
        config.compression = scores.number("compression");
        config.fitness = scores.number("fitness");
        config.meanWeightBits = scores.number("mean_weight_bits");
        config.meanActivationBits = scores.number("mean_activation_bits");
        config.modelBytes = scores.number("model_bytes");
    }
    if (root.has("top1_percent")) config.top1Percent = root.number("top1_percent");
    if (root.has("float_top1_percent")) config.floatTop1Percent = root.number("float_top1_percent");
    if (root.has("hardware")) {
        const Field hardware = root.object("hardware");
        hardware.allowOnly({"preset", "energy_pj", "latency_s", "area_um2"});
        config.hardware = hardware.text("preset");
        config.hardwareCost = {hardware.number("energy_pj"), hardware.number("latency_s"),
                               hardware.number("area_um2")};
    }
    if (root.has("seed")) {
        const Field seed = root.at("seed", "");
        if (!seed.value().is_number_unsigned()) seed.bad("a whole number, 0 or more");
        config.seed = seed.value().get<std::uint64_t>();
    }
    if (root.has("program_version")) config.programVersion = root.text("program_version");
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
