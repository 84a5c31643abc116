#include "app/desktop/charts/pareto_limits.h"

#include "app/desktop/charts/candidate_columns.h"
#include "app/desktop/plot/plot_geometry.h"

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

std::vector<std::uint8_t> rowsOutside(const CandidateColumns& columns, std::string_view xKey,
                                      std::string_view yKey, const PlotRange& region) {
    const std::vector<double>&xs = columns.of(xKey), &ys = columns.of(yKey);
    std::vector<std::uint8_t> rows(columns.size());
    for (std::size_t row = 0; row < rows.size(); ++row)
        // Written so that NaN is outside.
        rows[row] = xs[row] >= region.xFrom && xs[row] <= region.xTo && ys[row] >= region.yFrom &&
                            ys[row] <= region.yTo
                        ? 0
                        : 1;
    return rows;
}

}  // namespace lpstudio
