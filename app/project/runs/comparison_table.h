#pragma once

#include <string>
#include <vector>

#include "app/project/runs/network_comparison.h"

namespace lpstudio {

/// A column of a comparison as it is written to files.
struct NamedColumn {
    std::string name;  ///< "candidate 17", "lp:4", "float"
    ComparedColumn column;
    double top1Percent = -1;  ///< negative: not measured
    double contrast = std::numeric_limits<double>::quiet_NaN();
    double fitness = std::numeric_limits<double>::quiet_NaN();
};

/// Columns and rows of text.
struct ComparisonTable {
    std::vector<std::string> columns;
    std::vector<std::vector<std::string>> rows;
};

/// A row "all layers" and one for each layer in the order of `order` (positions); beside each
/// other, for each column, the figures with their units in the headings and all their digits.
ComparisonTable comparisonTable(const std::vector<std::string>& layerNames,
                                const std::vector<NamedColumn>& columns,
                                const std::vector<std::size_t>& order);

/// The same as CSV.
std::string comparisonCsv(const ComparisonTable& table);

/// Positions of the layers, those first where the columns differ most; stable.
std::vector<std::size_t> orderByDifference(const std::vector<ComparedColumn>& columns);

}  // namespace lpstudio
