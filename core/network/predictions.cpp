#include "core/network/predictions.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <mutex>
#include <numeric>
#include <utility>

#include "core/base/error.h"
#include "core/base/parallel.h"
#include "core/network/batches.h"

namespace lpstudio {

Prediction predictionOf(std::span<const double> logits) {
    const auto value = [&](std::size_t at) {
        return std::isnan(logits[at]) ? -std::numeric_limits<double>::infinity() : logits[at];
    };
    std::vector<std::size_t> order(logits.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    const std::size_t shown = std::min(Prediction::kMost, order.size());
    std::partial_sort(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(shown),
                      order.end(), [&](std::size_t a, std::size_t b) {
                          return value(a) > value(b) || (value(a) == value(b) && a < b);
                      });
    Prediction result;
    if (shown == 0) return result;
    const double largest = value(order[0]);
    double sum = 0;
    for (std::size_t at = 0; at < logits.size(); ++at) sum += std::exp(value(at) - largest);
    for (std::size_t i = 0; i < shown; ++i) {
        result.classes[i] = static_cast<int>(order[i]);
        result.probabilities[i] =
            std::isfinite(sum) ? static_cast<float>(std::exp(value(order[i]) - largest) / sum) : 0;
    }
    return result;
}

void predict(const Network& network, const RunPlan& plan, const ImageSet& set,
             std::span<const std::size_t> images,
             const std::function<void(std::size_t, std::vector<Prediction>)>& take,
             std::size_t batch, const std::stop_token& stop, const ProgressFunction& progress,
             int threads) {
    requireFits(set, network.card(), network.classes());
    const auto classes = static_cast<std::size_t>(network.classes());
    std::mutex mutex;                                        // of what follows
    std::map<std::size_t, std::vector<Prediction>> waiting;  // for batches before theirs
    std::size_t taken = 0;
    bool ended = false;
    SharedProgress done(progress, "predicting", images.size());
    forEachBatch(network, {images.size(), batch, threads, stop}, [&](const Batch& part) {
        const std::vector<double> logits = network.run(
            normalised(set, images.subspan(part.first, part.size), network.card()), plan);
        std::vector<Prediction> found;
        found.reserve(part.size);
        for (std::size_t i = 0; i < part.size; ++i)
            found.push_back(predictionOf(std::span(logits).subspan(i * classes, classes)));
        const std::scoped_lock lock(mutex);
        waiting.emplace(part.first, std::move(found));
        for (auto next = waiting.begin(); next != waiting.end() && next->first == taken;
             next = waiting.erase(next)) {
            ended = ended || stop.stop_requested();
            // Stays so if `take` throws.
            if (std::exchange(ended, true)) throw Cancelled();
            const std::size_t size = next->second.size();
            take(taken, std::move(next->second));
            ended = false;
            taken += size;
            done.add(size);
        }
    });
}

}  // namespace lpstudio
