#include "app/desktop/charts/candidate_columns.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace lpstudio {

const std::vector<double>& CandidateColumns::of(std::string_view key) const {
    static const std::vector<double> none;
    const std::size_t at = quantityIndex(key);
    return values.empty() ? none : values[at];
}

void CandidateColumns::addRun(Run run, std::span<const ScoredCandidate> candidates) {
    std::vector<const ScoredCandidate*> pointers;
    pointers.reserve(candidates.size());
    for (const ScoredCandidate& one : candidates) pointers.push_back(&one);
    addRun(std::move(run), pointers);
}

void CandidateColumns::addRun(Run run, std::span<const ScoredCandidate* const> candidates) {
    run.begin = size();
    run.end = run.begin + candidates.size();
    runOf.resize(run.end, static_cast<std::uint16_t>(runs.size()));
    ids.reserve(run.end);
    for (const ScoredCandidate* one : candidates) ids.push_back(one->id);
    const auto& quantities = paretoQuantities();
    values.resize(quantities.size());
    std::vector<QuantityReader> readers;
    readers.reserve(quantities.size());
    for (const ParetoQuantity& quantity : quantities)
        readers.push_back(quantityReader(quantity.key));
    for (auto& list : values) list.resize(run.end);
    // A candidate after the other: they are large, and each is fetched once.
    for (std::size_t i = 0; i < candidates.size(); ++i)
        for (std::size_t q = 0; q < readers.size(); ++q) {
            const double value = readers[q](*candidates[i], run.facts);
            values[q][run.begin + i] =
                std::isfinite(value) ? value : std::numeric_limits<double>::quiet_NaN();
        }
    runs.push_back(std::move(run));
}

std::optional<std::size_t> CandidateColumns::rowOf(RunId run, CandidateId id) const {
    for (const Run& one : runs) {
        if (one.id != run) continue;
        const auto begin = ids.begin() + static_cast<std::ptrdiff_t>(one.begin);
        const auto end = ids.begin() + static_cast<std::ptrdiff_t>(one.end);
        const auto at = std::lower_bound(begin, end, id);
        if (at != end && *at == id) return static_cast<std::size_t>(at - ids.begin());
    }
    return std::nullopt;
}

}  // namespace lpstudio
