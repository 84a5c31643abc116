#include "app/cli/predictions_file.h"

#include "core/base/atomic_file.h"
#include "core/base/text.h"
#include "core/number/format.h"

namespace lpstudio::cli {

void writePredictions(const std::filesystem::path& file, const Network& network,
                      const RunPlan& plan, const ImageSet& set, std::span<const std::size_t> images,
                      std::size_t batch, const std::stop_token& stop,
                      const ProgressFunction& progress) {
    std::vector<std::string> fields{"image", "label"};
    for (std::size_t i = 1; i <= Prediction::kMost; ++i) {
        fields.push_back("class_" + std::to_string(i));
        fields.push_back("probability_" + std::to_string(i));
    }
    std::string text = csvRecord(fields);
    predict(
        network, plan, set, images,
        [&](std::size_t first, const std::vector<Prediction>& found) {
            for (std::size_t at = 0; at < found.size(); ++at) {
                const std::size_t image = images[first + at];
                fields = {std::to_string(image), std::to_string(set.labels[image])};
                for (std::size_t i = 0; i < Prediction::kMost; ++i) {
                    const bool known = found[at].classes[i] >= 0;
                    fields.push_back(known ? std::to_string(found[at].classes[i]) : "");
                    fields.push_back(
                        known ? shortestText(static_cast<double>(found[at].probabilities[i])) : "");
                }
                text += csvRecord(fields);
            }
        },
        batch, stop, progress);
    writeFileAtomically(file, text);
}

}  // namespace lpstudio::cli
