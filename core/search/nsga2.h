#pragma once

#include "core/search/lpq.h"

namespace lpstudio {

/// Candidates of a whole NSGA-II search: population * (1 + generations).
std::int64_t plannedNsga2Candidates(const LpqSettings& settings, int generations);

/// NSGA-II (Deb et al. 2002) over contrast, energy, latency and model size (searchObjectives()),
/// with the genes of LPQ. A generation makes as many children as the population has members: two
/// binary tournaments choose the parents, each layer comes from either, and a few layers are
/// crossed and mutated by LPQ's gene rule. The best of parents and children live on. Candidates
/// above the target width lose against all that meet it. A child like an earlier candidate is
/// mutated further rather than scored again. Seeds, determinism, stopping, resuming and limits as
/// in runLpq(); `best` and `front` of the result, too, are those of LPQ.
SearchResult runNsga2(const SearchSpace& space, const LpqSettings& settings, int generations,
                      Evaluator& evaluator, SearchObserver& observer,
                      const SearchControl& control = {}, std::span<const Candidate> seeds = {});

}  // namespace lpstudio
