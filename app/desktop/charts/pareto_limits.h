#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/desktop/plot/plot_geometry.h"

namespace lpstudio {

struct CandidateColumns;

/// What a user allows of a quantity, in its unit.
struct Limit {
    std::optional<double> least, most;

    bool isEmpty() const { return !least && !most; }
    /// Without a limit anything; with one no value that is not known (NaN).
    bool allows(double value) const;
    friend bool operator==(const Limit&, const Limit&) = default;
};

/// By the key of the quantity; none is empty.
using ParetoLimits = std::map<std::string, Limit>;

/// 1 for every row of the columns that a limit excludes.
std::vector<std::uint8_t> infeasibleRows(const CandidateColumns& columns,
                                         const ParetoLimits& limits);

/// 1 for every row that is not in the region of the plane of two quantities, named by key, or of
/// which one of the two is not known.
std::vector<std::uint8_t> rowsOutside(const CandidateColumns& columns, std::string_view xKey,
                                      std::string_view yKey, const PlotRange& region);

}  // namespace lpstudio
