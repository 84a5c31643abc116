#include "app/project/runs/comparison_table.h"

#include <algorithm>
#include <cmath>
#include <numeric>

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
                                const std::vector<NamedColumn>& columns,
                                const std::vector<std::size_t>& order) {
    ComparisonTable table;
    table.columns = {"layer", "weight_bits_spread"};
    std::vector<ComparedColumn> compared;
    std::vector<std::string> whole{"all layers", ""};
    for (const NamedColumn& one : columns) {
        for (const char* field :
             {"weights", "activations", "weight_bits", "activation_bits", "sqnr_db", "energy_pj",
              "latency_s", "model_bytes", "contrast", "fitness", "top1_percent"})
            table.columns.push_back(one.name + " " + field);
        const ComparedColumn& c = one.column;
        whole.insert(whole.end(),
                     {"", "", known(c.meanWeightBits), known(c.meanActivationBits),
                      known(c.meanSqnrDb), known(c.energyPicojoules), known(c.latencySeconds),
                      known(c.modelBytes), known(one.contrast), known(one.fitness),
                      one.top1Percent >= 0 ? known(one.top1Percent) : std::string()});
        compared.push_back(c);
    }
    table.rows.push_back(std::move(whole));
    for (const std::size_t layer : order) {
        std::vector<std::string> row{layerNames.at(layer),
                                     known(differenceOf(compared, layer).bits)};
        for (const ComparedColumn& column : compared) {
            const ColumnLayer& facts = column.layers.at(layer);
            row.insert(row.end(), {facts.weights, facts.activations, known(facts.weightBits),
                                   known(facts.activationBits), known(facts.sqnrDb),
                                   known(facts.energyPicojoules), known(facts.latencySeconds), "",
                                   "", "", ""});
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

std::vector<std::size_t> orderByDifference(const std::vector<ComparedColumn>& columns) {
    std::vector<std::size_t> order(columns.empty() ? 0 : columns.front().layers.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::vector<LayerDifference> differences;
    differences.reserve(order.size());
    for (const std::size_t layer : order) differences.push_back(differenceOf(columns, layer));
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t a, std::size_t b) { return differences[b] < differences[a]; });
    return order;
}

}  // namespace lpstudio
