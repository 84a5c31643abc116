#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <stop_token>
#include <vector>

#include "core/search/lpq.h"

namespace lpstudio {

/// What LPQ does with its population after each step: sorts it (isFitter(); equals keep their
/// order) and drops the worst beyond settings.population. Members are positions in `candidates`.
void keepFittest(std::vector<std::size_t>& members, std::span<const ScoredCandidate> candidates,
                 const CommonSettings& settings);

/// The same for NSGA-II: by front and crowding distance over searchObjectives(); candidates above
/// the target width come after all others.
void keepFronts(std::vector<std::size_t>& members, std::span<const ScoredCandidate> candidates,
                const CommonSettings& settings);

/// Is told of a change of the population: `after` so many candidates it has these members, best
/// first.
using PopulationCallback =
    std::function<void(std::int64_t after, std::span<const CandidateId> members)>;

/// Tells again, from its candidates (by id), how the population of a search went: the same changes
/// that SearchObserver::onPopulation() told while it ran. A step that was not finished changes
/// nothing. `lpq` is of no account for NSGA-II. Throws Cancelled.
void replayPopulation(std::span<const ScoredCandidate> candidates, Algorithm algorithm,
                      const CommonSettings& common, const LpqSettings& lpq,
                      const PopulationCallback& tell, const std::stop_token& stop = {});

/// Who belonged to the population when. Nobody who was dropped comes back, so two numbers for each
/// candidate are enough for any moment of the search.
class PopulationHistory {
public:
    /// The next change; `after` must not fall.
    void change(std::int64_t after, std::span<const CandidateId> members);
    /// Members after so many candidates were scored, by id; none before the first change.
    std::vector<CandidateId> at(std::int64_t after) const;
    /// Of the last change, in the order in which they were told.
    const std::vector<CandidateId>& now() const { return now_; }
    /// Numbers of candidates after which the population changed, ascending.
    const std::vector<std::int64_t>& moments() const { return moments_; }
    void clear() { *this = {}; }

private:
    struct Stay {
        std::int64_t from = -1, to = -1;  ///< candidates scored; to < 0: still there
    };
    std::vector<Stay> stays_;  ///< by candidate number
    std::vector<CandidateId> now_;
    std::vector<std::int64_t> moments_;
};

/// Diversity of a population: the mean over all pairs of members and all layers of the difference
/// of their weight widths, in bits. 0: all members have the same widths; locked layers count as
/// equal. Members come and go in O(layers), the mean takes O(layers) too.
class WidthDiversity {
public:
    /// Widths of one member, one a layer, 1..kMostBits (others are clamped).
    void add(std::span<const std::uint8_t> widths) { count(widths, 1); }
    /// Of a member that was added.
    void remove(std::span<const std::uint8_t> widths) { count(widths, -1); }
    /// 0 for less than two members.
    double mean() const;
    void clear() { *this = {}; }

    static constexpr int kMostBits = 16;

private:
    void count(std::span<const std::uint8_t> widths, int by);

    std::int64_t members_ = 0;
    std::vector<std::array<std::int64_t, kMostBits + 1>> layers_;  ///< members at each width
};

}  // namespace lpstudio
