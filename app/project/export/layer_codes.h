#pragma once

#include <cstdint>
#include <vector>

#include "core/network/network.h"
#include "core/number/format.h"

namespace lpstudio {

/// A layer's weights as code words of its format, in the order of Layer::weightShape.
struct LayerCodes {
    int bits = 0;                      ///< of a word
    std::vector<std::uint32_t> words;  ///< the low `bits` bits hold the word as Format defines it
    /// Value of every word, 2^bits of them, as the quantizer gives it; NaN where a word is NaR or
    /// stands for nothing.
    std::vector<float> codebook;
};

/// Throws UsageError naming the layer if the format shares scales along an axis or has one scale a
/// channel (MX, "@per-channel"): their words alone do not tell the weights.
LayerCodes layerCodes(const Network& network, LayerIndex layer, const Format& format,
                      Rounding rounding);

/// Words one after the other, the lowest bit of the first one in the lowest bit of the first byte;
/// ceil(bits * words / 8) bytes, the bits left over are 0.
std::vector<std::uint8_t> packed(const LayerCodes& codes);

}  // namespace lpstudio
