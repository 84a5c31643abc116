#pragma once

#include <span>
#include <vector>

#include "core/model/layer.h"

namespace lpstudio {

/// What must be added to each output channel of a layer so that quantizing its weights leaves the
/// channel's mean where it was: sum over the channel's weights of (w - q) times the mean of the
/// input channel the weight multiplies (analytic bias correction, Nagel et al., "Data-Free
/// Quantization Through Weight Equalization and Bias Correction", ICCV 2019, with means measured on
/// calibration images; padding at the borders is left out of account). Weights in the order of
/// weightShape; `inputMeans`: one a channel. Empty for a product of activations, and where the
/// weight's rows are not the layer's output channels.
std::vector<float> outputShift(const Layer& layer, std::span<const float> weights,
                               std::span<const float> quantized,
                               std::span<const double> inputMeans);

}  // namespace lpstudio
