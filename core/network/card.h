#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "core/network/image_set.h"

namespace lpstudio {

/// What a model expects of its images and says of itself: `MODEL.json` beside `MODEL.pt`.
struct ModelCard {
    std::string name;
    int channels = 0, height = 0, width = 0;  ///< `input`
    std::vector<float> mean, std;             ///< per channel, of pixels / 255
    int classes = 0;                          ///< 0: not known
    std::vector<std::string> classNames;
    double floatTop1Percent = -1;  ///< negative: not known
};

/// Reads a card. Throws Error naming the file, the field and what it should be.
ModelCard readCard(const std::filesystem::path& file);

/// The card as JSON text that readCard() reads back to the same.
std::string cardText(const ModelCard& card);

/// `MODEL.json` of `MODEL.pt`.
std::filesystem::path cardPath(const std::filesystem::path& model);

/// Throws Error unless the images have the card's shape and their labels its classes (`classes` if
/// the card has none).
void requireFits(const ImageSet& set, const ModelCard& card, int classes);

/// Images as the model takes them, (pixels / 255 - mean) / std, N*C*H*W.
std::vector<float> normalised(const ImageSet& set, std::span<const std::size_t> images,
                              const ModelCard& card);

}  // namespace lpstudio
