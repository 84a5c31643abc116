#pragma once

#include <cstdint>
#include <span>

#include "core/search/search.h"
#include "core/search/search_space.h"

namespace lpstudio {

/// LPQ's own settings; the defaults are the paper's.
struct LpqSettings {
    int passes = 10;    ///< P, over all blocks
    int cycles = 4;     ///< C, per block and pass
    int diversity = 5;  ///< D, random parents per cycle

    static constexpr SettingRange kPasses{0, 100000}, kCycles{1, 100000}, kDiversity{0, 10000};
};
/// Throws UsageError naming the setting, its value and its range.
void validate(const LpqSettings& settings);

/// Number of candidates of a whole search, limits aside: K + P * C * blocks * (1 + D).
std::int64_t plannedCandidates(const CommonSettings& common, const LpqSettings& lpq,
                               const SearchSpace& space);

/// The four steps of LPQ (search.md): initialise, regenerate, diversity-promoting selection,
/// evaluate and update. Equal seed, space, settings and evaluator give equal candidates, for any
/// number of workers and however often the search was stopped and resumed. The population begins
/// with the uniform candidate of the largest width, then the `seeds`, then random ones. Stopping
/// returns what was scored so far (at least one candidate, else Cancelled is thrown). Throws
/// UsageError for settings out of range, and what the evaluator threw.
SearchResult runLpq(const SearchSpace& space, const CommonSettings& common, const LpqSettings& lpq,
                    Evaluator& evaluator, SearchObserver& observer,
                    const SearchControl& control = {}, std::span<const Candidate> seeds = {});

}  // namespace lpstudio
