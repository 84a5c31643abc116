#include "app/project/runs/comparison_table.h"

#include <cmath>

#include "core/base/text.h"
#include "core/number/format.h"

namespace lpstudio {
namespace {

std::string known(double value) {
    if (std::isinf(value)) return value > 0 ? "inf" : "-inf";
    return std::isnan(value) ? std::string() : shortestText(value);
}

}  // namespace

ComparisonTable comparisonTable(const std::vector<std::string>& layerNames,
                                const std::vector<NamedFigures>& columns,
                                const std::vector<std::size_t>& order) {
    ComparisonTable table;
    table.columns = {"layer", "weight_bits_spread"};
    std::vector<ColumnFigures> compared;
    std::vector<std::string> whole{"all layers", ""};
    for (const NamedFigures& one : columns) {
        for (const char* field :
             {"weights", "activations", "weight_bits", "activation_bits", "sqnr_db", "energy_pj",
              "latency_s", "model_bytes", "contrast", "fitness", "top1_percent"})
            table.columns.push_back(one.name + " " + field);
        const ColumnFigures& c = one.figures;
        const ColumnScores& scores = one.scores;
        whole.insert(whole.end(),
                     {"", "", known(c.meanWeightBits), known(c.meanActivationBits),
                      known(c.meanSqnrDb), known(c.energyPicojoules), known(c.latencySeconds),
                      known(c.modelBytes), known(scores.contrast), known(scores.fitness),
                      scores.top1Percent >= 0 ? known(scores.top1Percent) : std::string()});
        compared.push_back(c);
    }
    table.rows.push_back(std::move(whole));
    for (const std::size_t layer : order) {
        std::vector<std::string> row{layerNames.at(layer),
                                     known(differenceOf(compared, layer).bits)};
        for (const ColumnFigures& column : compared) {
            const LayerFigures& figures = column.layers.at(layer);
            row.insert(row.end(), {figures.weights, figures.activations, known(figures.weightBits),
                                   known(figures.activationBits), known(figures.sqnrDb),
                                   known(figures.energyPicojoules), known(figures.latencySeconds),
                                   "", "", "", ""});
        }
        table.rows.push_back(std::move(row));
    }
    return table;
}

std::string comparisonCsv(const ComparisonTable& table) {
    std::string text = csvRecord(table.columns);
    for (const auto& row : table.rows) text += csvRecord(row);
    return text;
}

}  // namespace lpstudio
