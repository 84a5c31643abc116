#include "core/network/pooling.h"

#include <algorithm>

#include "core/base/error.h"
#include "core/network/moments.h"

namespace lpstudio {
std::vector<double> pool(const TensorView& output, LayerKind kind, std::size_t images,
                         Pooling pooling) {
    const auto& shape = output.shape;
    const bool channelsLast = kind == LayerKind::Linear;
    if (shape.empty() || images == 0 || output.values.empty() ||
        output.values.size() % images != 0 || shape[0] % static_cast<std::int64_t>(images) != 0 ||
        (!channelsLast && shape.size() < 2))
        throw Error(
            "a layer's output does not have the batch as its first dimension; export the model "
            "with the batch first");
    const std::size_t perImage = output.values.size() / images;
    const auto channels = static_cast<std::size_t>(channelsLast ? shape.back() : shape[1]);
    const std::size_t positions = perImage / channels;
    std::vector<double> pooled(images * channels);
    const float* values = output.values.data();
    if (channelsLast) {
        for (std::size_t image = 0; image < images; ++image) {
            const float* first = values + image * perImage;
            double* target = pooled.data() + image * channels;
            if (positions == 1)
                std::copy(first, first + channels, target);
            else if (pooling == Pooling::Mean)
                columnMeans(first, positions, channels, target);
            else
                columnKurtosis3(first, positions, channels, target);
        }
    } else {
        for (std::size_t i = 0; i < images * channels; ++i) {
            const float* first = values + i * positions;
            pooled[i] =
                pooling == Pooling::Mean ? mean(first, positions) : kurtosis3(first, positions);
        }
    }
    return pooled;
}

}  // namespace lpstudio
