#include "app/project/export/layer_csv.h"

#include <array>
#include <cmath>

#include "core/base/csv_text.h"
#include "core/base/text.h"
#include "core/network/layout.h"
#include "core/number/lp.h"
#include "core/number/tensor_quantizer.h"

namespace lpstudio {
namespace {

std::string shapeText(const std::vector<std::int64_t>& shape) {
    std::string text;
    for (const std::int64_t size : shape) text += (text.empty() ? "" : "x") + std::to_string(size);
    return text;
}

/// Spec, n, es, rs, sf.
std::array<std::string, 5> formatCells(const FormatPtr& format) {
    if (!format) return {"float", "", "", "", ""};
    const auto lp = lpParameters(*format);
    if (!lp) return {format->spec(), "", "", "", ""};
    return {format->spec(), std::to_string(lp->n), std::to_string(lp->es), std::to_string(lp->rs),
            shortestText(lp->sf)};
}

constexpr const char* kHeader =
    "index,name,kind,groups,weight_shape,input_shape,output_shape,parameters,macs,"
    "weights,weights_n,weights_es,weights_rs,weights_sf,"
    "activations,activations_n,activations_es,activations_rs,activations_sf,"
    "pinned,weight_bytes,sqnr_db,zeroed_share,saturated_share\n";

}  // namespace

std::string layerTableCsv(const Network& network, const Config& config,
                          const Assignment& assignment, Rounding rounding) {
    std::string csv = kHeader;
    for (const Layer& layer : network.layers()) {
        const auto i = static_cast<std::size_t>(layer.index.value);
        std::vector<std::string> cells = {std::to_string(i),
                                          layer.name,
                                          kindName(layer.kind),
                                          std::to_string(layer.groups),
                                          shapeText(layer.weightShape),
                                          shapeText(layer.inputShape),
                                          shapeText(layer.outputShape),
                                          std::to_string(layer.parameters),
                                          std::to_string(layer.macs)};
        const LayerFormats& formats = assignment.at(i);
        for (const FormatPtr& format : {formats.weights, formats.activations})
            for (const std::string& cell : formatCells(format)) cells.push_back(cell);
        cells.emplace_back(config.layers.at(i).pinned ? "true" : "false");
        const double bits = formats.weights ? formats.weights->storageBits() : 32;
        cells.push_back(shortestText(std::ceil(bits * static_cast<double>(layer.parameters) / 8)));
        if (formats.weights && !layer.isProduct()) {
            const WeightRows rows(layer, network.weights(layer.index));
            const Measures measures =
                formats.weights->tensorQuantizer(rounding)->measure(rows.tensor());
            for (const double value :
                 {measures.sqnrDb, measures.zeroedShare, measures.saturatedShare})
                cells.push_back(std::isfinite(value) ? shortestText(value) : "");
        } else {
            cells.insert(cells.end(), 3, "");
        }
        csv += csvRecord(cells);
    }
    return csv;
}

}  // namespace lpstudio
