#include "app/project/import/image_decode.h"

#include <QBuffer>
#include <QByteArray>
#include <QImage>
#include <QImageReader>
#include <QString>
#include <algorithm>
#include <atomic>
#include <cmath>
#include <exception>
#include <fstream>
#include <iterator>
#include <thread>

#include "core/base/error.h"
#include "core/base/parallel.h"

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

namespace {

namespace fs = std::filesystem;

/// TIFF and WebP by their first bytes: images, for which the reader may not be installed.
const char* formatWithPlugin(const QByteArray& content) {
    if (content.startsWith(QByteArray("II*\0", 4)) || content.startsWith(QByteArray("MM\0*", 4)))
        return "tiff";
    if (content.startsWith("RIFF") && content.mid(8, 4) == "WEBP") return "webp";
    return nullptr;
}

std::string fixFor(QImageReader::ImageReaderError error, const QByteArray& content) {
    const char* const format = formatWithPlugin(content);
    if (format != nullptr && !QImageReader::supportedImageFormats().contains(QByteArray(format)))
        return std::string("is a ") + (format[0] == 't' ? "TIFF" : "WebP") +
               " image, for which no reader is installed; install Qt's image format plugins "
               "(qt6-image-formats-plugins) or convert it to PNG";
    switch (error) {
        case QImageReader::UnsupportedFormatError:
            return "not an image the program can read; give JPEG or PNG";
        case QImageReader::InvalidDataError:
            return "damaged or truncated image; get it again";
        default:
            return "cannot be read; check the file and its permissions";
    }
}

QImage readImage(const fs::path& path) {
    std::error_code ignored;
    if (!fs::exists(path, ignored)) throw Error(path.string() + ": no such image; check the path");
    // Not by QFile: names may be no UTF-8.
    std::ifstream in;
    if (fs::is_regular_file(path, ignored)) in.open(path, std::ios::binary);  // a pipe would block
    if (!in.is_open()) throw Error(path.string() + ": cannot be opened; check its permissions");
    QByteArray content = QByteArray::fromStdString(
        std::string((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>()));
    // libpng writes to standard error when it meets the end of the file: look for the last chunk
    // before it does.
    if (content.startsWith("\x89PNG") && !content.contains("IEND"))
        throw Error(path.string() + ": " + fixFor(QImageReader::InvalidDataError, content));
    QBuffer buffer(&content);
    QImageReader reader(&buffer);
    // A name may lie about the format (many data sets hold JPEG files called .png).
    reader.setDecideFormatFromContent(true);
    reader.setAutoTransform(false);
    QImage image = reader.read();
    if (image.isNull()) throw Error(path.string() + ": " + fixFor(reader.error(), content));
    return image;
}

/// Interleaved bytes: R, G, B, or luminance by ITU-R BT.601 in Pillow's integers.
std::vector<std::uint8_t> pixelsOf(const QImage& image, int channels) {
    const QImage rgb = image.convertToFormat(QImage::Format_RGB888);
    std::vector<std::uint8_t> pixels;
    pixels.reserve(static_cast<std::size_t>(rgb.width()) * static_cast<std::size_t>(rgb.height()) *
                   static_cast<std::size_t>(channels));
    for (int y = 0; y < rgb.height(); ++y) {
        const uchar* line = rgb.constScanLine(y);
        if (channels == 3) {
            pixels.insert(pixels.end(), line, line + 3 * rgb.width());
            continue;
        }
        for (int x = 0; x < rgb.width(); ++x) {
            const std::uint32_t r = line[3 * x], g = line[3 * x + 1], b = line[3 * x + 2];
            pixels.push_back(
                static_cast<std::uint8_t>((r * 19595 + g * 38470 + b * 7471 + 0x8000) >> 16));
        }
    }
    return pixels;
}

/// Decodes, scales and crops one image into planes.
void decodeInto(const fs::path& file, int channels, int height, int width, std::uint8_t* planes) {
    const QImage image = readImage(file);
    const ImageSize size = coveringSize({image.width(), image.height()}, {width, height});
    // What is as long as a rope becomes enormous when it is scaled by its shorter side.
    constexpr std::int64_t kMostPixels = std::int64_t{1} << 26;
    if (static_cast<std::int64_t>(size.width) * size.height > kMostPixels)
        throw Error(file.string() + ": is " + std::to_string(image.width()) + "x" +
                    std::to_string(image.height()) + ", too long and narrow for a picture of " +
                    std::to_string(width) + "x" + std::to_string(height) + "; crop it first");
    std::vector<std::uint8_t> pixels = pixelsOf(image, channels);
    if (size != ImageSize{image.width(), image.height()})
        pixels =
            resampled(pixels, channels, image.width(), image.height(), size.width, size.height);
    // Half a pixel goes to the even side, as Python's round() in torchvision's CenterCrop.
    const auto offset = [](int from, int to) {
        return static_cast<std::size_t>(std::nearbyint((from - to) / 2.0));
    };
    const std::size_t top = offset(size.height, height), left = offset(size.width, width);
    const auto w = static_cast<std::size_t>(width), h = static_cast<std::size_t>(height);
    const auto c = static_cast<std::size_t>(channels);
    for (std::size_t y = 0; y < h; ++y)
        for (std::size_t x = 0; x < w; ++x) {
            const std::size_t at =
                ((top + y) * static_cast<std::size_t>(size.width) + left + x) * c;
            for (std::size_t k = 0; k < c; ++k) planes[(k * h + y) * w + x] = pixels[at + k];
        }
}

}  // namespace

ImageSet decodeImages(const LabelledFiles& files, int channels, int height, int width,
                      const std::stop_token& stop, const ProgressFunction& progress) {
    const std::string first = files.files.front().first.string();
    if (channels != 1 && channels != 3)
        throw Error(first + ": image files give 1 or 3 channels, the model takes " +
                    std::to_string(channels) + "; give an .npz with x and y");
    ImageSet set;
    set.channels = channels;
    set.height = height;
    set.width = width;
    set.classNames = files.classNames;
    set.notes = files.notes;
    const std::size_t count = files.files.size();
    try {
        set.bytes.resize(count * set.imageElements());
    } catch (const std::exception&) {
        throw Error(first + ": " + std::to_string(count) +
                    " images do not fit into memory; give fewer");
    }
    for (const auto& [file, label] : files.files) set.labels.push_back(label);

    const auto decode = [&](std::size_t i) {
        decodeInto(files.files[i].first, channels, height, width,
                   set.bytes.data() + i * set.imageElements());
    };
    // The first on this thread: it tells of progress, and may be stopped, however quick others are.
    decode(0);
    if (progress) progress({"decoding images", 1, count});
    std::atomic<std::size_t> decoded = 1;
    const auto caller = std::this_thread::get_id();
    forEachParallel(
        count - 1, 0,
        [&](std::size_t i) {
            decode(i + 1);
            const std::size_t done = ++decoded;
            if (progress && std::this_thread::get_id() == caller)
                progress({"decoding images", done, count});
        },
        stop);
    return set;
}

}  // namespace lpstudio
