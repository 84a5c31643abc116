#pragma once

#include <cstdint>
#include <filesystem>
#include <vector>

#include "app/project/export/config.h"
#include "core/network/network.h"
#include "core/network/quantization.h"
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

/// Writes a model in packed code words as a safetensors file:
///
/// - data, without gaps: every parameter that is no layer's weight as F32 under its own name, then
///   for every layer with weights "NAME.codes", U8, the n-bit words packed as packed() does. A
///   layer left in floating point is F32 under its name. The data section is therefore as large as
///   the candidate's model size, `model_bytes`.
/// - header: the offset of each of them, and under "__metadata__" strings (the format allows
/// nothing
///   else): "schema" = "lpstudio-codes/1", "model", "model_sha256", "program_version", and
///   "layers", JSON text: a list of {name, spec, bits, shape, elements, n, es, rs, sf, codebook},
///   the codebook as base64 of 2^bits little-endian float32, by code word; NaN where a word is no
///   number.
///
/// resources/python/lpstudio_codes.py reads it. Appears whole or not at all.
/// Throws Error, UsageError (layerCodes()).
void writeCodesFile(const Network& network, const Assignment& assignment, Rounding rounding,
                    const std::filesystem::path& file);

}  // namespace lpstudio
