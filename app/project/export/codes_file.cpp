#include "app/project/export/codes_file.h"

#include <QByteArray>
#include <bit>
#include <cstring>
#include <nlohmann/json.hpp>

#include "app/project/export/layer_codes.h"
#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/version.h"
#include "core/network/torchscript_export.h"
#include "core/number/lp.h"

namespace lpstudio {
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
            const std::vector<std::uint8_t> words = packed(codes);
            data.add(layer.name + ".codes", "U8", {static_cast<std::int64_t>(words.size())}, words);
            layers.push_back(description(layer, *format, codes));
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
