#include "core/model/accuracy.h"

#include <algorithm>
#include <chrono>

#include "core/error.h"

namespace lpstudio {

Accuracy measureAccuracy(const Network& network, const RunPlan& plan, const ImageSet& set,
                         std::span<const std::size_t> images, std::size_t batch,
                         const std::stop_token& stop, const ProgressFunction& progress) {
    const auto start = std::chrono::steady_clock::now();
    const auto classes = static_cast<std::size_t>(network.classes());
    Accuracy result;
    for (std::size_t begin = 0; begin < images.size(); begin += batch) {
        if (stop.stop_requested()) throw Cancelled();
        const auto part = images.subspan(begin, std::min(batch, images.size() - begin));
        const std::vector<double> logits = network.run(normalised(set, part, network.card()), plan);
        for (std::size_t i = 0; i < part.size(); ++i) {
            const auto row = std::span(logits).subspan(i * classes, classes);
            const auto label = static_cast<std::size_t>(set.labels[part[i]]);
            // Classes that come before the label in the order of falling logits.
            std::size_t ahead = 0;
            for (std::size_t c = 0; c < classes; ++c)
                if (row[c] > row[label] || (row[c] == row[label] && c < label)) ++ahead;
            result.correct += ahead < 1 ? 1 : 0;
            result.correctTop5 += ahead < 5 ? 1 : 0;
        }
        result.images += part.size();
        if (progress) progress({"measuring top-1", result.images, images.size()});
    }
    result.seconds =
        std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    return result;
}

}  // namespace lpstudio
