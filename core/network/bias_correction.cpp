#include "core/network/bias_correction.h"

#include <algorithm>

#include "core/base/error.h"
#include "core/network/moments.h"

namespace lpstudio {
namespace {

class ShiftCollector final : public RunObserver {
public:
    explicit ShiftCollector(RunPlan& settled) : settled_(settled) {}
    void onShift(LayerIndex layer, std::span<const float> shift) override {
        settled_[static_cast<std::size_t>(layer.value)].outputShift.assign(shift.begin(),
                                                                           shift.end());
    }

private:
    RunPlan& settled_;
};

}  // namespace

std::vector<double> channelMeans(const Layer& layer, const TensorView& output) {
    if (layer.isProduct() || output.values.empty()) return {};
    const bool last = layer.kind == LayerKind::Linear;
    const auto channels = static_cast<std::size_t>(last ? output.shape.back() : output.shape[1]);
    std::vector<double> means(channels);
    if (last) {
        columnMeans(output.values.data(), output.values.size() / channels, channels, means.data());
        return means;
    }
    const auto images = static_cast<std::size_t>(output.shape[0]);
    const std::size_t positions = output.values.size() / (images * channels);
    for (std::size_t i = 0; i < images * channels; ++i)
        means[i % channels] += mean(output.values.data() + i * positions, positions);
    for (double& sum : means) sum /= static_cast<double>(images);
    return means;
}

RunPlan settled(const Network& network, RunPlan plan, std::span<const float> images,
                const std::stop_token& stop) {
    const auto corrects = [](const LayerPlan& layer) { return !layer.outputMeans.empty(); };
    if (std::none_of(plan.begin(), plan.end(), corrects)) return plan;
    if (stop.stop_requested()) throw Cancelled();
    RunPlan result = plan;
    ShiftCollector collector(result);
    network.run(images, plan, &collector);
    for (LayerPlan& layer : result) layer.outputMeans.clear();
    return result;
}

}  // namespace lpstudio
