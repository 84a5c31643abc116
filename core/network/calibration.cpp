#include "core/network/calibration.h"

#include "core/base/error.h"
#include "core/network/batches.h"
#include "core/network/bias_correction.h"

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
    for (MagnitudeTable& table : inputs_) table.finish();
    for (MagnitudeTable& table : operands_) table.finish();
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

}  // namespace lpstudio
