#include <algorithm>

#include "core/error.h"
#include "core/model/moments.h"
#include "core/model/quantization.h"

namespace lpstudio {
namespace {

class Collector final : public RunObserver {
public:
    Collector(const Network& network, std::vector<MagnitudeTable>& inputs,
              std::vector<MagnitudeTable>& operands, std::vector<std::vector<double>>& means)
        : network_(network), inputs_(inputs), operands_(operands), means_(means) {}

    bool wantsOperands() const override { return true; }
    void onInput(LayerIndex layer, const TensorView& x) override {
        add(inputs_, layer, x, "inputs");
        addMeans(layer, x);
    }
    void onOperand(LayerIndex layer, const TensorView& x) override {
        add(operands_, layer, x, "second operands");
    }

private:
    void add(std::vector<MagnitudeTable>& tables, LayerIndex layer, const TensorView& x,
             const char* what) {
        const auto index = static_cast<std::size_t>(layer.value);
        requireFinite(x.values, network_.name() + ": " + what + " of layer \"" +
                                    network_.layers()[index].name + "\"");
        tables[index].add(x.values);
    }

    /// Adds the sums of the channels' means over images; the caller divides.
    void addMeans(LayerIndex index, const TensorView& x) {
        const Layer& layer = network_.layers()[static_cast<std::size_t>(index.value)];
        if (layer.isProduct() || x.values.empty()) return;
        auto& sums = means_[static_cast<std::size_t>(index.value)];
        const bool last = layer.kind == LayerKind::Linear;
        const auto channels = static_cast<std::size_t>(last ? x.shape.back() : x.shape[1]);
        sums.resize(channels);
        std::vector<double> means(channels);
        if (last) {
            const std::size_t rows = x.values.size() / channels;
            columnMeans(x.values.data(), rows, channels, means.data());
            for (std::size_t c = 0; c < channels; ++c)
                sums[c] += means[c] * static_cast<double>(rows);
            return;
        }
        const auto images = static_cast<std::size_t>(x.shape[0]);
        const std::size_t positions = x.values.size() / (images * channels);
        for (std::size_t i = 0; i < images * channels; ++i)
            sums[i % channels] +=
                mean(x.values.data() + i * positions, positions) * static_cast<double>(positions);
    }

    const Network& network_;
    std::vector<MagnitudeTable>&inputs_, &operands_;
    std::vector<std::vector<double>>& means_;
};

}  // namespace

Calibration::Calibration(const Network& network, std::span<const float> images,
                         const std::stop_token& stop, const ProgressFunction& progress)
    : inputs_(network.layers().size()),
      operands_(network.layers().size()),
      inputMeans_(network.layers().size()) {
    Collector collector(network, inputs_, operands_, inputMeans_);
    const ModelCard& card = network.card();
    const std::size_t perImage = static_cast<std::size_t>(card.channels) *
                                 static_cast<std::size_t>(card.height) *
                                 static_cast<std::size_t>(card.width);
    const std::size_t count = images.size() / perImage;
    constexpr std::size_t kBatch = 32;
    for (std::size_t begin = 0; begin < count; begin += kBatch) {
        if (stop.stop_requested()) throw Cancelled();
        const std::size_t size = std::min(kBatch, count - begin);
        network.run(images.subspan(begin * perImage, size * perImage), {}, &collector);
        if (progress) progress({"calibrating activations", begin + size, count});
    }
    for (std::size_t i = 0; i < inputs_.size(); ++i) {
        // Each channel has seen its share of the elements.
        const double seen = static_cast<double>(inputs_[i].size()) /
                            static_cast<double>(std::max<std::size_t>(1, inputMeans_[i].size()));
        for (double& sum : inputMeans_[i]) sum /= seen;
    }
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
