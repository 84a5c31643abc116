#include "core/search/lpq.h"

#include <algorithm>
#include <numeric>

#include "core/base/error.h"
#include "core/search/batch_scoring.h"
#include "core/search/population.h"

namespace lpstudio {
namespace {

/// Separates the draw of a parent from the draw of genes at the same origin.
constexpr int kParentStream = 1 << 20;

class Search {
public:
    Search(const SearchSpace& space, const CommonSettings& common, const LpqSettings& lpq,
           Evaluator& evaluator, SearchObserver& observer, const SearchControl& control,
           std::span<const Candidate> seeds)
        : space_(space),
          common_(common),
          lpq_(lpq),
          seeds_(seeds),
          scoring_(space, common, evaluator, observer, control,
                   plannedCandidates(common, lpq, space)) {}

    SearchResult run() {
        const bool finished = initialise() && improve();
        return scoring_.takeResult(finished);
    }

private:
    /// Step 1. False if stopped.
    bool initialise() {
        if (!scoring_.scoreFirstPopulation(seeds_)) return false;
        population_.resize(scoring_.candidates().size());
        std::iota(population_.begin(), population_.end(), std::size_t{0});
        updatePopulation();
        return true;
    }

    bool improve() {
        const int blocks = space_.blocks();
        for (int pass = 1; pass <= lpq_.passes; ++pass)
            for (int block = 0; block < blocks; ++block)
                for (int cycle = 0; cycle < lpq_.cycles; ++cycle) {
                    scoring_.setPlace(pass, block);
                    if (!step(pass, block, cycle)) return false;
                }
        return true;
    }

    /// Steps 2 to 4.
    bool step(int pass, int block, int cycle) {
        const Candidate& better = member(0);
        const Candidate& second = member(std::min<std::size_t>(1, population_.size() - 1));
        std::vector<Proposal> children{child(better, second, better, {pass, block, cycle, 0})};
        for (int d = 1; d <= lpq_.diversity; ++d) {
            OriginRandom random(common_.seed, {pass, block, cycle, kParentStream + d});
            const auto parent = static_cast<std::size_t>(
                random.integer(0, static_cast<int>(population_.size()) - 1));
            children.push_back(child(children[0].candidate, member(parent), children[0].candidate,
                                     {pass, block, cycle, d}));
        }
        const std::size_t first = scoring_.candidates().size();
        if (!scoring_.score(children)) return false;
        population_.push_back(first);
        if (children.size() > 1) {
            std::size_t best = first + 1;
            for (std::size_t i = best + 1; i < first + children.size(); ++i)
                if (fitter(i, best)) best = i;
            population_.push_back(best);
        }
        updatePopulation();
        return true;
    }

    /// Genes of the block from a and b, all others from `base`.
    Proposal child(const Candidate& a, const Candidate& b, const Candidate& base,
                   const Origin& origin) const {
        OriginRandom random(common_.seed, origin);
        Proposal result{base, origin};
        for (std::size_t i = 0; i < space_.layers.size(); ++i) {
            const SearchLayer& layer = space_.layers[i];
            if (layer.block == origin.block && !layer.pinned)
                result.candidate.genes[i] = crossed(a.genes[i], b.genes[i], space_, layer, random);
        }
        return result;
    }

    bool fitter(std::size_t a, std::size_t b) const {
        return isFitter(scoring_.candidates()[a], scoring_.candidates()[b], common_.targetBits);
    }
    const Candidate& member(std::size_t rank) const {
        return scoring_.candidates()[population_[rank]].candidate;
    }

    /// Sorts, drops the worst and tells who is left.
    void updatePopulation() {
        keepFittest(population_, scoring_.candidates(), common_);
        scoring_.tellPopulation(population_);
    }

    const SearchSpace& space_;
    const CommonSettings& common_;
    const LpqSettings& lpq_;
    std::span<const Candidate> seeds_;
    BatchScoring scoring_;
    std::vector<std::size_t> population_;  ///< positions in the candidates, best first
};

}  // namespace

void validate(const LpqSettings& s) {
    requireInRange("passes", s.passes, LpqSettings::kPasses);
    requireInRange("cycles", s.cycles, LpqSettings::kCycles);
    requireInRange("diversity", s.diversity, LpqSettings::kDiversity);
}

SearchResult runLpq(const SearchSpace& space, const CommonSettings& common, const LpqSettings& lpq,
                    Evaluator& evaluator, SearchObserver& observer, const SearchControl& control,
                    std::span<const Candidate> seeds) {
    validate(space);
    validate(common);
    validate(lpq);
    return Search(space, common, lpq, evaluator, observer, control, seeds).run();
}

std::int64_t plannedCandidates(const CommonSettings& common, const LpqSettings& lpq,
                               const SearchSpace& space) {
    return common.population +
           std::int64_t{lpq.passes} * lpq.cycles * space.blocks() * (1 + lpq.diversity);
}

}  // namespace lpstudio
