#pragma once

#include <filesystem>

#include "app/project/export/config.h"
#include "core/network/quantization.h"

namespace lpstudio {

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
