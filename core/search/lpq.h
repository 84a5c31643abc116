#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <stop_token>
#include <string_view>
#include <vector>

#include "core/search/search_control.h"
#include "core/search/search_space.h"

namespace lpstudio {

/// How candidates are made.
enum class Algorithm {
    Lpq,    ///< the paper's genetic search, runLpq()
    Nsga2,  ///< a Pareto search, runNsga2()
};

/// "lpq", "nsga2".
const char* algorithmName(Algorithm algorithm);
/// For people: "LPQ", "NSGA-II".
const char* algorithmTitle(Algorithm algorithm);
/// Throws UsageError listing the names.
Algorithm parseAlgorithm(std::string_view name);

/// What a cost term is made of.
enum class CostKind { Bits, Energy, Latency, EnergyDelay };

/// Settings of a genetic search; the defaults are LPQ's of the specification. NSGA-II uses those
/// that are not marked as LPQ's.
struct LpqSettings {
    std::uint64_t seed = 1;
    int population = 20;             ///< K
    int passes = 10;                 ///< P, over all blocks (LPQ)
    int cycles = 4;                  ///< C, per block and pass (LPQ)
    int diversity = 5;               ///< D, random parents per cycle (LPQ)
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
    std::shared_ptr<const OutputShifts> outputShifts = nullptr;  ///< of bias correction; else null
};

/// Scores candidates. Called by all workers of a search at once.
class Evaluator {
public:
    virtual ~Evaluator() = default;
    /// `origin` tells where the next candidates will differ from this one, nothing that may change
    /// the result. Throws Cancelled soon after `stop` is requested.
    virtual Evaluation evaluate(const Candidate& candidate, const Origin& origin,
                                std::stop_token stop) = 0;
};

/// State of a running search, for display.
struct SearchProgress {
    std::int64_t done = 0, total = 0;
    double seconds = 0;  ///< since the start, without what was restored
    double candidatesPerSecond = 0;
    double secondsLeft = 0;
    int pass = 0, block = 0;
    double meanFitness = 0;       ///< of the population
    double bestFitness = 0;       ///< of the candidate that is best so far (isFitter)
    std::size_t memoryBytes = 0;  ///< of the process
};

/// Is told of every candidate as it is scored, before any progress that counts it. Calls come on
/// the thread that runs the search; with several workers the candidates of a step may come out of
/// order.
class SearchObserver {
public:
    virtual ~SearchObserver() = default;
    virtual void onScored(const ScoredCandidate&) {}
    /// A candidate taken from an earlier part of the search.
    virtual void onRestored(const ScoredCandidate&) {}
    virtual void onProgress(const SearchProgress&) {}
    /// Members of the population by id, best first, after each change.
    virtual void onPopulation(const std::vector<CandidateId>&) {}
};

struct SearchResult {
    std::vector<ScoredCandidate> candidates;  ///< all, by id; a stopped run's last may have gaps
    std::vector<std::size_t>
        front;  ///< positions of those not dominated in (contrast, compression), by compression
    std::size_t best = 0;   ///< the fittest (isFitter)
    bool targetMet = true;  ///< whether `best` is at or under the target width
    bool finished = false;  ///< false: stopped early (stop, limits)
    double seconds = 0;
};

/// Whether the search prefers a to b. Candidates at or under the target width come before all
/// others, by fitness; the others by their width (the feasibility rule of Deb 2000: a penalty would
/// have to know the scale of each objective).
bool isFitter(const ScoredCandidate& a, const ScoredCandidate& b, const LpqSettings& settings);

/// The four steps of LPQ (search.md): initialise, regenerate, diversity-promoting selection,
/// evaluate and update. Equal seed, space, settings and evaluator give equal candidates, for any
/// number of workers and however often the search was stopped and resumed. The population begins
/// with the uniform candidate of the largest width, then the `seeds`, then random ones. Stopping
/// returns what was scored so far (at least one candidate, else Cancelled is thrown).
SearchResult runLpq(const SearchSpace& space, const LpqSettings& settings, Evaluator& evaluator,
                    SearchObserver& observer, const SearchControl& control = {},
                    std::span<const Candidate> seeds = {});

/// Positions of candidates not dominated in (contrast, compression), by ascending compression;
/// those of which one is not a number are left out. O(n log n).
std::vector<std::size_t> paretoFront(const std::vector<ScoredCandidate>& candidates);

/// Fills front, best and targetMet from the candidates.
void summarise(SearchResult& result, const LpqSettings& settings);

}  // namespace lpstudio
