#include "core/model/bias_correction.h"

#include "core/model/layout.h"

namespace lpstudio {

std::vector<float> outputShift(const Layer& layer, std::span<const float> weights,
                               std::span<const float> quantized,
                               std::span<const double> inputMeans) {
    if (layer.isProduct() || inputMeans.empty()) return {};
    const auto groups = static_cast<std::size_t>(layer.groups);
    const auto outputs = static_cast<std::size_t>(
        layer.kind == LayerKind::Linear ? layer.outputShape.back() : layer.outputShape.front());
    const std::size_t inputsPerGroup = inputMeans.size() / groups, row = weights.size() / outputs;
    if (outputs % groups != 0 || inputsPerGroup == 0 || row % inputsPerGroup != 0) return {};
    const WeightRows original(layer, weights), rounded(layer, quantized);
    if (original.tensor().layout.outer != outputs) return {};
    const std::size_t positions = row / inputsPerGroup;  // of the kernel
    std::vector<float> shift(outputs);
    for (std::size_t o = 0; o < outputs; ++o) {
        const auto w = original.tensor().values.subspan(o * row, row);
        const auto q = rounded.tensor().values.subspan(o * row, row);
        const auto means =
            inputMeans.subspan(o / (outputs / groups) * inputsPerGroup, inputsPerGroup);
        double sum = 0;
        for (std::size_t i = 0; i < row; ++i)
            sum += (static_cast<double>(w[i]) - q[i]) * means[i / positions];
        shift[o] = static_cast<float>(sum);
    }
    return shift;
}

}  // namespace lpstudio
