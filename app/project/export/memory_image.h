#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "core/network/quantization.h"
#include "hw/accelerator.h"

namespace lpstudio {

/// A layer's weights as the accelerator's weight buffer hands them to the grid:
/// words[line][column], 8 bits a PE, one line a weight row that is loaded.
///
/// A word holds p = 8 / mode weights of neighbouring output channels, the first in its lowest bits;
/// mode is the layer's width rounded up to 2, 4 or 8 bits. A code narrower than its lane stands in
/// the lane's upper bits: an LP code keeps its value when zeros are appended, so that the decoder
/// needs to know the mode, es, rs and sf alone. PEs without a weight hold 0.
///
/// Lines follow the weight-stationary order: product (group), then column tile of columns * p
/// output channels, then row tile of `rows` steps of the reduction (in the weight's own memory
/// order), then the rows of the grid.
struct MemoryImage {
    int mode = 8;
    std::int64_t products = 1, reduction = 0, outputs = 0;  ///< of one product: K, N
    std::int64_t rowTiles = 0, columnTiles = 0;
    int rows = 0, columns = 0;
    std::vector<std::uint8_t> words;  ///< line after line

    int packing() const { return 8 / mode; }
    std::int64_t lines() const { return products * rowTiles * columnTiles * rows; }
};

/// Throws UsageError naming the layer: not an LP format (only LP codes keep their value in a wider
/// lane) or wider than 8 bits, or a design that does not pack (ganged PEs).
MemoryImage memoryImage(const Network& network, LayerIndex layer, const Format& format,
                        Rounding rounding, const Accelerator& design);

/// `$readmemh` text: comments with the layer's facts, then a line of 2 * columns hexadecimal digits
/// for each line of the image, column 0 in the lowest bits.
std::string readmemhText(const MemoryImage& image, const Layer& layer, const Format& format);

/// Writes one file a layer that stores weights, "NNN_NAME.hex" (NNN counts layers from 000), and
/// index.json ("schema": "lpstudio-memory/1") with what the comments say, into the folder, which
/// must be there. Returns the files. Throws as memoryImage(), Error.
std::vector<std::filesystem::path> writeMemoryImages(const Network& network,
                                                     const Assignment& assignment,
                                                     Rounding rounding, const Accelerator& design,
                                                     const std::filesystem::path& folder);

}  // namespace lpstudio
