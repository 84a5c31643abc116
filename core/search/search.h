#pragma once

#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
#include <stop_token>
#include <string_view>
#include <vector>

#include "core/search/candidate.h"

namespace lpstudio {

/// Holds workers back while a search is paused: those at work finish their candidate.
class PauseGate {
public:
    void setPaused(bool paused);
    bool isPaused() const;
    /// Returns when the gate is open or `stop` is requested.
    void wait(const std::stop_token& stop);

private:
    mutable std::mutex mutex_;
    std::condition_variable_any opened_;
    bool paused_ = false;
};

/// How a search is carried out. Nothing here changes candidates or scores.
struct SearchControl {
    std::stop_token stop;
    int workers = 1;                        ///< candidates scored at once, at least 1
    PauseGate* gate = nullptr;              ///< must outlive the search
    std::vector<ScoredCandidate> restored;  ///< of an earlier part of the same search, in any order
};

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

/// Least and largest value of a setting; both are allowed.
struct SettingRange {
    double least = 0, most = 0;
};
/// Throws UsageError "NAME = VALUE is out of range; give LEAST..MOST", for a value that is not a
/// number as well.
void requireInRange(const char* setting, double value, const SettingRange& range);

/// Settings of every search, whichever way it makes candidates.
struct CommonSettings {
    std::uint64_t seed = 1;
    int population = 20;             ///< LPQ's K
    double lambda = 0.4;             ///< exponent of the compression term, see fitness()
    double targetBits = 0;           ///< 0: none; else the wanted mean weight width at most
    std::int64_t maxCandidates = 0;  ///< 0: as many as the algorithm makes
    double timeLimitSeconds = 0;     ///< 0: none

    static constexpr SettingRange kPopulation{2, 10000}, kLambda{0, 10}, kTargetBits{2, 8};
};
/// Throws UsageError naming the setting, its value and its range.
void validate(const CommonSettings& settings);

/// Contrast and cost of a candidate; the network behind it is none of the search's business.
struct Evaluation {
    double contrast = 0;
    double compression = 0;
    HardwareCost hardware;
    std::shared_ptr<const OutputShifts> outputShifts = nullptr;  ///< of bias correction; else null
};

/// What a search minimises: contrast * compression^lambda (LPQ, equation of L_F).
double fitness(double contrast, double compression, double lambda);

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

/// What a search has found, complete or as far as it came.
struct SearchResult {
    std::vector<ScoredCandidate> candidates;  ///< all, by id; a stopped run's last may have gaps
    std::vector<std::size_t> front;           ///< positions, by ascending compression
    std::size_t best = 0;                     ///< the fittest (isFitter)
    bool targetMet = true;                    ///< whether `best` is at or under the target width
    bool finished = false;                    ///< false: stopped early (stop, limits)
    double seconds = 0;
};

/// Whether a search prefers a to b. Candidates at or under the target width (bits; 0: no target)
/// come before all others, by fitness; the others by their width (the feasibility rule of Deb 2000:
/// a penalty would have to know the scale of each objective).
bool isFitter(const ScoredCandidate& a, const ScoredCandidate& b, double targetBits);

/// Fills front, best and targetMet from the candidates.
void summarise(SearchResult& result, double targetBits);

}  // namespace lpstudio
