#include "app/project/runs/evaluation_images.h"

#include "core/base/error.h"

namespace lpstudio {
namespace {

/// The numbers below `count` that are none of `numbers`, which ascend.
std::vector<std::size_t> others(std::size_t count, std::span<const std::size_t> numbers) {
    std::vector<std::size_t> rest;
    auto next = numbers.begin();
    for (std::size_t i = 0; i < count; ++i) {
        while (next != numbers.end() && *next < i) ++next;
        if (next == numbers.end() || *next != i) rest.push_back(i);
    }
    return rest;
}

}  // namespace

std::vector<std::size_t> imagesLeftOut(const ImageSet& set, const ImageSet& calibration,
                                       std::span<const std::size_t> calibrationImages) {
    return others(set.size(), imagesNotIn(set, calibration, calibrationImages));
}

std::vector<std::size_t> imagesBut(const ImageSet& set, std::span<const std::size_t> leftOut,
                                   const std::string& name) {
    auto images = others(set.size(), leftOut);
    if (images.empty()) throwNoImagesLeft(name);
    return images;
}

void throwNoImagesLeft(const std::string& name) {
    throw Error(name +
                ": every image is used for calibration; choose another evaluation set or fewer "
                "calibration images");
}

}  // namespace lpstudio
