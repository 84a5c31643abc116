#include "core/network/quantization.h"

#include "core/base/error.h"
#include "core/network/layout.h"
#include "core/number/per_channel.h"

namespace lpstudio {

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
