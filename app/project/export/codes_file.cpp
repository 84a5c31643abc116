#include "app/project/export/codes_file.h"

#include <QByteArray>
#include <bit>
#include <cstring>
#include <limits>
#include <nlohmann/json.hpp>
#include <unordered_map>

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/version.h"
#include "core/network/shared_weights.h"
#include "core/network/torchscript_export.h"
#include "core/number/lp.h"
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

namespace {

static_assert(std::endian::native == std::endian::little, "safetensors are little-endian");

using Bytes = std::span<const std::uint8_t>;

Bytes bytesOf(std::span<const float> values) {
    return {reinterpret_cast<const std::uint8_t*>(values.data()), values.size_bytes()};
}

std::string base64(Bytes bytes) {
    return QByteArray(reinterpret_cast<const char*>(bytes.data()),
                      static_cast<qsizetype>(bytes.size()))
        .toBase64()
        .toStdString();
}

/// The data section and its table of offsets.
class DataSection {
public:
    void add(const std::string& name, const char* type, const std::vector<std::int64_t>& shape,
             Bytes bytes) {
        if (header_.contains(name))
            throw Error("two tensors of the model are called \"" + name +
                        "\"; rename one where the model is made");
        header_[name] = {{"dtype", type},
                         {"shape", shape},
                         {"data_offsets", {data_.size(), data_.size() + bytes.size()}}};
        data_.insert(data_.end(), bytes.begin(), bytes.end());
    }

    void write(const nlohmann::json& metadata, AtomicFile& file) {
        header_["__metadata__"] = metadata;
        std::string text = header_.dump();
        // Tensors are aligned to what they hold if the data section is.
        text.append((8 - text.size() % 8) % 8, ' ');
        const std::uint64_t size = text.size();
        std::uint8_t prefix[sizeof size];
        std::memcpy(prefix, &size, sizeof size);
        file.write(prefix);
        file.write(text);
        file.write(data_);
    }

private:
    nlohmann::json header_ = nlohmann::json::object();
    std::vector<std::uint8_t> data_;
};

nlohmann::json description(const Layer& layer, const Format& format, const LayerCodes& codes) {
    nlohmann::json json = {{"name", layer.name},
                           {"spec", format.spec()},
                           {"bits", codes.bits},
                           {"shape", layer.weightShape},
                           {"elements", codes.words.size()},
                           {"codebook", base64(bytesOf(codes.codebook))}};
    if (const auto lp = lpParameters(format)) {
        json["n"] = lp->n;
        json["es"] = lp->es;
        json["rs"] = lp->rs;
        json["sf"] = lp->sf;
    }
    return json;
}

}  // namespace

void writeCodesFile(const Network& network, const Assignment& assignment, Rounding rounding,
                    const std::filesystem::path& file) {
    DataSection data;
    for (const RemainingParameter& parameter : remainingParameters(network))
        data.add(parameter.name, "F32", parameter.shape, bytesOf(parameter.values));
    nlohmann::json layers = nlohmann::json::array();
    const std::vector<SharedWeight> shared = sharedWeights(network);
    const auto formatOf = [&](std::size_t layer) { return assignment.at(layer).weights; };
    // Floats first: behind bytes of any number they would not be aligned.
    for (const bool codesTurn : {false, true})
        for (const Layer& layer : network.layers()) {
            const FormatPtr& format =
                assignment.at(static_cast<std::size_t>(layer.index.value)).weights;
            if (layer.isProduct() || (format != nullptr) != codesTurn) continue;
            if (!format) {
                data.add(layer.name + ".weight", "F32", layer.weightShape,
                         bytesOf(network.weights(layer.index)));
                continue;
            }
            const LayerCodes codes = layerCodes(network, layer.index, *format, rounding);
            layers.push_back(description(layer, *format, codes));
            const auto index = static_cast<std::size_t>(layer.index.value);
            const int stored = storedWith(shared, index, [&](std::size_t earlier) {
                return formatOf(earlier) && formatOf(earlier)->spec() == format->spec();
            });
            if (stored >= 0) {
                const auto other = static_cast<std::size_t>(stored);
                layers.back()["codes"] = network.layers()[other].name + ".codes";
                layers.back()["transposed"] = shared[index].transposed != shared[other].transposed;
                continue;
            }
            const std::vector<std::uint8_t> words = packed(codes);
            data.add(layer.name + ".codes", "U8", {static_cast<std::int64_t>(words.size())}, words);
        }
    AtomicFile out(file);
    data.write({{"schema", "lpstudio-codes/1"},
                {"model", network.name()},
                {"model_sha256", network.sha256()},
                {"program_version", kVersion},
                {"layers", layers.dump()}},
               out);
    out.commit();
}

}  // namespace lpstudio
