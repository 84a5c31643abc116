#include <algorithm>
#include <cmath>
#include <cstdio>
#include <nlohmann/json.hpp>

#include "app/cli/command_line.h"
#include "app/cli/predictions_file.h"
#include "app/project/export/config.h"
#include "app/project/runs/datapath_run.h"
#include "core/base/error.h"
#include "core/network/accuracy.h"
#include "core/network/bias_correction.h"
#include "core/network/layout.h"
#include "core/network/unquantized.h"
#include "core/number/measures.h"
#include "core/number/per_channel.h"

namespace lpstudio::cli {
namespace {

std::string shapeText(const std::vector<std::int64_t>& shape) {
    std::string out;
    for (const std::int64_t size : shape) out += (out.empty() ? "" : "x") + std::to_string(size);
    return out;
}

void modelCommand(const Globals& globals, const ModelOptions& options) {
    const Network network = options.load();
    const ModelCard& card = network.card();
    const Unquantized unquantized = findUnquantized(network);
    nlohmann::json layers = nlohmann::json::array();
    Table table{{"index", "name", "kind", "weight_shape", "input_shape", "output_shape",
                 "parameters", "macs", "weight_min", "weight_max", "weight_rms", "block"},
                {}};
    for (const Layer& layer : network.layers()) {
        const bool stored = !layer.isProduct();
        layers.push_back(
            {{"index", layer.index.value},
             {"name", layer.name},
             {"kind", kindName(layer.kind)},
             {"groups", layer.groups},
             {"weight_shape", layer.weightShape},
             {"input_shape", layer.inputShape},
             {"output_shape", layer.outputShape},
             {"parameters", layer.parameters},
             {"macs", layer.macs},
             {"weight_min", stored ? nlohmann::json(layer.weightMin) : nlohmann::json()},
             {"weight_max", stored ? nlohmann::json(layer.weightMax) : nlohmann::json()},
             {"weight_rms", stored ? nlohmann::json(layer.weightRms) : nlohmann::json()},
             {"block", layer.block},
             {"block_name", layer.blockName}});
        table.rows.push_back({std::to_string(layer.index.value), layer.name, kindName(layer.kind),
                              shapeText(layer.weightShape), shapeText(layer.inputShape),
                              shapeText(layer.outputShape), std::to_string(layer.parameters),
                              std::to_string(layer.macs), stored ? text(layer.weightMin) : "",
                              stored ? text(layer.weightMax) : "",
                              stored ? text(layer.weightRms) : "", layer.blockName});
    }
    nlohmann::json floatProducts = nlohmann::json::array();
    for (const FloatProducts& products : unquantized.products)
        floatProducts.push_back(
            {{"operator", products.op}, {"calls", products.calls}, {"macs", products.macs}});
    std::vector<std::string> summary{network.name() + ": input " + std::to_string(card.channels) +
                                         "x" + std::to_string(card.height) + "x" +
                                         std::to_string(card.width) + ", " +
                                         std::to_string(network.classes()) + " classes, " +
                                         std::to_string(network.parameters()) + " parameters, " +
                                         std::to_string(network.macs()) + " MACs per image",
                                     "sha256 " + network.sha256()};
    for (const std::string& line : {floatProductsText(unquantized, network.macs()),
                                    unusedParametersText(unquantized), unquantized.trouble})
        if (!line.empty()) summary.push_back(line);
    printResult(globals,
                {{"name", network.name()},
                 {"sha256", network.sha256()},
                 {"input", {card.channels, card.height, card.width}},
                 {"classes", network.classes()},
                 {"parameters", network.parameters()},
                 {"unused_parameters", unquantized.unusedParameters},
                 {"macs", network.macs()},
                 {"float_macs", unquantized.macs},
                 {"float_operators", floatProducts},
                 {"layers", layers}},
                summary, table);
}

struct EvaluateOptions {
    ModelOptions model;
    std::string data, calibration, config, weights, activations, rounding = "nearest", predictions;
    std::vector<std::string> locks;
    std::size_t images = 128, limit = 0, batch = 100;
    std::uint64_t seed = 1;
    bool perChannel = false, biasCorrection = false;
    bool datapath = false, mitchell = false;
    DatapathOptions element;
    CLI::Option *accumulatorFraction = nullptr, *logFraction = nullptr;
};

/// Images judged in the arithmetic of the accelerator unless --limit says more: it takes about a
/// nanosecond for each multiplication.
constexpr std::size_t kDatapathImages = 200;

/// Throws UsageError where options say how to do what is not asked for.
DatapathOptions datapathOptions(const EvaluateOptions& o) {
    DatapathOptions element = o.element;
    if (o.mitchell) element.conversion = LogConversion::Mitchell;
    if (!o.datapath) {
        const auto refuse = [](bool given, const char* option) {
            if (given)
                throw UsageError(std::string(option) +
                                 ": a setting of the accelerator's arithmetic; give --datapath "
                                 "too, or leave it out");
        };
        refuse(o.accumulatorFraction->count() > 0, "--accumulator-fraction");
        refuse(o.logFraction->count() > 0, "--log-fraction");
        refuse(o.mitchell, "--mitchell");
    }
    validate(element);
    return element;
}

/// Images run at once in the arithmetic of the accelerator: about a second's, so that progress
/// shows.
std::size_t datapathBatch(const Network& network, std::size_t batch) {
    constexpr std::int64_t kMacs = 1'000'000'000;
    const std::int64_t images = kMacs / std::max<std::int64_t>(1, network.macs());
    return std::clamp<std::size_t>(static_cast<std::size_t>(images), 1, batch);
}

nlohmann::json datapathJson(const DatapathOptions& element,
                            const std::vector<std::string>& inFloat) {
    return {{"accumulator_fraction", element.accumulatorFraction},
            {"log_fraction", element.logFractionBits},
            {"conversion", conversionName(element.conversion)},
            {"layers_in_float", inFloat}};
}

std::string datapathText(const DatapathOptions& element, const std::vector<std::string>& inFloat) {
    std::string out = "accelerator's arithmetic: partial sums of " +
                      std::to_string(element.accumulatorFraction) + " fraction bits, " +
                      conversionName(element.conversion) + " of " +
                      std::to_string(element.logFractionBits) + " bits; in floating point: ";
    for (std::size_t i = 0; i < inFloat.size(); ++i) out += (i > 0 ? ", " : "") + inFloat[i];
    return inFloat.empty() ? out + "no layer" : out;
}

FormatPtr formatOrFloat(const std::string& spec) {
    return spec.empty() || spec == "float" ? nullptr : parseFormat(spec);
}

/// `LAYER=WSPEC/ASPEC`; either side may be "float".
void applyLock(const std::string& pin, const Network& network, Assignment& assignment) {
    const auto equals = pin.rfind('=');
    const auto slash = pin.find('/', equals == std::string::npos ? 0 : equals);
    if (equals == std::string::npos || slash == std::string::npos)
        throw UsageError(
            "--pin " + pin +
            ": write LAYER=WSPEC/ASPEC, for example conv1=lp:8/lp:8 (either may be float)");
    const LayerIndex layer = layerByName(network, pin.substr(0, equals));
    assignment[static_cast<std::size_t>(layer.value)] = {
        formatOrFloat(pin.substr(equals + 1, slash - equals - 1)),
        formatOrFloat(pin.substr(slash + 1))};
}

double weightSqnrDb(const Network& network, const Layer& layer, const Format& format,
                    Rounding rounding) {
    const WeightRows rows(layer, network.weights(layer.index));
    return format.tensorQuantizer(rounding)->measure(rows.tensor()).sqnrDb;
}

/// NaN for a format with shared scales: a table of magnitudes does not know what stood side by
/// side.
double activationSqnrDb(const MagnitudeTable& table, const Format& format, Rounding rounding) {
    if (format.tensorQuantizer(rounding)->usesLayout()) return NAN;
    return estimate(format.quantizer(rounding), table).sqnrDb;
}

/// Throws UsageError if one scale a channel would change nothing.
void requireOpenWeights(const Network& network, const Assignment& assignment) {
    for (const Layer& layer : network.layers()) {
        const FormatPtr& weights = assignment[static_cast<std::size_t>(layer.index.value)].weights;
        if (weights && !weights->isFitted() && !layer.isProduct()) return;
    }
    throw UsageError(
        "--per-channel: no weight format has a scale left to fit to each channel; give --weights a "
        "spec without one, such as lp:8 or int:4, or leave --per-channel out");
}

/// Each channel's spec: the layer's spec of a per-channel format says only what they share.
nlohmann::json channelSpecs(const PerChannelFormat& format) {
    nlohmann::json specs = nlohmann::json::array();
    for (const FormatPtr& channel : format.channels()) specs.push_back({{"spec", channel->spec()}});
    return specs;
}

void evaluateCommand(const Globals& globals, const EvaluateOptions& o) {
    if (!o.config.empty() && !(o.weights.empty() && o.activations.empty()))
        throw UsageError("evaluate: give either --config or --weights and --activations, not both");
    const DatapathOptions element = datapathOptions(o);
    const Network network = o.model.load();
    const ModelCard& card = network.card();
    Assignment assignment(network.layers().size(),
                          {formatOrFloat(o.weights), formatOrFloat(o.activations)});
    std::optional<Config> config;
    if (!o.config.empty()) {
        config = readConfig(o.config);
        assignment = assignmentOf(*config, network, o.config);
    }
    if (o.biasCorrection && (o.calibration.empty() || config))
        throw UsageError(
            config
                ? "--bias-correction: a configuration brings its own; leave one of them out"
                : "--bias-correction: give images to measure the channels' means, --calibration");
    for (const std::string& pin : o.locks) applyLock(pin, network, assignment);
    if (o.perChannel) requireOpenWeights(network, assignment);

    const ImageSet data = loadLabelled(o.data, network);
    ProgressPrinter progress(globals);
    std::optional<Calibration> calibration;
    std::vector<float> calibrationImages;
    std::vector<std::size_t> images = firstImages(data, 0);
    if (!o.calibration.empty()) {
        const ImageSet set = loadLabelled(o.calibration, network);
        const auto chosen = stratifiedSample(set, o.images, o.seed);
        calibrationImages = normalised(set, chosen, card);
        calibration.emplace(network, calibrationImages, globals.stop, progress.function());
        // No image is both fitted on and judged by.
        images = imagesNotIn(data, set, chosen);
        if (images.empty())
            throw Error(o.data +
                        ": every image is used for calibration; give other data or fewer --images");
    }
    const std::size_t limit = o.limit == 0 && o.datapath ? kDatapathImages : o.limit;
    const bool shortened = o.limit == 0 && o.datapath && images.size() > limit;
    if (limit > 0 && images.size() > limit) images.resize(limit);
    const std::string shortenedText = "the first " + std::to_string(limit) +
                                      " images only, because --datapath is slow; --limit N "
                                      "takes more";
    if (shortened && !globals.quiet) std::fprintf(stderr, "%s\n", shortenedText.c_str());
    assignment = fitted(network, assignment, calibration ? &*calibration : nullptr, o.perChannel);

    const Rounding rounding = o.rounding == "nearest" ? Rounding::Nearest : Rounding::LogNearest;
    WeightCache cache;
    RunPlan plan =
        makePlan(network, assignment, rounding, cache, o.biasCorrection ? &*calibration : nullptr);
    std::vector<std::string> inFloat;
    if (o.datapath) inFloat = useDatapath(network, assignment, element, globals.stop, plan);
    // With --datapath the means are those of the accelerator's arithmetic.
    plan = settled(network, std::move(plan), calibrationImages, globals.stop);
    if (config) applyOutputShifts(*config, network, o.config, plan);
    const std::size_t batch = o.datapath ? datapathBatch(network, o.batch) : o.batch;
    const Accuracy accuracy =
        measureAccuracy(network, plan, data, images, batch, globals.stop, progress.function());
    if (!o.predictions.empty())
        writePredictions(o.predictions, network, plan, data, images, batch, globals.stop,
                         progress.function());

    nlohmann::json layers = nlohmann::json::array();
    Table table{{"layer", "weights", "weight_sqnr_db", "activations", "activation_sqnr_db"}, {}};
    for (const Layer& layer : network.layers()) {
        const LayerFormats& formats = assignment[static_cast<std::size_t>(layer.index.value)];
        double weightSqnr = NAN, activationSqnr = NAN;
        if (formats.weights) {
            if (!layer.isProduct())
                weightSqnr = weightSqnrDb(network, layer, *formats.weights, rounding);
            else if (calibration)
                weightSqnr =
                    activationSqnrDb(calibration->operand(layer.index), *formats.weights, rounding);
        }
        if (formats.activations && calibration)
            activationSqnr =
                activationSqnrDb(calibration->input(layer.index), *formats.activations, rounding);
        const std::string w = formats.weights ? formats.weights->spec() : "float",
                          a = formats.activations ? formats.activations->spec() : "float";
        layers.push_back({{"name", layer.name},
                          {"weights", w},
                          {"weight_sqnr_db", number(weightSqnr)},
                          {"activations", a},
                          {"activation_sqnr_db", number(activationSqnr)}});
        if (const auto* perChannel = dynamic_cast<const PerChannelFormat*>(formats.weights.get()))
            layers.back()["weight_channels"] = channelSpecs(*perChannel);
        table.rows.push_back({layer.name, w, text(weightSqnr), a, text(activationSqnr)});
    }
    const double rate =
        accuracy.seconds > 0 ? static_cast<double>(accuracy.images) / accuracy.seconds : 0;
    const double weightBits = meanWeightBits(network, assignment),
                 activationBits = meanActivationBits(network, assignment);
    nlohmann::json result{{"model", network.name()},
                          {"images", accuracy.images},
                          {"correct", accuracy.correct},
                          {"top1_percent", accuracy.top1Percent()},
                          {"top5_percent", accuracy.top5Percent()},
                          {"images_per_second", rate},
                          {"mean_weight_bits", weightBits},
                          {"mean_activation_bits", activationBits},
                          {"layers", layers}};
    std::vector<std::string> summary{
        network.name() + ": top-1 " + text(accuracy.top1Percent()) + " %  top-5 " +
            text(accuracy.top5Percent()) + " %  (" + std::to_string(accuracy.correct) + " of " +
            std::to_string(accuracy.images) + " images, " + text(rate) + " images/s)",
        "mean width: weights " + text(weightBits) + " bits, activations " + text(activationBits) +
            " bits"};
    if (o.datapath) {
        result["datapath"] = datapathJson(element, inFloat);
        summary.push_back(datapathText(element, inFloat));
        if (shortened) summary.push_back(shortenedText);
    }
    printResult(globals, result, summary, table);
}

}  // namespace

void addModelCommands(CLI::App& app, Globals& globals) {
    auto* model = app.add_subcommand("model", "List a model's quantizable layers");
    static ModelOptions modelOptions;
    modelOptions.add(*model);
    model->callback([&globals] { modelCommand(globals, modelOptions); });

    auto* evaluate =
        app.add_subcommand("evaluate", "Measure top-1 and top-5, in float or quantized");
    static EvaluateOptions o;
    o.model.add(*evaluate);
    evaluate->add_option("--data", o.data, "labelled images")->required();
    evaluate->add_option("--config", o.config, "LP configuration (JSON)");
    evaluate->add_option("--weights", o.weights, "format of all weights (default: float)");
    evaluate->add_option("--activations", o.activations,
                         "format of all activations (default: float)");
    evaluate->add_option("--calibration", o.calibration,
                         "images on which activation formats are fitted");
    evaluate->add_option("--images", o.images, "number of calibration images")
        ->capture_default_str()
        ->check(atLeast(1));
    evaluate->add_option("--seed", o.seed, "draws the calibration images")->capture_default_str();
    evaluate->add_option("--limit", o.limit, "evaluate the first N images only")->check(atLeast(1));
    evaluate->add_option("--batch", o.batch, "images executed at once")
        ->capture_default_str()
        ->check(CLI::Range(1, 100000));
    evaluate->add_option("--predictions", o.predictions,
                         "write the predictions to a CSV file: image, label, the five most likely "
                         "classes with their probabilities");
    evaluate->add_option("--pin", o.locks,
                         "LAYER=WSPEC/ASPEC: other formats for one layer (repeatable)");
    evaluate->add_flag("--per-channel", o.perChannel,
                       "fit weights with one scale (sf) for each output channel");
    evaluate->add_flag("--bias-correction", o.biasCorrection,
                       "shift each output channel so that its mean over the calibration "
                       "images is that of the float network");
    evaluate->add_option("--rounding", o.rounding)
        ->capture_default_str()
        ->check(CLI::IsMember({"nearest", "log-nearest"}));
    evaluate->add_flag("--datapath", o.datapath,
                       "compute the layers' products bit for bit as the accelerator's processing "
                       "elements do (LP formats of at most 8 bits; 200 images unless --limit)");
    o.accumulatorFraction =
        evaluate
            ->add_option("--accumulator-fraction", o.element.accumulatorFraction,
                         "fraction bits of the partial sums, with --datapath")
            ->capture_default_str();
    o.logFraction = evaluate
                        ->add_option("--log-fraction", o.element.logFractionBits,
                                     "fraction bits of the log-to-linear table, with --datapath")
                        ->capture_default_str();
    evaluate->add_flag("--mitchell", o.mitchell,
                       "1 + lnf in place of the log-to-linear table, with --datapath");
    evaluate->callback([&globals] { evaluateCommand(globals, o); });
}

}  // namespace lpstudio::cli
