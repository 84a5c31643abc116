#pragma once

#include <cstdint>
#include <functional>
#include <stop_token>
#include <vector>

#include "core/search/search_space.h"

namespace lpstudio {

/// What a cost term is made of.
enum class CostKind { Bits, Energy, Latency, EnergyDelay };

/// Settings of the LPQ genetic search; the defaults are those of the specification.
struct LpqSettings {
    std::uint64_t seed = 1;
    int population = 20;             ///< K
    int passes = 10;                 ///< P, over all blocks
    int cycles = 4;                  ///< C, per block and pass
    int diversity = 5;               ///< D, random parents per cycle
    double lambda = 0.4;             ///< exponent of the compression term
    double targetBits = 0;           ///< 0: none; else the wanted mean weight width at most
    std::int64_t maxCandidates = 0;  ///< 0: as many as the loop makes
    double timeLimitSeconds = 0;     ///< 0: none
};

/// Throws UsageError naming the setting, its value and its range.
void validate(const LpqSettings& settings);

/// Number of candidates of a whole search: K + P * C * blocks * (1 + D).
std::int64_t plannedCandidates(const LpqSettings& settings, const SearchSpace& space);

/// Contrast and cost of a candidate; the network behind it is none of the search's business.
struct Evaluation {
    double contrast = 0;
    double compression = 0;
    HardwareCost hardware;
};

/// Scores candidates. evaluate() is called from one thread at a time.
class Evaluator {
public:
    virtual ~Evaluator() = default;
    /// Throws Cancelled soon after `stop` is requested.
    virtual Evaluation evaluate(const Candidate& candidate, std::stop_token stop) = 0;
};

/// State of a running search, for display.
struct SearchProgress {
    std::int64_t done = 0, total = 0;
    double seconds = 0;  ///< since the start, without what was restored
    double candidatesPerSecond = 0;
    double secondsLeft = 0;
    int pass = 0, block = 0;
    double meanFitness = 0;  ///< of the population
};

/// Is told of every candidate as it is scored, before the next is begun.
class SearchObserver {
public:
    virtual ~SearchObserver() = default;
    virtual void onScored(const ScoredCandidate&) {}
    virtual void onProgress(const SearchProgress&) {}
    /// Members of the population by id, best first, after each change.
    virtual void onPopulation(const std::vector<CandidateId>&) {}
};

struct SearchResult {
    std::vector<ScoredCandidate> candidates;  ///< all, by id
    std::vector<std::size_t>
        front;  ///< positions of those not dominated in (contrast, compression), by compression
    std::size_t best = 0;   ///< least fitness among those that meet the target; see targetMet
    bool targetMet = true;  ///< else `best` is the one nearest to the target
    bool finished = false;  ///< false: stopped early (stop, limits)
    double seconds = 0;
};

/// Fitness by which the search selects: contrast * compression^lambda, raised where the mean width
/// is above the target.
double selectionFitness(const ScoredCandidate& candidate, const LpqSettings& settings);

/// The four steps of LPQ (search.md): initialise, regenerate, diversity-promoting selection,
/// evaluate and update. Equal seed, space, settings and evaluator give equal candidates. Stopping
/// returns what was scored so far (at least one candidate, else Cancelled is thrown).
SearchResult runLpq(const SearchSpace& space, const LpqSettings& settings, Evaluator& evaluator,
                    SearchObserver& observer, std::stop_token stop = {});

/// Positions of candidates not dominated in (contrast, compression), by ascending compression. O(n
/// log n).
std::vector<std::size_t> paretoFront(const std::vector<ScoredCandidate>& candidates);

/// Fills front, best and targetMet from the candidates.
void summarise(SearchResult& result, const LpqSettings& settings);

}  // namespace lpstudio
