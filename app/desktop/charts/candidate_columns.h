#pragma once

#include <QString>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "app/desktop/charts/pareto_quantities.h"

namespace lpstudio {

/// Every quantity of many candidates as columns of numbers, so that charts, limits and tables of
/// 100,000 of them are quick. Rows of a run lie together, by candidate number.
struct CandidateColumns {
    struct Run {
        RunId id;
        QString name;
        QuantityFacts facts;
        std::optional<CandidateId> best;
        std::size_t begin = 0, end = 0;  ///< rows
    };
    std::vector<Run> runs;             ///< the first is the chosen one
    std::vector<std::uint16_t> runOf;  ///< position in `runs`, by row
    std::vector<CandidateId> ids;
    /// By quantity in the order of paretoQuantities(), then by row; NaN where not known.
    std::vector<std::vector<double>> values;

    std::size_t size() const { return ids.size(); }
    /// Throws UsageError for an unknown key.
    const std::vector<double>& of(std::string_view key) const;
    /// By ascending number.
    void addRun(Run run, std::span<const ScoredCandidate* const> candidates);
    void addRun(Run run, std::span<const ScoredCandidate> candidates);
    /// The row of a candidate; nullopt if it has none.
    std::optional<std::size_t> rowOf(RunId run, CandidateId id) const;
};

}  // namespace lpstudio
