#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <stop_token>
#include <vector>

#include "app/desktop/charts/progress_chart.h"
#include "core/search/population.h"
#include "core/study/session.h"

namespace lpstudio {

/// Candidates per second over time: a point for each window of time that has passed.
class RateCurve {
public:
    /// `window`: seconds over which a rate is taken.
    explicit RateCurve(double window = 1) : window_(window) {}
    /// After so many seconds so many candidates are scored; both must not fall.
    void add(double seconds, double candidates);
    /// x: seconds, y: candidates per second in the window that ends there.
    const DecimatedCurve& curve() const { return curve_; }

private:
    double window_, seconds_ = 0, candidates_ = 0;  ///< at the end of the last window
    DecimatedCurve curve_;
};

/// What happened in a search, live as its candidates come or from the store afterwards: the same
/// either way. Memory for the curves is bounded, 24 bytes and a byte a layer are kept of each
/// candidate.
class SearchHistory {
public:
    explicit SearchHistory(SearchSettings settings = {});

    /// The next candidate by number; one that is known already is passed over.
    void add(const ScoredCandidate& candidate);
    /// Comes after the candidates that it names.
    void changePopulation(std::int64_t after, std::span<const CandidateId> members);

    /// When a better candidate than all before was scored.
    struct Improvement {
        CandidateId id;
        std::int64_t after = 0;  ///< candidates, itself included
        double fitness = 0, meanWeightBits = 0;
    };

    const SearchSettings& settings() const { return settings_; }
    std::int64_t count() const { return count_; }
    // x of all curves: candidates scored.
    DecimatedCurve bestFitness, meanFitness, eachFitness;
    DecimatedCurve bestContrast, eachContrast;
    DecimatedCurve bestCompression, eachCompression;
    DecimatedCurve diversity;  ///< WidthDiversity of the population, in bits
    RateCurve rate;
    const std::vector<Improvement>& improvements() const { return improvements_; }
    /// Members of the population after so many candidates, by id. Before there is one: all so far.
    std::vector<CandidateId> membersAt(std::int64_t after) const;
    /// Numbers of candidates after which the population changed.
    const std::vector<std::int64_t>& changes() const { return history_.moments(); }
    /// Fitness of a candidate of this history; NaN if there is none.
    double fitnessOf(CandidateId id) const;
    /// Widths of a candidate's weights in bits, one a layer.
    std::span<const std::uint8_t> widthsOf(CandidateId id) const;
    /// Whether a comes before b, the better first.
    bool isBetter(CandidateId a, CandidateId b) const;

private:
    struct Member {
        double fitness = 0, meanWeightBits = 0;
    };
    const Member* find(CandidateId id) const;
    void noteDiversity(std::int64_t after);

    SearchSettings settings_;
    std::int64_t count_ = 0;
    std::size_t layers_ = 0;
    std::vector<Member> members_;       ///< by candidate number; gaps are NaN
    std::vector<std::uint8_t> widths_;  ///< of all layers of all candidates
    std::optional<ScoredCandidate> best_;
    std::vector<Improvement> improvements_;
    PopulationHistory history_;
    WidthDiversity widthDiversity_;
    double firstSum_ = 0;  ///< fitness of the first population so far
};

/// The history of a stored run. `seconds` is how long it took: the times of the candidates'
/// evaluations are stretched to it, since the store does not know how many were scored at once.
SearchHistory historyOf(std::span<const ScoredCandidate> candidates, const SearchSettings& settings,
                        double seconds, const std::stop_token& stop = {});

}  // namespace lpstudio
