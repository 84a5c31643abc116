#include "app/desktop/jobs/activation_samples.h"

#include <algorithm>
#include <numeric>
#include <utility>

#include "core/network/batches.h"
#include "core/study/session.h"

namespace lpstudio {
namespace {

constexpr std::size_t kBatch = 16;

class Sampler final : public RunObserver {
public:
    /// `firstBatch`: images of the first batch, which decides every layer's step.
    Sampler(ActivationSamples& samples, std::size_t most, std::size_t firstBatch)
        : samples_(samples),
          most_(most),
          firstBatch_(std::max<std::size_t>(1, firstBatch)),
          strides_(2 * samples.layers.size()) {}

    bool wantsOperands() const override { return true; }
    void onInput(LayerIndex layer, const TensorView& x) override { add(layer, 0, x); }
    void onOperand(LayerIndex layer, const TensorView& x) override { add(layer, 1, x); }

private:
    struct Stride {
        std::size_t step = 0;  ///< 0: not seen yet
        std::size_t next = 0;  ///< position of the next value in the tensor to come
    };

    void add(LayerIndex layer, std::size_t which, const TensorView& x) {
        const auto index = static_cast<std::size_t>(layer.value);
        ActivationSample& sample = samples_.layers[index];
        ActivationSample::Operand& operand = which == 0 ? sample.first : sample.second;
        Stride& stride = strides_[2 * index + which];
        if (stride.step == 0) {
            const std::size_t perImage = std::max<std::size_t>(1, x.values.size() / firstBatch_);
            stride.step =
                std::max<std::size_t>(1, (perImage * samples_.images + most_ - 1) / most_);
            while (std::gcd(stride.step, perImage) != 1) ++stride.step;
        }
        for (; stride.next < x.values.size(); stride.next += stride.step)
            operand.values.push_back(x.values[stride.next]);
        stride.next -= x.values.size();
        operand.all += x.values.size();
    }

    ActivationSamples& samples_;
    std::size_t most_, firstBatch_;
    std::vector<Stride> strides_;
};

}  // namespace

ActivationSamples sampleActivations(const Network& network, const ImageSet& set,
                                    std::span<const std::size_t> images, std::size_t most,
                                    const std::stop_token& stop, const ProgressFunction& progress) {
    requireFits(set, network.card(), network.classes());
    ActivationSamples samples;
    samples.images = images.size();
    samples.layers.resize(network.layers().size());
    Sampler sampler(samples, most, std::min(kBatch, images.size()));
    const auto pixels = [&](const Batch& batch) {
        return normalised(set, images.subspan(batch.first, batch.size), network.card());
    };
    observeBatches(network, {images.size(), kBatch, 0, stop}, pixels, sampler, progress,
                   "collecting activations");
    for (std::size_t i = 0; i < samples.layers.size(); ++i)
        for (const auto* operand : {&samples.layers[i].first, &samples.layers[i].second})
            requireFinite(operand->values, network.name() + ": activations of layer \"" +
                                               network.layers()[i].name + "\"");
    return samples;
}

ActivationSamples sampleCalibration(AssetCache& assets, const Network& network,
                                    const DatasetRecord& dataset, const std::stop_token& stop,
                                    const ProgressFunction& progress) {
    const SearchSettings settings;
    const auto set = assets.images(dataset, network.card());
    const auto images =
        stratifiedSample(*set, std::min(settings.images, set->size()), settings.common.seed);
    return sampleActivations(network, *set, images, kSampledValues, stop, progress);
}

}  // namespace lpstudio
