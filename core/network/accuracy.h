#pragma once

#include "core/base/progress.h"
#include "core/network/network.h"

namespace lpstudio {

/// How often the network is right on labelled images.
struct Accuracy {
    std::size_t images = 0, correct = 0, correctTop5 = 0;
    double seconds = 0;

    double top1Percent() const {
        return images > 0 ? 100.0 * static_cast<double>(correct) / static_cast<double>(images) : 0;
    }
    double top5Percent() const {
        return images > 0 ? 100.0 * static_cast<double>(correctTop5) / static_cast<double>(images)
                          : 0;
    }
};

/// Bounds of a percentage.
struct PercentInterval {
    double low = 0, high = 0;

    bool overlaps(const PercentInterval& other) const {
        return low <= other.high && other.low <= high;
    }
};

/// The 95 % score interval of Wilson ("Probable inference, the law of succession, and statistical
/// inference", JASA 1927) for the true accuracy behind `correct` of `images` right answers, images
/// being drawn independently. Never leaves 0..100, and is sound where all or none are right. Throws
/// UsageError unless correct <= images and images > 0.
PercentInterval wilsonInterval95(std::size_t correct, std::size_t images);

/// Runs the chosen images of `set` in batches, up to `threads` of them at once (0: as many as there
/// are cores); the result is the same for any number. A tie between logits counts for the lower
/// class, as argmax does. Throws Error, Cancelled.
Accuracy measureAccuracy(const Network& network, const RunPlan& plan, const ImageSet& set,
                         std::span<const std::size_t> images, std::size_t batch = 100,
                         const std::stop_token& stop = {}, const ProgressFunction& progress = {},
                         int threads = 0);

}  // namespace lpstudio
