#include "app/desktop/widgets/thumbnail.h"

#include <algorithm>
#include <cmath>

namespace lpstudio {
namespace {

/// Half-open range of source pixels behind a target pixel.
struct Span {
    int begin, end;
};

Span spanOf(int at, int target, int source) {
    const auto edge = [&](int one) {
        return static_cast<int>(static_cast<std::int64_t>(one) * source / target);
    };
    return {edge(at), std::max(edge(at) + 1, edge(at + 1))};
}

/// `pixels`: planes of the image; `full`: the value of white.
template <class Value>
QImage reduced(const Value* pixels, const ImageSet& set, double full, int width, int height) {
    const auto plane = static_cast<std::size_t>(set.height) * static_cast<std::size_t>(set.width);
    const int channels = set.channels >= 3 ? 3 : 1;
    QImage image(width, height, QImage::Format_RGB32);
    for (int y = 0; y < height; ++y) {
        const Span rows = spanOf(y, height, set.height);
        auto* line = reinterpret_cast<QRgb*>(image.scanLine(y));
        for (int x = 0; x < width; ++x) {
            const Span columns = spanOf(x, width, set.width);
            const int count = (rows.end - rows.begin) * (columns.end - columns.begin);
            int bytes[3] = {};
            for (int c = 0; c < channels; ++c) {
                double sum = 0;
                for (int row = rows.begin; row < rows.end; ++row) {
                    const Value* from =
                        pixels + static_cast<std::size_t>(c) * plane +
                        static_cast<std::size_t>(row) * static_cast<std::size_t>(set.width);
                    for (int column = columns.begin; column < columns.end; ++column)
                        sum += static_cast<double>(from[column]);
                }
                bytes[c] =
                    static_cast<int>(std::lround(255 * std::clamp(sum / count / full, 0.0, 1.0)));
            }
            line[x] = channels == 3 ? qRgb(bytes[0], bytes[1], bytes[2])
                                    : qRgb(bytes[0], bytes[0], bytes[0]);
        }
    }
    return image;
}

}  // namespace

QImage imageOf(const ImageSet& set, std::size_t image) {
    return thumbnailOf(set, image, std::max(set.width, set.height));
}

QImage thumbnailOf(const ImageSet& set, std::size_t image, int side) {
    const int largest = std::max(set.width, set.height);
    const double scale = std::min(1.0, static_cast<double>(side) / largest);
    const auto length = [scale](int full) {
        return std::max(1, static_cast<int>(std::lround(scale * full)));
    };
    const std::size_t begin = image * set.imageElements();
    return set.bytes.empty()
               ? reduced(set.floats.data() + begin, set, 1, length(set.width), length(set.height))
               : reduced(set.bytes.data() + begin, set, 255, length(set.width), length(set.height));
}

}  // namespace lpstudio
