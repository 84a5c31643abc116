#include "core/network/quantization.h"

#include "core/base/error.h"
#include "core/base/parallel.h"
#include "core/network/batches.h"
#include "core/network/bias_correction.h"
#include "core/network/layout.h"
#include "core/number/per_channel.h"

namespace lpstudio {
namespace {

class Collector final : public RunObserver {
public:
    Collector(const Network& network, std::vector<MagnitudeTable>& inputs,
              std::vector<MagnitudeTable>& operands, std::vector<std::vector<double>>& sums)
        : network_(network), inputs_(inputs), operands_(operands), sums_(sums) {}

    bool wantsOperands() const override { return true; }
    void onInput(LayerIndex layer, const TensorView& x) override {
        add(inputs_, layer, x, "inputs");
    }
    void onOperand(LayerIndex layer, const TensorView& x) override {
        add(operands_, layer, x, "second operands");
    }
    bool wantsOutputs() const override { return true; }
    void onOutput(LayerIndex index, const TensorView& y) override {
        const std::vector<double> means =
            channelMeans(network_.layers()[static_cast<std::size_t>(index.value)], y);
        auto& sums = sums_[static_cast<std::size_t>(index.value)];
        sums.resize(means.size());
        for (std::size_t c = 0; c < means.size(); ++c)
            sums[c] += means[c] * static_cast<double>(y.shape[0]);
    }

private:
    void add(std::vector<MagnitudeTable>& tables, LayerIndex layer, const TensorView& x,
             const char* what) {
        const auto index = static_cast<std::size_t>(layer.value);
        requireFinite(x.values, network_.name() + ": " + what + " of layer \"" +
                                    network_.layers()[index].name + "\"");
        tables[index].add(x.values);
    }

    const Network& network_;
    std::vector<MagnitudeTable>&inputs_, &operands_;
    std::vector<std::vector<double>>& sums_;  ///< over images, of the output channels' means
};

}  // namespace

Calibration::Calibration(const Network& network, std::span<const float> images,
                         const std::stop_token& stop, const ProgressFunction& progress, int threads)
    : inputs_(network.layers().size()),
      operands_(network.layers().size()),
      outputMeans_(network.layers().size()) {
    Collector collector(network, inputs_, operands_, outputMeans_);
    const ModelCard& card = network.card();
    const std::size_t perImage = static_cast<std::size_t>(card.channels) *
                                 static_cast<std::size_t>(card.height) *
                                 static_cast<std::size_t>(card.width);
    const std::size_t count = images.size() / perImage;
    constexpr std::size_t kBatch = 32;
    const auto pixels = [&](const Batch& batch) {
        const auto part = images.subspan(batch.first * perImage, batch.size * perImage);
        return std::vector<float>(part.begin(), part.end());
    };
    observeBatches(network, {count, kBatch, threads, stop}, pixels, collector, progress,
                   "calibrating activations");
    for (std::vector<double>& channels : outputMeans_)
        for (double& sum : channels) sum /= static_cast<double>(count);
    forEachParallel(
        inputs_.size(), threads,
        [&](std::size_t layer) {
            inputs_[layer].finish();
            operands_[layer].finish();
        },
        stop);
}

FormatPtr Calibration::fit(int role, LayerIndex layer, const MagnitudeTable& table,
                           const FormatPtr& family) const {
    if (family->isFitted()) return family;
    const std::pair key(2 * layer.value + role, family->spec());
    {
        const std::scoped_lock lock(mutex_);
        if (const auto found = fitted_.find(key); found != fitted_.end()) return found->second;
    }
    FormatPtr result = family->fit(table);
    const std::scoped_lock lock(mutex_);
    return fitted_.emplace(key, std::move(result)).first->second;
}

FormatPtr Calibration::fitInput(LayerIndex layer, const FormatPtr& family) const {
    return fit(0, layer, input(layer), family);
}
FormatPtr Calibration::fitOperand(LayerIndex layer, const FormatPtr& family) const {
    return fit(1, layer, operand(layer), family);
}

WeightCache::Weights WeightCache::quantized(const Network& network, LayerIndex layer,
                                            const Format& format, Rounding rounding) {
    const std::string key = std::to_string(layer.value) +
                            (rounding == Rounding::Nearest ? " " : " log ") + format.spec();
    if (Weights known = cache_.find(key)) return known;
    // Two workers may do the same layer at once, which is rarer than waiting for each other.
    const WeightRows rows(network.layers()[static_cast<std::size_t>(layer.value)],
                          network.weights(layer));
    auto weights = std::make_shared<std::vector<float>>(rows.tensor().values.size());
    format.tensorQuantizer(rounding)->quantize(rows.tensor(), *weights);
    rows.restore(*weights);
    const std::size_t bytes = weights->size() * sizeof(float);
    return cache_.insert(key, std::move(weights), bytes);
}

Assignment fitted(const Network& network, const Assignment& assignment,
                  const Calibration* calibration, bool perChannelWeights) {
    Assignment result = assignment;
    const auto needCalibration = [&](const Layer& layer) {
        if (calibration == nullptr)
            throw UsageError("layer \"" + layer.name +
                             "\": its activation format is not fully given; give --calibration "
                             "images to fit it, or a full spec");
    };
    for (const Layer& layer : network.layers()) {
        LayerFormats& formats = result.at(static_cast<std::size_t>(layer.index.value));
        if (formats.weights && !formats.weights->isFitted()) {
            if (layer.isProduct()) {
                needCalibration(layer);
                formats.weights = calibration->fitOperand(layer.index, formats.weights);
            } else {
                const MagnitudeTable table(network.weights(layer.index));
                const FormatPtr family = formats.weights;
                formats.weights =
                    perChannelWeights
                        ? fitPerChannel(family,
                                        WeightRows(layer, network.weights(layer.index)).tensor(),
                                        table)
                        : family->fit(table);
            }
        }
        if (formats.activations && !formats.activations->isFitted()) {
            needCalibration(layer);
            formats.activations = calibration->fitInput(layer.index, formats.activations);
        }
    }
    return result;
}

RunPlan makePlan(const Network& network, const Assignment& assignment, Rounding rounding,
                 WeightCache& cache, const Calibration* biasCorrection) {
    RunPlan plan(network.layers().size());
    for (const Layer& layer : network.layers()) {
        const auto index = static_cast<std::size_t>(layer.index.value);
        const LayerFormats& formats = assignment.at(index);
        if (formats.activations) plan[index].input = formats.activations->tensorQuantizer(rounding);
        if (biasCorrection != nullptr && (formats.activations || formats.weights))
            plan[index].outputMeans = biasCorrection->outputMeans(layer.index);
        if (!formats.weights) continue;
        if (layer.isProduct()) {
            plan[index].operand = formats.weights->tensorQuantizer(rounding);
            continue;
        }
        plan[index].weight = cache.quantized(network, layer.index, *formats.weights, rounding);
    }
    return plan;
}

namespace {

constexpr double kFloatBits = 32;

template <class Elements, class Choice>
double meanBits(const Network& network, const Assignment& assignment, Elements elements,
                Choice choice) {
    double bits = 0, total = 0;
    for (const Layer& layer : network.layers()) {
        const FormatPtr& format =
            choice(assignment.at(static_cast<std::size_t>(layer.index.value)));
        const auto count = static_cast<double>(elements(layer));
        bits += count * (format ? format->storageBits() : kFloatBits);
        total += count;
    }
    return total > 0 ? bits / total : 0;
}

}  // namespace

double meanWeightBits(const Network& network, const Assignment& assignment) {
    return meanBits(
        network, assignment, [](const Layer& l) { return l.parameters; },
        [](const LayerFormats& f) -> const FormatPtr& { return f.weights; });
}

double meanActivationBits(const Network& network, const Assignment& assignment) {
    return meanBits(
        network, assignment, [](const Layer& l) { return l.inputElements; },
        [](const LayerFormats& f) -> const FormatPtr& { return f.activations; });
}

}  // namespace lpstudio
