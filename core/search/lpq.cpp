#include "core/search/lpq.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <tuple>

#include "core/base/error.h"
#include "core/base/text.h"
#include "core/search/batch_scoring.h"
#include "core/search/population.h"

namespace lpstudio {
namespace {

/// Separates the draw of a parent from the draw of genes at the same origin.
constexpr int kParentStream = 1 << 20;

class Search {
public:
    Search(const SearchSpace& space, const LpqSettings& settings, Evaluator& evaluator,
           SearchObserver& observer, const SearchControl& control, std::span<const Candidate> seeds)
        : space_(space),
          settings_(settings),
          seeds_(seeds),
          scoring_(space, settings, evaluator, observer, control,
                   plannedCandidates(settings, space)) {}

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
        for (int pass = 1; pass <= settings_.passes; ++pass)
            for (int block = 0; block < blocks; ++block)
                for (int cycle = 0; cycle < settings_.cycles; ++cycle) {
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
        for (int d = 1; d <= settings_.diversity; ++d) {
            OriginRandom random(settings_.seed, {pass, block, cycle, kParentStream + d});
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
        OriginRandom random(settings_.seed, origin);
        Proposal result{base, origin};
        for (std::size_t i = 0; i < space_.layers.size(); ++i) {
            const SearchLayer& layer = space_.layers[i];
            if (layer.block == origin.block && !layer.pinned)
                result.candidate.genes[i] = crossed(a.genes[i], b.genes[i], space_, layer, random);
        }
        return result;
    }

    bool fitter(std::size_t a, std::size_t b) const {
        return isFitter(scoring_.candidates()[a], scoring_.candidates()[b], settings_);
    }
    const Candidate& member(std::size_t rank) const {
        return scoring_.candidates()[population_[rank]].candidate;
    }

    /// Sorts, drops the worst and tells who is left.
    void updatePopulation() {
        keepFittest(population_, scoring_.candidates(), settings_);
        scoring_.tellPopulation(population_);
    }

    const SearchSpace& space_;
    const LpqSettings& settings_;
    std::span<const Candidate> seeds_;
    BatchScoring scoring_;
    std::vector<std::size_t> population_;  ///< positions in the candidates, best first
};

void require(bool ok, const char* name, double value, const char* range) {
    if (!ok)
        throw UsageError(std::string(name) + " = " + shortestText(value) +
                         " is out of range; give " + range);
}

}  // namespace

const char* algorithmName(Algorithm algorithm) {
    return algorithm == Algorithm::Lpq ? "lpq" : "nsga2";
}

const char* algorithmTitle(Algorithm algorithm) {
    return algorithm == Algorithm::Lpq ? "LPQ" : "NSGA-II";
}

Algorithm parseAlgorithm(std::string_view text) {
    for (const Algorithm algorithm : {Algorithm::Lpq, Algorithm::Nsga2})
        if (text == algorithmName(algorithm)) return algorithm;
    throw UsageError("algorithm \"" + std::string(text) + "\" is unknown; give lpq or nsga2");
}

void validate(const LpqSettings& s) {
    require(s.population >= 2 && s.population <= 10000, "population", s.population, "2..10000");
    require(s.passes >= 0 && s.passes <= 100000, "passes", s.passes, "0..100000");
    require(s.cycles >= 1 && s.cycles <= 100000, "cycles", s.cycles, "1..100000");
    require(s.diversity >= 0 && s.diversity <= 10000, "diversity", s.diversity, "0..10000");
    require(s.lambda >= 0 && s.lambda <= 10, "lambda", s.lambda, "0..10");
    require(s.targetBits == 0 || (s.targetBits >= 2 && s.targetBits <= 8), "target-bits",
            s.targetBits, "2..8");
    require(s.maxCandidates >= 0, "max-candidates", static_cast<double>(s.maxCandidates),
            "a positive number");
    require(s.timeLimitSeconds >= 0, "time-limit", s.timeLimitSeconds,
            "a positive number of seconds");
}

SearchResult runLpq(const SearchSpace& space, const LpqSettings& settings, Evaluator& evaluator,
                    SearchObserver& observer, const SearchControl& control,
                    std::span<const Candidate> seeds) {
    validate(space);
    validate(settings);
    return Search(space, settings, evaluator, observer, control, seeds).run();
}

std::int64_t plannedCandidates(const LpqSettings& s, const SearchSpace& space) {
    return s.population + std::int64_t{s.passes} * s.cycles * space.blocks() * (1 + s.diversity);
}

bool isFitter(const ScoredCandidate& a, const ScoredCandidate& b, const LpqSettings& settings) {
    const auto excess = [&](const ScoredCandidate& c) {
        return settings.targetBits > 0 ? std::max(0.0, c.meanWeightBits - settings.targetBits) : 0;
    };
    const double x = excess(a), y = excess(b);
    if (x != y) return x < y;
    // What is not a number is worse than any.
    return a.fitness < b.fitness || (std::isnan(b.fitness) && !std::isnan(a.fitness));
}

std::vector<std::size_t> paretoFront(const std::vector<ScoredCandidate>& candidates) {
    // Apart from the candidates, which are large: sorting would fetch each many times.
    struct Point {
        double compression, contrast;
        std::size_t at;
    };
    std::vector<Point> points;
    points.reserve(candidates.size());
    for (std::size_t at = 0; at < candidates.size(); ++at)
        if (!std::isnan(candidates[at].compression) && !std::isnan(candidates[at].contrast))
            points.push_back({candidates[at].compression, candidates[at].contrast, at});
    std::sort(points.begin(), points.end(), [](const Point& x, const Point& y) {
        return std::tie(x.compression, x.contrast, x.at) <
               std::tie(y.compression, y.contrast, y.at);
    });
    std::vector<std::size_t> front;
    for (const Point& point : points)
        if (front.empty() || point.contrast < candidates[front.back()].contrast)
            front.push_back(point.at);
    return front;
}

void summarise(SearchResult& result, const LpqSettings& settings) {
    result.front = paretoFront(result.candidates);
    const auto best =
        std::min_element(result.candidates.begin(), result.candidates.end(),
                         [&](const auto& a, const auto& b) { return isFitter(a, b, settings); });
    result.best = static_cast<std::size_t>(best - result.candidates.begin());
    result.targetMet = settings.targetBits <= 0 || best->meanWeightBits <= settings.targetBits;
}

}  // namespace lpstudio
