#include "core/data/image_set.h"

#include <algorithm>
#include <bit>
#include <map>
#include <numeric>
#include <random>
#include <unordered_set>

#include "core/error.h"

namespace lpstudio {
namespace {

/// 64-bit FNV-1a.
class Hash {
public:
    void add(std::span<const std::uint8_t> bytes) {
        for (const std::uint8_t byte : bytes) value_ = (value_ ^ byte) * 0x100000001b3ULL;
    }
    std::uint64_t value() const { return value_; }

private:
    std::uint64_t value_ = 0xcbf29ce484222325ULL;
};

}  // namespace

void ImageSet::appendPixels(std::size_t image, std::vector<float>& out) const {
    const std::size_t count = imageElements(), begin = image * count;
    if (bytes.empty()) {
        out.insert(out.end(), floats.begin() + static_cast<std::ptrdiff_t>(begin),
                   floats.begin() + static_cast<std::ptrdiff_t>(begin + count));
    } else {
        // Division, not multiplication by 1/255: what the models were trained with.
        for (std::size_t i = 0; i < count; ++i)
            out.push_back(static_cast<float>(bytes[begin + i]) / 255.0F);
    }
}

std::uint64_t ImageSet::pixelHash(std::size_t image) const {
    const std::size_t count = imageElements();
    Hash hash;
    if (bytes.empty()) {
        const auto pixels = std::span(floats).subspan(image * count, count);
        hash.add({reinterpret_cast<const std::uint8_t*>(pixels.data()), pixels.size_bytes()});
    } else {
        hash.add(std::span(bytes).subspan(image * count, count));
    }
    return hash.value();
}

std::uint64_t ImageSet::fingerprint() const {
    Hash hash;
    hash.add(bytes);
    hash.add({reinterpret_cast<const std::uint8_t*>(floats.data()), floats.size() * sizeof(float)});
    hash.add({reinterpret_cast<const std::uint8_t*>(labels.data()), labels.size() * sizeof(int)});
    return hash.value();
}

std::vector<std::size_t> stratifiedSample(const ImageSet& set, std::size_t count,
                                          std::uint64_t seed) {
    if (count == 0 || count > set.size())
        throw UsageError(set.name + ": " + std::to_string(count) +
                         " calibration images asked for, the set has " +
                         std::to_string(set.size()) + "; give --images 1.." +
                         std::to_string(set.size()));
    std::map<int, std::vector<std::size_t>> byLabel;
    for (std::size_t i = 0; i < set.size(); ++i) byLabel[set.labels[i]].push_back(i);
    std::seed_seq words{static_cast<std::uint32_t>(seed), static_cast<std::uint32_t>(seed >> 32),
                        0x696d6773U};
    std::mt19937_64 random(words);
    // std::shuffle's sequence is not fixed by the standard; this one is.
    for (auto& [label, images] : byLabel)
        for (std::size_t i = images.size(); i > 1; --i)
            std::swap(images[i - 1], images[random() % i]);
    // One of each label in turn, so that the counts differ by one at most while labels last.
    std::vector<std::size_t> chosen;
    for (std::size_t round = 0; chosen.size() < count; ++round)
        for (const auto& [label, images] : byLabel)
            if (round < images.size() && chosen.size() < count) chosen.push_back(images[round]);
    std::sort(chosen.begin(), chosen.end());
    return chosen;
}

std::vector<std::size_t> imagesNotIn(const ImageSet& set, const ImageSet& others,
                                     std::span<const std::size_t> otherImages) {
    std::unordered_set<std::uint64_t> used;
    for (const std::size_t i : otherImages) used.insert(others.pixelHash(i));
    std::vector<std::size_t> rest;
    for (std::size_t i = 0; i < set.size(); ++i)
        if (!used.contains(set.pixelHash(i))) rest.push_back(i);
    return rest;
}

std::vector<std::size_t> firstImages(const ImageSet& set, std::size_t limit) {
    std::vector<std::size_t> images(limit == 0 ? set.size() : std::min(limit, set.size()));
    std::iota(images.begin(), images.end(), std::size_t{0});
    return images;
}

}  // namespace lpstudio
