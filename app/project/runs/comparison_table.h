#pragma once

#include <string>
#include <vector>

#include "app/project/runs/comparison_column.h"

namespace lpstudio {

/// A column as tables and files show it.
struct NamedFigures {
    std::string name;  ///< "candidate 17", "lp:4", "float"
    ColumnFigures figures;
    ColumnScores scores;
};

/// Columns and rows of text.
struct ComparisonTable {
    std::vector<std::string> columns;
    std::vector<std::vector<std::string>> rows;
};

/// A row "all layers" and one for each layer in the order of `order` (positions); beside each
/// other, for each column, the figures with their units in the headings and all their digits.
ComparisonTable comparisonTable(const std::vector<std::string>& layerNames,
                                const std::vector<NamedFigures>& columns,
                                const std::vector<std::size_t>& order);

/// The same as CSV.
std::string comparisonCsv(const ComparisonTable& table);

}  // namespace lpstudio
