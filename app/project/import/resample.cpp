#include "app/project/import/resample.h"

#include <algorithm>
#include <cmath>

namespace lpstudio {
namespace {

/// Source pixels of one target pixel and their weights, which sum to 1.
struct Window {
    int first = 0;
    std::vector<double> weights;
};

std::vector<Window> windows(int size, int newSize) {
    const double scale = static_cast<double>(size) / newSize;
    const double support = std::max(1.0, scale);  // half the triangle's base
    std::vector<Window> result(static_cast<std::size_t>(newSize));
    for (int i = 0; i < newSize; ++i) {
        Window& window = result[static_cast<std::size_t>(i)];
        const double center = (i + 0.5) * scale;
        window.first = std::max(0, static_cast<int>(std::floor(center - support + 0.5)));
        const int end = std::min(size, static_cast<int>(std::floor(center + support + 0.5)));
        double sum = 0;
        for (int j = window.first; j < end; ++j) {
            const double weight = std::max(0.0, 1 - std::abs((j - center + 0.5) / support));
            window.weights.push_back(weight);
            sum += weight;
        }
        for (double& weight : window.weights) weight /= sum;
    }
    return result;
}

std::uint8_t toByte(double value) {
    return static_cast<std::uint8_t>(std::clamp(std::floor(value + 0.5), 0.0, 255.0));
}

std::vector<std::uint8_t> alongX(std::span<const std::uint8_t> pixels, int channels, int width,
                                 int height, int newWidth) {
    const std::vector<Window> columns = windows(width, newWidth);
    const auto c = static_cast<std::size_t>(channels);
    std::vector<std::uint8_t> out(static_cast<std::size_t>(newWidth) *
                                  static_cast<std::size_t>(height) * c);
    std::size_t to = 0;
    for (int y = 0; y < height; ++y) {
        const std::uint8_t* row =
            pixels.data() + static_cast<std::size_t>(y) * static_cast<std::size_t>(width) * c;
        for (const Window& window : columns)
            for (std::size_t channel = 0; channel < c; ++channel) {
                double sum = 0;
                const std::uint8_t* from = row + static_cast<std::size_t>(window.first) * c;
                for (std::size_t k = 0; k < window.weights.size(); ++k)
                    sum += window.weights[k] * from[k * c + channel];
                out[to++] = toByte(sum);
            }
    }
    return out;
}

std::vector<std::uint8_t> alongY(std::span<const std::uint8_t> pixels, int channels, int width,
                                 int height, int newHeight) {
    const std::vector<Window> rows = windows(height, newHeight);
    const std::size_t line = static_cast<std::size_t>(width) * static_cast<std::size_t>(channels);
    std::vector<std::uint8_t> out(line * static_cast<std::size_t>(newHeight));
    std::vector<double> sums(line);
    std::size_t to = 0;
    for (const Window& window : rows) {
        std::fill(sums.begin(), sums.end(), 0.0);
        for (std::size_t k = 0; k < window.weights.size(); ++k) {
            const std::uint8_t* from =
                pixels.data() + (static_cast<std::size_t>(window.first) + k) * line;
            for (std::size_t i = 0; i < line; ++i) sums[i] += window.weights[k] * from[i];
        }
        for (const double sum : sums) out[to++] = toByte(sum);
    }
    return out;
}

}  // namespace

std::vector<std::uint8_t> resampled(std::span<const std::uint8_t> pixels, int channels, int width,
                                    int height, int newWidth, int newHeight) {
    std::vector<std::uint8_t> result(pixels.begin(), pixels.end());
    if (newWidth != width) result = alongX(result, channels, width, height, newWidth);
    if (newHeight != height) result = alongY(result, channels, newWidth, height, newHeight);
    return result;
}

ImageSize coveringSize(ImageSize image, ImageSize target) {
    const auto scaled = [](int side, int to, int of) {
        return static_cast<int>(static_cast<std::int64_t>(side) * to / of);
    };
    // Compare the factors target / image without dividing.
    if (static_cast<std::int64_t>(target.width) * image.height >=
        static_cast<std::int64_t>(target.height) * image.width)
        return {target.width,
                std::max(target.height, scaled(image.height, target.width, image.width))};
    return {std::max(target.width, scaled(image.width, target.height, image.height)),
            target.height};
}

}  // namespace lpstudio
