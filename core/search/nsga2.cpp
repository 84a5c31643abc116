#include "core/search/nsga2.h"

#include <algorithm>
#include <numeric>
#include <set>

#include "core/search/batch_scoring.h"
#include "core/search/population.h"

namespace lpstudio {
namespace {

/// Layers of a child that are mutated on average.
constexpr double kMutatedLayers = 2;
/// Times a child that is not new is mutated further; a small space may have nothing new.
constexpr int kAttempts = 20;

class Search {
public:
    Search(const SearchSpace& space, const CommonSettings& common, const Nsga2Settings& nsga2,
           Evaluator& evaluator, SearchObserver& observer, const SearchControl& control,
           std::span<const Candidate> seeds)
        : space_(space),
          common_(common),
          nsga2_(nsga2),
          seeds_(seeds),
          scoring_(space, common, evaluator, observer, control, plannedCandidates(common, nsga2)) {}

    SearchResult run() {
        bool finished = initialise();
        for (int generation = 1; finished && generation <= nsga2_.generations; ++generation)
            finished = step(generation);
        return scoring_.takeResult(finished);
    }

private:
    bool initialise() {
        if (!scoring_.scoreFirstPopulation(seeds_)) return false;
        population_.resize(scoring_.candidates().size());
        std::iota(population_.begin(), population_.end(), std::size_t{0});
        for (const ScoredCandidate& member : scoring_.candidates())
            known_.insert(member.candidate.genes);
        select();
        return true;
    }

    bool step(int generation) {
        scoring_.setPlace(generation, 0);
        std::vector<Proposal> children;
        children.reserve(static_cast<std::size_t>(common_.population));
        for (int i = 0; i < common_.population; ++i)
            children.push_back(child({generation, 0, 0, i}));
        const std::size_t first = scoring_.candidates().size();
        if (!scoring_.score(children)) return false;
        for (std::size_t i = 0; i < children.size(); ++i) population_.push_back(first + i);
        select();
        return true;
    }

    Proposal child(const Origin& origin) {
        OriginRandom random(common_.seed, origin);
        const Candidate &a = tournament(random), &b = tournament(random);
        Proposal result{a, origin};
        const double rate =
            std::min(1.0, kMutatedLayers / static_cast<double>(space_.layers.size()));
        for (std::size_t i = 0; i < space_.layers.size(); ++i) {
            const SearchLayer& layer = space_.layers[i];
            if (layer.pinned) continue;
            const bool mutated = random.real(0, 1) < rate;
            if (mutated)
                result.candidate.genes[i] = crossed(a.genes[i], b.genes[i], space_, layer, random);
            else if (random.integer(0, 1) == 1)
                result.candidate.genes[i] = b.genes[i];
        }
        for (int i = 0; i < kAttempts && !known_.insert(result.candidate.genes).second; ++i)
            mutateOne(result.candidate, random);
        return result;
    }

    void mutateOne(Candidate& candidate, OriginRandom& random) const {
        const auto i =
            static_cast<std::size_t>(random.integer(0, static_cast<int>(space_.layers.size()) - 1));
        LpParameters& gene = candidate.genes[i];
        if (!space_.layers[i].pinned) gene = crossed(gene, gene, space_, space_.layers[i], random);
    }

    /// The better of two members: of an earlier front, else the less crowded.
    const Candidate& tournament(OriginRandom& random) const {
        const int last = static_cast<int>(population_.size()) - 1;
        // The population is in order.
        const int rank = std::min(random.integer(0, last), random.integer(0, last));
        return scoring_.candidates()[population_[static_cast<std::size_t>(rank)]].candidate;
    }

    /// Brings the population into order and drops the worst.
    void select() {
        keepFronts(population_, scoring_.candidates(), common_);
        scoring_.tellPopulation(population_);
    }

    const SearchSpace& space_;
    const CommonSettings& common_;
    const Nsga2Settings& nsga2_;
    std::span<const Candidate> seeds_;
    BatchScoring scoring_;
    std::vector<std::size_t> population_;        ///< positions in the candidates, best first
    std::set<std::vector<LpParameters>> known_;  ///< all proposed so far
};

}  // namespace

void validate(const Nsga2Settings& s) {
    requireInRange("generations", s.generations, Nsga2Settings::kGenerations);
}

std::int64_t plannedCandidates(const CommonSettings& common, const Nsga2Settings& nsga2) {
    return std::int64_t{common.population} * (1 + nsga2.generations);
}

SearchResult runNsga2(const SearchSpace& space, const CommonSettings& common,
                      const Nsga2Settings& nsga2, Evaluator& evaluator, SearchObserver& observer,
                      const SearchControl& control, std::span<const Candidate> seeds) {
    validate(space);
    validate(common);
    validate(nsga2);
    return Search(space, common, nsga2, evaluator, observer, control, seeds).run();
}

}  // namespace lpstudio
