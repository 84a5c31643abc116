#include "app/project/runs/network_comparison.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>

#include "app/project/runs/network_workload.h"
#include "core/base/error.h"
#include "core/network/layout.h"
#include "core/network/shared_weights.h"
#include "core/number/family_comparison.h"
#include "core/number/lp.h"
#include "core/number/measures.h"

namespace lpstudio {

LayerMeasures::LayerMeasures(std::shared_ptr<const Network> network)
    : network_(std::move(network)) {}

const MagnitudeTable& LayerMeasures::table(LayerIndex layer) {
    auto known = tables_.find(layer.value);
    if (known == tables_.end())
        known = tables_.emplace(layer.value, MagnitudeTable(network_->weights(layer))).first;
    return known->second;
}

double LayerMeasures::sqnrDb(LayerIndex layer, const FormatPtr& format) {
    const Layer& of = network_->layers().at(static_cast<std::size_t>(layer.value));
    if (of.parameters == 0) return std::numeric_limits<double>::quiet_NaN();
    const std::lock_guard lock(mutex_);
    const Key key{layer.value, format->spec()};
    if (const auto known = sqnr_.find(key); known != sqnr_.end()) return known->second;
    const WeightRows rows(of, network_->weights(layer));
    return sqnr_[key] = format->tensorQuantizer(Rounding::Nearest)->measure(rows.tensor()).sqnrDb;
}

FormatPtr LayerMeasures::bestOf(LayerIndex layer, const std::vector<FormatPtr>& members,
                                const std::stop_token& stop) {
    if (network_->layers().at(static_cast<std::size_t>(layer.value)).parameters == 0)
        return members.front();
    Key key{layer.value, {}};
    for (const FormatPtr& member : members) key.second += member->spec() + " ";
    {
        const std::lock_guard lock(mutex_);
        if (const auto known = fitted_.find(key); known != fitted_.end()) return known->second;
    }
    FormatPtr best;
    double bestSqnr = 0;
    for (const FormatPtr& member : members) {
        if (stop.stop_requested()) throw Cancelled();
        const FormatPtr fitted = [&] {
            const std::lock_guard lock(mutex_);
            return member->fit(table(layer));
        }();
        const double sqnr = members.size() > 1 ? sqnrDb(layer, fitted) : 0;
        if (!best || sqnr > bestSqnr) {
            best = fitted;
            bestSqnr = sqnr;
        }
    }
    const std::lock_guard lock(mutex_);
    fitted_[key] = best;
    return best;
}

namespace {

constexpr double kFloatBits = 32;
constexpr int kAcceleratorBits = 8;

/// "float:4" as a family and a width; nullopt for any other spec.
std::optional<std::pair<std::string, int>> familyOf(const std::string& spec) {
    const std::size_t colon = spec.find(':');
    if (colon == std::string::npos) return std::nullopt;
    int width = 0;
    const char* const end = spec.data() + spec.size();
    const auto [stopped, status] = std::from_chars(spec.data() + colon + 1, end, width);
    if (status != std::errc() || stopped != end) return std::nullopt;
    const std::string key = spec.substr(0, colon);
    for (const FormatFamily& family : formatFamilies())
        if (family.key == key) return std::pair(key, width);
    return std::nullopt;
}

std::vector<FormatPtr> membersOf(const std::string& spec) {
    if (const auto family = familyOf(spec)) {
        std::vector<FormatPtr> members = membersOfWidth(family->first, family->second);
        if (members.empty())
            throw UsageError(spec + ": the family has no format of this width; try another width");
        return members;
    }
    return {parseFormat(spec)};
}

/// The accelerator's decoders are for LP.
bool isForAccelerator(const FormatChoice& layer) {
    return std::all_of(layer.weights.begin(), layer.weights.end(),
                       [](const FormatPtr& format) {
                           return dynamic_cast<const LpFormat*>(format.get()) != nullptr &&
                                  format->bits() <= kAcceleratorBits;
                       }) &&
           !layer.weights.empty() && layer.activations.starts_with("lp:") &&
           layer.activationBits <= kAcceleratorBits;
}

/// Mean SQNR over what loses anything, as in the report.
class Means {
public:
    void add(double sqnrDb, double weights) {
        if (!std::isfinite(sqnrDb)) return;
        sum_ += sqnrDb;
        ++layers_;
        weightedSum_ += sqnrDb * weights;
        weights_ += weights;
    }
    double mean() const { return layers_ > 0 ? sum_ / layers_ : NAN; }
    double weighted() const { return weights_ > 0 ? weightedSum_ / weights_ : NAN; }

private:
    double sum_ = 0, weightedSum_ = 0, weights_ = 0;
    int layers_ = 0;
};

void addEstimate(ColumnFigures& column, const Network& network,
                 const std::vector<FormatChoice>& formats, const Simulator& simulator) {
    if (!std::all_of(formats.begin(), formats.end(), isForAccelerator)) {
        column.estimateProblem =
            "the accelerator computes with LP of at most 8 bits; these are other formats";
        return;
    }
    std::vector<LayerBits> bits;
    bits.reserve(formats.size());
    for (const FormatChoice& layer : formats)
        bits.push_back({layer.weights.front()->bits(), layer.activationBits});
    try {
        const SimulationResult result = simulator.run(workloadOf(network, bits));
        for (std::size_t i = 0; i < column.layers.size(); ++i) {
            const Cost& cost = result.layers.at(i).cost;
            column.layers[i].energyPicojoules = cost.energy.total().picojoules() / result.batch;
            column.layers[i].latencySeconds = simulator.seconds(cost.cycles) / result.batch;
        }
        column.energyPicojoules = result.totals.energy.total().picojoules() / result.batch;
        column.latencySeconds = result.seconds / result.batch;
    } catch (const UsageError& error) {
        column.estimateProblem = error.what();
    }
}

}  // namespace

std::vector<FormatChoice> choicesOf(const ColumnFormats& formats, std::size_t layers) {
    if (!formats.genes) {
        FormatChoice choice;
        if (!formats.weights.empty()) choice.weights = membersOf(formats.weights);
        if (!formats.activations.empty()) {
            choice.activations = formats.activations;
            choice.activationBits = membersOf(formats.activations).front()->bits();
        }
        return std::vector<FormatChoice>(layers, choice);
    }
    std::vector<FormatChoice> choices;
    for (const LpParameters& gene : formats.genes->genes) {
        const int bits = activationWidth(gene.n, formats.widths);
        choices.push_back({{std::make_shared<LpFormat>(gene)}, "lp:" + std::to_string(bits), bits});
    }
    return choices;
}

std::string uniformActivations(const std::string& weights) {
    const int bits = std::min(kAcceleratorBits, 2 * membersOf(weights).front()->bits());
    const std::string key = weights.substr(0, weights.find(':'));
    // Families that have no format of that width take integers beside them.
    const auto& families = formatFamilies();
    const bool has = std::any_of(families.begin(), families.end(),
                                 [&](const FormatFamily& one) { return one.key == key; }) &&
                     !membersOfWidth(key, bits).empty();
    return (has ? key : std::string("int")) + ":" + std::to_string(bits);
}

ColumnFigures measureFigures(LayerMeasures& measures, const ColumnFormats& formats,
                             const Simulator* simulator, const std::stop_token& stop,
                             const ProgressFunction& progress) {
    const Network& network = measures.network();
    const std::vector<Layer>& layers = network.layers();
    const std::vector<FormatChoice> choices = choicesOf(formats, layers.size());
    if (choices.size() != layers.size())
        throw Error("a candidate of " + std::to_string(choices.size()) +
                    " layers cannot be compared on " + network.name() + ", which has " +
                    std::to_string(layers.size()) + "; choose one of this model");
    ColumnFigures column;
    Means means;
    double weights = 0, weightBits = 0, inputs = 0, inputBits = 0;
    column.modelBytes = 4 * static_cast<double>(network.otherParameters());
    const std::vector<SharedWeight> shared = sharedWeights(network);
    for (std::size_t i = 0; i < layers.size(); ++i) {
        if (stop.stop_requested()) throw Cancelled();
        if (progress) progress({"Measuring weights", i, layers.size()});
        const FormatChoice& choice = choices[i];
        const auto count = static_cast<double>(layers[i].parameters);
        LayerFigures figures;
        figures.weights = figures.activations = "float";
        if (!choice.weights.empty()) {
            const FormatPtr format = measures.bestOf(layers[i].index, choice.weights, stop);
            figures.weights = format->spec();
            figures.weightBits = format->storageBits();
            if (format->isFitted()) figures.sqnrDb = measures.sqnrDb(layers[i].index, format);
        } else if (layers[i].parameters > 0) {
            figures.sqnrDb = std::numeric_limits<double>::infinity();
        }
        if (!choice.activations.empty()) {
            figures.activations = choice.activations;
            figures.activationBits = choice.activationBits;
        }
        means.add(figures.sqnrDb, count);
        // As in the exported code words: shared weights of one format are stored once.
        const int stored = storedWith(shared, i, [&](std::size_t earlier) {
            return !choice.weights.empty() && column.layers[earlier].weights == figures.weights;
        });
        if (stored < 0) column.modelBytes += std::ceil(figures.weightBits * count / 8);
        weights += count;
        weightBits += count * figures.weightBits;
        inputs += static_cast<double>(layers[i].inputElements);
        inputBits += static_cast<double>(layers[i].inputElements) * figures.activationBits;
        column.layers.push_back(std::move(figures));
    }
    column.meanWeightBits = weights > 0 ? weightBits / weights : kFloatBits;
    column.meanActivationBits = inputs > 0 ? inputBits / inputs : kFloatBits;
    column.meanSqnrDb = means.mean();
    column.weightedSqnrDb = means.weighted();
    if (simulator != nullptr) addEstimate(column, network, choices, *simulator);
    return column;
}

}  // namespace lpstudio
