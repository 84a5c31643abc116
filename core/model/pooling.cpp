#include "core/model/pooling.h"

#include <algorithm>
#include <array>
#include <numeric>

#include "core/error.h"

namespace lpstudio {
namespace {

/// Independent partial sums, which the compiler keeps in vector registers.
constexpr std::size_t kLanes = 8;
using Lanes = std::array<double, kLanes>;

double total(const Lanes& lanes) {
    return std::accumulate(lanes.begin(), lanes.end(), 0.0);
}

double mean(const float* values, std::size_t count, std::size_t stride) {
    Lanes sum{};
    std::size_t i = 0;
    for (; i + kLanes <= count; i += kLanes)
        for (std::size_t lane = 0; lane < kLanes; ++lane) sum[lane] += values[(i + lane) * stride];
    for (; i < count; ++i) sum[0] += values[i * stride];
    return total(sum) / static_cast<double>(count);
}

double kurtosisOf(const float* values, std::size_t count, std::size_t stride) {
    const double center = mean(values, count, stride);
    Lanes second{}, fourth{};
    const auto take = [&](std::size_t lane, std::size_t i) {
        const double d = values[i * stride] - center, square = d * d;
        second[lane] += square;
        fourth[lane] += square * square;
    };
    std::size_t i = 0;
    for (; i + kLanes <= count; i += kLanes)
        for (std::size_t lane = 0; lane < kLanes; ++lane) take(lane, i + lane);
    for (; i < count; ++i) take(0, i);
    const auto n = static_cast<double>(count);
    const double variance = total(second) / n;
    if (variance <= 1e-12 * (variance + center * center)) return 0;
    return total(fourth) / n / (variance * variance) - 3;
}

}  // namespace

double kurtosis3(const float* values, std::size_t count, std::size_t stride) {
    // The dense case apart, so that the compiler sees neighbouring loads.
    return stride == 1 ? kurtosisOf(values, count, 1) : kurtosisOf(values, count, stride);
}

std::vector<double> pool(const TensorView& output, LayerKind kind, std::size_t images,
                         Pooling pooling) {
    const auto& shape = output.shape;
    const bool channelsLast = kind == LayerKind::Linear;
    if (shape.empty() || images == 0 || output.values.size() % images != 0 ||
        shape[0] % static_cast<std::int64_t>(images) != 0 || (!channelsLast && shape.size() < 2))
        throw Error(
            "a layer's output does not have the batch as its first dimension; export the model "
            "with the batch first");
    const std::size_t perImage = output.values.size() / images;
    const auto channels = static_cast<std::size_t>(channelsLast ? shape.back() : shape[1]);
    const std::size_t positions = perImage / channels;
    std::vector<double> pooled(images * channels);
    const float* values = output.values.data();
    parallelFor(
        images * channels, std::max<std::size_t>(1, 8192 / std::max<std::size_t>(1, positions)),
        [&](std::size_t begin, std::size_t end) {
            for (std::size_t i = begin; i < end; ++i) {
                const std::size_t image = i / channels, channel = i % channels;
                const float* first =
                    values + image * perImage + (channelsLast ? channel : channel * positions);
                const std::size_t stride = channelsLast ? channels : 1;
                if (channelsLast && positions == 1)
                    pooled[i] = *first;
                else
                    pooled[i] = pooling == Pooling::Mean ? mean(first, positions, stride)
                                                         : kurtosis3(first, positions, stride);
            }
        });
    return pooled;
}

}  // namespace lpstudio
