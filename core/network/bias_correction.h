#pragma once

#include <span>
#include <stop_token>
#include <vector>

#include "core/network/network.h"

namespace lpstudio {

/// Empirical bias correction (Nagel et al., "Data-Free Quantization Through Weight Equalization and
/// Bias Correction", ICCV 2019, section 4.2): layer by layer each output channel is shifted so that
/// its mean over the calibration images is that of the float network. What quantizing the weights,
/// the activations and all layers before has done to the mean is taken back at once.

/// Mean of each output channel of a convolution (N, C, ...) or linear layer (..., C) over images
/// and positions; empty for a product of activations.
std::vector<double> channelMeans(const Layer& layer, const TensorView& output);

/// The plan with its outputMeans, which hold for a run of just these images, replaced by the
/// outputShift that such a run finds; it is then good for any images. `images`: those behind the
/// means, normalised. A plan without outputMeans is returned as it is. Throws Cancelled.
///
/// The means are over all images, so these are one batch: it runs on one thread while the other
/// cores wait, and the activations of all images are in memory at once.
RunPlan settled(const Network& network, RunPlan plan, std::span<const float> images,
                const std::stop_token& stop = {});

}  // namespace lpstudio
