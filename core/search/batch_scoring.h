#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <vector>

#include "core/search/search.h"
#include "core/search/search_space.h"

namespace lpstudio {

/// Memory this process holds now (resident set), in bytes; 0 where the system does not tell.
std::size_t residentBytes();

/// A candidate to be scored.
struct Proposal {
    Candidate candidate;
    Origin origin;
};

/// Scores a search's candidates batch by batch on its workers, numbers them in the order in which
/// they were proposed, takes those already known from the control's restored ones, and tells the
/// observer of each as it is scored. The observer is called on the thread that calls score().
class BatchScoring {
public:
    /// `planned`: candidates of the whole search; the settings' limits apply to it. All others must
    /// outlive the object.
    BatchScoring(const SearchSpace& space, const CommonSettings& settings, Evaluator& evaluator,
                 SearchObserver& observer, const SearchControl& control, std::int64_t planned);

    /// Scores all proposals; they follow the candidates so far. False if the search is to end,
    /// because it was stopped or a limit is reached: then some may not be scored. Throws what the
    /// evaluator threw, and Error where a restored candidate is not the proposed one.
    bool score(const std::vector<Proposal>& proposals);

    /// Scores a first population: the uniform candidate of the largest width, then the seeds, then
    /// random ones, locked layers as they are. Returns and throws as score() does.
    bool scoreFirstPopulation(std::span<const Candidate> seeds);

    /// Tells the observer which candidates survive, by positions in the candidates, best first.
    void tellPopulation(const std::vector<std::size_t>& members);

    /// All scored, summarised. Throws Cancelled if there is none.
    SearchResult takeResult(bool finished);

    /// All scored so far by id, without gaps until score() returns false.
    const std::vector<ScoredCandidate>& candidates() const { return candidates_; }

    /// For the progress reports to come.
    void setPlace(int pass, int block) {
        pass_ = pass;
        block_ = block;
    }

private:
    class Evaluations;

    ScoredCandidate describe(const Proposal& proposal, CandidateId id, const Evaluation& evaluation,
                             double seconds) const;
    void noteScored(const ScoredCandidate& candidate, bool restored);
    void report();
    bool timeIsUp() const;
    double elapsedSeconds() const;
    Candidate starter(std::span<const Candidate> seeds, const Origin& origin) const;

    const SearchSpace& space_;
    const CommonSettings& settings_;
    Evaluator& evaluator_;
    SearchObserver& observer_;
    const SearchControl& control_;
    std::int64_t total_;
    std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
    std::map<CandidateId, ScoredCandidate> restored_;
    std::vector<ScoredCandidate> candidates_;
    std::int64_t done_ = 0, scored_ = 0;  ///< with and without the restored
    int pass_ = 0, block_ = 0;
    double meanFitness_ = 0;
    std::optional<ScoredCandidate> best_;
};

}  // namespace lpstudio
