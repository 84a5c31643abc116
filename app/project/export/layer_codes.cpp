#include "app/project/export/layer_codes.h"

#include <limits>
#include <unordered_map>

#include "core/base/error.h"
#include "core/number/per_channel.h"
#include "core/number/tensor_quantizer.h"

namespace lpstudio {

LayerCodes layerCodes(const Network& network, LayerIndex index, const Format& format,
                      Rounding rounding) {
    const Layer& layer = network.layers().at(static_cast<std::size_t>(index.value));
    const auto quantizer = format.tensorQuantizer(rounding);
    if (quantizer->usesLayout() || dynamic_cast<const PerChannelFormat*>(&format) != nullptr)
        throw UsageError("layer \"" + layer.name + "\": weights in " + format.spec() +
                         " share scales beside their code words, which this export does not hold; "
                         "choose a format with one scale for the layer");
    LayerCodes codes;
    codes.bits = format.bits();
    codes.codebook.assign(std::size_t{1} << codes.bits, std::numeric_limits<float>::quiet_NaN());
    std::unordered_map<std::int32_t, std::uint32_t> wordOf;
    for (const CodePoint& point : format.codebook()) {
        wordOf[point.code] = point.word;
        if (!point.nar) codes.codebook[point.word] = static_cast<float>(point.value);
    }
    // What the quantizer writes, which was rounded to float32 once and not by way of double.
    const Quantizer one = format.quantizer(rounding);
    for (const Quantizer::Side* side : {&one.negative(), &one.positive()})
        for (std::size_t i = 0; i < side->values.size(); ++i)
            codes.codebook[wordOf.at(side->codes[i])] =
                side == &one.negative() && i > 0 ? -side->values[i] : side->values[i];

    const std::span<const float> weights = network.weights(index);
    std::vector<std::int32_t> signedCodes(weights.size());
    quantizer->encode({weights, {}, "weights of layer \"" + layer.name + "\""}, signedCodes);
    codes.words.reserve(weights.size());
    for (const std::int32_t code : signedCodes) codes.words.push_back(wordOf.at(code));
    return codes;
}

std::vector<std::uint8_t> packed(const LayerCodes& codes) {
    const auto bits = static_cast<std::size_t>(codes.bits);
    std::vector<std::uint8_t> bytes((codes.words.size() * bits + 7) / 8);
    std::size_t at = 0;
    for (const std::uint32_t word : codes.words)
        for (std::size_t bit = 0; bit < bits; ++bit, ++at)
            if ((word >> bit & 1) != 0)
                bytes[at / 8] = static_cast<std::uint8_t>(bytes[at / 8] | 1U << at % 8);
    return bytes;
}

}  // namespace lpstudio
