#include "core/network/accuracy.h"

#include <atomic>
#include <chrono>
#include <cmath>
#include <string>

#include "core/base/error.h"
#include "core/base/parallel.h"
#include "core/network/batches.h"

namespace lpstudio {

Accuracy measureAccuracy(const Network& network, const RunPlan& plan, const ImageSet& set,
                         std::span<const std::size_t> images, std::size_t batch,
                         const std::stop_token& stop, const ProgressFunction& progress,
                         int threads) {
    const auto start = std::chrono::steady_clock::now();
    const auto classes = static_cast<std::size_t>(network.classes());
    std::atomic<std::size_t> correct = 0, correctTop5 = 0;
    SharedProgress done(progress, "measuring top-1", images.size());
    forEachBatch(network, {images.size(), batch, threads, stop}, [&](const Batch& part) {
        const auto chosen = images.subspan(part.first, part.size);
        const std::vector<double> logits =
            network.run(normalised(set, chosen, network.card()), plan);
        for (std::size_t i = 0; i < part.size; ++i) {
            const auto row = std::span(logits).subspan(i * classes, classes);
            const auto label = static_cast<std::size_t>(set.labels[chosen[i]]);
            // Classes that come before the label in the order of falling logits.
            std::size_t ahead = 0;
            for (std::size_t c = 0; c < classes; ++c)
                if (row[c] > row[label] || (row[c] == row[label] && c < label)) ++ahead;
            correct += ahead < 1 ? 1 : 0;
            correctTop5 += ahead < 5 ? 1 : 0;
        }
        done.add(part.size);
    });
    const double seconds =
        std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    return {images.size(), correct, correctTop5, seconds};
}

PercentInterval wilsonInterval95(std::size_t correct, std::size_t images) {
    if (images == 0 || correct > images)
        throw UsageError("accuracy: " + std::to_string(correct) + " right answers to " +
                         std::to_string(images) + " images; give 0..images of at least 1");
    constexpr double kZ = 1.959963984540054;  // of the normal distribution, both tails 2.5 %
    const auto n = static_cast<double>(images);
    const double p = static_cast<double>(correct) / n;
    const double centre = (p + kZ * kZ / (2 * n)) / (1 + kZ * kZ / n);
    const double half = kZ * std::sqrt(p * (1 - p) / n + kZ * kZ / (4 * n * n)) / (1 + kZ * kZ / n);
    // Exact at the ends, where rounding would leave a trace.
    return {correct == 0 ? 0 : 100 * (centre - half),
            correct == images ? 100 : 100 * (centre + half)};
}

}  // namespace lpstudio
