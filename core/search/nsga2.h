#pragma once

#include <cstdint>
#include <span>

#include "core/search/search.h"
#include "core/search/search_space.h"

namespace lpstudio {

/// NSGA-II's own settings.
struct Nsga2Settings {
    /// Its population unless the user says otherwise: four objectives need more members than LPQ's.
    static constexpr int kPopulation = 100;

    int generations = 25;

    static constexpr SettingRange kGenerations{0, 100000};
};
/// Throws UsageError naming the setting, its value and its range.
void validate(const Nsga2Settings& settings);

/// Candidates of a whole NSGA-II search, limits aside: population * (1 + generations).
std::int64_t plannedCandidates(const CommonSettings& common, const Nsga2Settings& nsga2);

/// NSGA-II (Deb et al. 2002) over contrast, energy, latency and model size (searchObjectives()),
/// with the genes of LPQ. A generation makes as many children as the population has members: two
/// binary tournaments choose the parents, each layer comes from either, and a few layers are
/// crossed and mutated by LPQ's gene rule. The best of parents and children live on. Candidates
/// above the target width lose against all that meet it. A child like an earlier candidate is
/// mutated further rather than scored again. Seeds, determinism, stopping, resuming and limits as
/// in runLpq(); `best` and `front` of the result, too, are those of LPQ.
SearchResult runNsga2(const SearchSpace& space, const CommonSettings& common,
                      const Nsga2Settings& nsga2, Evaluator& evaluator, SearchObserver& observer,
                      const SearchControl& control = {}, std::span<const Candidate> seeds = {});

}  // namespace lpstudio
