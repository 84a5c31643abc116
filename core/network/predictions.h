#pragma once

#include <array>
#include <functional>
#include <span>
#include <stop_token>
#include <vector>

#include "core/base/progress.h"
#include "core/network/network.h"

namespace lpstudio {

/// The classes a network holds most likely for an image, the likeliest first.
struct Prediction {
    static constexpr std::size_t kMost = 5;
    std::array<int, kMost> classes{-1, -1, -1, -1, -1};  ///< -1: the network has fewer classes
    std::array<float, kMost> probabilities{};            ///< softmax of all logits, 0..1

    int top() const { return classes[0]; }
};

/// Of one image's logits. A tie goes to the lower class, as in measureAccuracy(); what is not a
/// number counts as least.
Prediction predictionOf(std::span<const double> logits);

/// Runs `images` of `set` in batches, up to `threads` of them at once (0: as many as there are
/// cores), and hands over the predictions of each batch in order, one call at a time: take(position
/// of the first in `images`, predictions). Throws Error (images that do not fit the network),
/// Cancelled, after which nothing more is handed over.
void predict(const Network& network, const RunPlan& plan, const ImageSet& set,
             std::span<const std::size_t> images,
             const std::function<void(std::size_t, std::vector<Prediction>)>& take,
             std::size_t batch = 100, const std::stop_token& stop = {},
             const ProgressFunction& progress = {}, int threads = 0);

}  // namespace lpstudio
