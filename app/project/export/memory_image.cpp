#include "app/project/export/memory_image.h"

#include <cctype>
#include <cstdio>
#include <nlohmann/json.hpp>

#include "app/project/export/codes_file.h"
#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/version.h"
#include "core/network/layout.h"
#include "core/number/lp.h"
#include "hw/mapping.h"

namespace lpstudio {
namespace {

std::int64_t tiles(std::int64_t size, std::int64_t tile) {
    return (size + tile - 1) / tile;
}

/// Where weight (product g, reduction step k, output channel n) stands in the weight's own order.
class WeightPlace {
public:
    explicit WeightPlace(const Layer& layer) {
        const TensorLayout layout = weightLayout(layer);
        reduction = static_cast<std::int64_t>(layout.reduction);
        const auto outer = static_cast<std::int64_t>(layout.outer);
        // Where something lies inside the reduction axis, that is the output channels; else the
        // rows are, group by group.
        inner_ = layer.weightTransposed || layer.kind == LayerKind::TransposedConvolution;
        outputs = inner_ ? static_cast<std::int64_t>(layout.inner) : outer / layer.groups;
        products = inner_ ? outer : layer.groups;
    }

    std::size_t operator()(std::int64_t g, std::int64_t k, std::int64_t n) const {
        return static_cast<std::size_t>(inner_ ? (g * reduction + k) * outputs + n
                                               : (g * outputs + n) * reduction + k);
    }

    std::int64_t products = 1, reduction = 0, outputs = 0;

private:
    bool inner_ = false;
};

std::string shapeText(const std::vector<std::int64_t>& shape) {
    std::string text;
    for (const std::int64_t size : shape) text += (text.empty() ? "" : "x") + std::to_string(size);
    return text;
}

/// A name every file system takes.
std::string fileName(const Layer& layer, int number) {
    char prefix[16];
    std::snprintf(prefix, sizeof prefix, "%03d_", number);
    std::string name = prefix;
    for (const char c : layer.name)
        name += std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '.' || c == '-' ? c : '_';
    return name.substr(0, 120) + ".hex";
}

}  // namespace

MemoryImage memoryImage(const Network& network, LayerIndex index, const Format& format,
                        Rounding rounding, const Accelerator& design) {
    const Layer& layer = network.layers().at(static_cast<std::size_t>(index.value));
    if (!lpParameters(format))
        throw UsageError("layer \"" + layer.name + "\": a memory image holds LP codes, not " +
                         format.spec() + "; give the layer an LP format");
    if (design.peKind != PeKind::Packed)
        throw UsageError("hardware \"" + design.name +
                         "\": its PEs do not pack weights; choose an LPA design such as lpa-8x8");
    const LayerCodes codes = layerCodes(network, index, format, rounding);
    const WeightPlace place(layer);
    MemoryImage image;
    image.mode = modeFor(codes.bits, design.weightModes, layer.name, "weight");
    image.products = place.products;
    image.reduction = place.reduction;
    image.outputs = place.outputs;
    image.rows = design.rows;
    image.columns = design.columns;
    const std::int64_t packing = image.packing(), tileOutputs = design.columns * packing;
    image.rowTiles = tiles(place.reduction, design.rows);
    image.columnTiles = tiles(place.outputs, tileOutputs);
    image.words.assign(static_cast<std::size_t>(image.lines() * image.columns), 0);
    for (std::int64_t g = 0; g < place.products; ++g)
        for (std::int64_t k = 0; k < place.reduction; ++k)
            for (std::int64_t n = 0; n < place.outputs; ++n) {
                const std::int64_t fold =
                    (g * image.columnTiles + n / tileOutputs) * image.rowTiles + k / design.rows;
                const std::int64_t line = fold * design.rows + k % design.rows;
                const std::int64_t column = n % tileOutputs / packing, lane = n % packing;
                const std::uint32_t code = codes.words[place(g, k, n)] << (image.mode - codes.bits);
                auto& word = image.words[static_cast<std::size_t>(line * image.columns + column)];
                word = static_cast<std::uint8_t>(word | code << (lane * image.mode));
            }
    return image;
}

std::string readmemhText(const MemoryImage& image, const Layer& layer, const Format& format) {
    std::string text = "// layer " + layer.name + ", " + kindName(layer.kind) + " " +
                       shapeText(layer.weightShape) + ", " + format.spec() + "\n// mode " +
                       std::to_string(image.mode) + " bit, " + std::to_string(image.packing()) +
                       " weights a word; products " + std::to_string(image.products) + ", K " +
                       std::to_string(image.reduction) + ", N " + std::to_string(image.outputs) +
                       "; tiles " + std::to_string(image.columnTiles) + " of columns, " +
                       std::to_string(image.rowTiles) + " of rows\n// " +
                       std::to_string(image.lines()) + " lines of " +
                       std::to_string(image.columns) +
                       " words of 8 bits, column 0 in the lowest bits; order: product, column "
                       "tile, row tile, row\n";
    constexpr char kDigits[] = "0123456789abcdef";
    const auto columns = static_cast<std::size_t>(image.columns);
    text.reserve(text.size() + image.words.size() * 2 + static_cast<std::size_t>(image.lines()));
    for (std::size_t line = 0; line < image.words.size(); line += columns) {
        for (std::size_t column = columns; column-- > 0;) {
            const std::uint8_t word = image.words[line + column];
            text += kDigits[word >> 4];
            text += kDigits[word & 15];
        }
        text += '\n';
    }
    return text;
}

std::vector<std::filesystem::path> writeMemoryImages(const Network& network,
                                                     const Assignment& assignment,
                                                     Rounding rounding, const Accelerator& design,
                                                     const std::filesystem::path& folder) {
    std::vector<std::filesystem::path> files;
    nlohmann::json layers = nlohmann::json::array();
    for (const Layer& layer : network.layers()) {
        if (layer.isProduct()) continue;
        const FormatPtr& format =
            assignment.at(static_cast<std::size_t>(layer.index.value)).weights;
        if (!format)
            throw UsageError("layer \"" + layer.name +
                             "\": is left in floating point, which the accelerator does not hold; "
                             "give it an LP format");
        const MemoryImage image = memoryImage(network, layer.index, *format, rounding, design);
        const std::string name = fileName(layer, layer.index.value);
        writeFileAtomically(folder / name, readmemhText(image, layer, *format));
        files.push_back(folder / name);
        const LpParameters lp = *lpParameters(*format);
        layers.push_back({{"file", name},
                          {"layer", layer.name},
                          {"spec", format->spec()},
                          {"n", lp.n},
                          {"es", lp.es},
                          {"rs", lp.rs},
                          {"sf", lp.sf},
                          {"mode_bits", image.mode},
                          {"products", image.products},
                          {"reduction", image.reduction},
                          {"outputs", image.outputs},
                          {"column_tiles", image.columnTiles},
                          {"row_tiles", image.rowTiles},
                          {"lines", image.lines()}});
    }
    const nlohmann::json index = {{"schema", "lpstudio-memory/1"},
                                  {"model", network.name()},
                                  {"model_sha256", network.sha256()},
                                  {"program_version", kVersion},
                                  {"hardware", design.name},
                                  {"rows", design.rows},
                                  {"columns", design.columns},
                                  {"word_bits", 8},
                                  {"layers", layers}};
    writeFileAtomically(folder / "index.json", index.dump(2) + "\n");
    files.push_back(folder / "index.json");
    return files;
}

}  // namespace lpstudio
