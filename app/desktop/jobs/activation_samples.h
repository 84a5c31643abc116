#pragma once

#include <cstddef>
#include <span>
#include <stop_token>
#include <vector>

#include "app/project/runs/asset_cache.h"

namespace lpstudio {

/// What a layer receives in the float network, of large tensors an evenly spread part.
struct ActivationSample {
    struct Operand {
        std::vector<float> values;
        std::size_t all = 0;  ///< how many there were
    };
    Operand first;
    Operand second;  ///< empty unless both operands are activations
};
/// One entry a layer.
struct ActivationSamples {
    std::size_t images = 0;
    std::vector<ActivationSample> layers;
};

/// Runs the images (numbers in `set`) through the float network and keeps at most about `most`
/// values of each operand: every s-th in the order of images and memory, s without a factor in
/// common with the size of one image's tensor, so that all channels and positions have their share.
/// Throws Error (images that do not fit, non-finite activations), Cancelled.
ActivationSamples sampleActivations(const Network& network, const ImageSet& set,
                                    std::span<const std::size_t> images, std::size_t most,
                                    const std::stop_token& stop = {},
                                    const ProgressFunction& progress = {});

/// Of each operand of a layer: 1 MiB.
inline constexpr std::size_t kSampledValues = std::size_t{1} << 18;

/// Samples the activations of all layers on the images that a search with default settings would
/// calibrate on, kSampledValues of each operand at most. Throws as above.
ActivationSamples sampleCalibration(AssetCache& assets, const Network& network,
                                    const DatasetRecord& dataset, const std::stop_token& stop = {},
                                    const ProgressFunction& progress = {});

}  // namespace lpstudio
