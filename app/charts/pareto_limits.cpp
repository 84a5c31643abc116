#include "app/charts/pareto_limits.h"

#include "app/charts/candidate_columns.h"

namespace lpstudio {

bool Limit::allows(double value) const {
    // Written so that NaN fails.
    return (!least || value >= *least) && (!most || value <= *most);
}

std::vector<std::uint8_t> infeasibleRows(const CandidateColumns& columns,
                                         const ParetoLimits& limits) {
    std::vector<std::uint8_t> rows(columns.size(), 0);
    for (const auto& [key, limit] : limits) {
        const std::vector<double>& values = columns.of(key);
        for (std::size_t row = 0; row < rows.size(); ++row)
            if (!limit.allows(values[row])) rows[row] = 1;
    }
    return rows;
}

}  // namespace lpstudio
