#include "core/search/lpq.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <numeric>

#include "core/error.h"

namespace lpstudio {
namespace {

using Clock = std::chrono::steady_clock;

/// Separates the draw of a parent from the draw of genes at the same origin.
constexpr int kParentStream = 1 << 20;

class Search {
public:
    Search(const SearchSpace& space, const LpqSettings& settings, Evaluator& evaluator,
           SearchObserver& observer, std::stop_token stop)
        : space_(space),
          settings_(settings),
          evaluator_(evaluator),
          observer_(observer),
          stop_(std::move(stop)),
          total_(plannedCandidates(settings, space)) {
        if (settings.maxCandidates > 0) total_ = std::min(total_, settings.maxCandidates);
    }

    SearchResult run() {
        result_.finished = initialise() && improve();
        result_.seconds = elapsed();
        if (result_.candidates.empty()) throw Cancelled();
        summarise(result_, settings_);
        return std::move(result_);
    }

private:
    /// Step 1. False if stopped.
    bool initialise() {
        for (int i = 0; i < settings_.population; ++i) {
            const Origin origin{0, 0, 0, i};
            OriginRandom random(settings_.seed, origin);
            Candidate candidate;
            for (const SearchLayer& layer : space_.layers) {
                if (layer.pinned)
                    candidate.genes.push_back(*layer.pinned);
                else
                    candidate.genes.push_back(i == 0 ? layer.start
                                                     : randomGene(space_, layer, random));
            }
            if (!score(candidate, origin)) return false;
            population_.push_back(result_.candidates.size() - 1);
        }
        sortPopulation();
        return true;
    }

    bool improve() {
        const int blocks = space_.blocks();
        for (int pass = 1; pass <= settings_.passes; ++pass)
            for (int block = 0; block < blocks; ++block)
                for (int cycle = 0; cycle < settings_.cycles; ++cycle) {
                    pass_ = pass;
                    block_ = block;
                    if (!step(pass, block, cycle)) return false;
                }
        return true;
    }

    /// Steps 2 to 4.
    bool step(int pass, int block, int cycle) {
        const Candidate& better = member(0);
        const Candidate& second = member(std::min<std::size_t>(1, population_.size() - 1));
        std::vector<Candidate> children{child(better, second, better, {pass, block, cycle, 0})};
        for (int d = 1; d <= settings_.diversity; ++d) {
            OriginRandom random(settings_.seed, {pass, block, cycle, kParentStream + d});
            const auto parent = static_cast<std::size_t>(
                random.integer(0, static_cast<int>(population_.size()) - 1));
            children.push_back(
                child(children[0], member(parent), children[0], {pass, block, cycle, d}));
        }
        const std::size_t first = result_.candidates.size();
        for (std::size_t i = 0; i < children.size(); ++i)
            if (!score(children[i], {pass, block, cycle, static_cast<int>(i)})) return false;
        population_.push_back(first);
        if (children.size() > 1) {
            std::size_t best = first + 1;
            for (std::size_t i = best + 1; i < first + children.size(); ++i)
                if (fitness(i) < fitness(best)) best = i;
            population_.push_back(best);
        }
        sortPopulation();
        if (population_.size() > static_cast<std::size_t>(settings_.population))
            population_.resize(static_cast<std::size_t>(settings_.population));
        std::vector<CandidateId> ids;
        for (const std::size_t i : population_) ids.push_back(result_.candidates[i].id);
        observer_.onPopulation(ids);
        return true;
    }

    /// Genes of the block from a and b, all others from `base`.
    Candidate child(const Candidate& a, const Candidate& b, const Candidate& base,
                    const Origin& origin) const {
        OriginRandom random(settings_.seed, origin);
        Candidate result = base;
        for (std::size_t i = 0; i < space_.layers.size(); ++i) {
            const SearchLayer& layer = space_.layers[i];
            if (layer.block == origin.block && !layer.pinned)
                result.genes[i] = crossed(a.genes[i], b.genes[i], space_, layer, random);
        }
        return result;
    }

    /// False if the search is to end before this candidate.
    bool score(const Candidate& candidate, const Origin& origin) {
        if (stop_.stop_requested() ||
            static_cast<std::int64_t>(result_.candidates.size()) >= total_)
            return false;
        if (settings_.timeLimitSeconds > 0 && elapsed() >= settings_.timeLimitSeconds) return false;
        const auto start = Clock::now();
        Evaluation evaluation;
        try {
            evaluation = evaluator_.evaluate(candidate, stop_);
        } catch (const Cancelled&) {
            return false;
        }
        ScoredCandidate scored;
        scored.id = CandidateId(static_cast<std::int64_t>(result_.candidates.size()));
        scored.origin = origin;
        scored.candidate = candidate;
        scored.contrast = evaluation.contrast;
        scored.compression = evaluation.compression;
        scored.hardware = evaluation.hardware;
        scored.fitness = evaluation.contrast * std::pow(evaluation.compression, settings_.lambda);
        scored.meanWeightBits = meanWeightBits(space_, candidate);
        scored.meanActivationBits = meanActivationBits(space_, candidate);
        scored.modelBytes = modelBytes(space_, candidate);
        scored.seconds = std::chrono::duration<double>(Clock::now() - start).count();
        result_.candidates.push_back(scored);
        observer_.onScored(result_.candidates.back());
        report();
        return true;
    }

    void report() {
        SearchProgress progress;
        progress.done = static_cast<std::int64_t>(result_.candidates.size());
        progress.total = total_;
        progress.seconds = elapsed();
        progress.candidatesPerSecond =
            progress.seconds > 0 ? static_cast<double>(progress.done) / progress.seconds : 0;
        if (progress.candidatesPerSecond > 0)
            progress.secondsLeft =
                static_cast<double>(progress.total - progress.done) / progress.candidatesPerSecond;
        progress.pass = pass_;
        progress.block = block_;
        for (const std::size_t i : population_)
            progress.meanFitness +=
                result_.candidates[i].fitness / static_cast<double>(population_.size());
        observer_.onProgress(progress);
    }

    double fitness(std::size_t i) const {
        return selectionFitness(result_.candidates[i], settings_);
    }
    const Candidate& member(std::size_t rank) const {
        return result_.candidates[population_[rank]].candidate;
    }
    double elapsed() const { return std::chrono::duration<double>(Clock::now() - start_).count(); }

    void sortPopulation() {
        // Equal scores keep the order in which they came.
        std::stable_sort(population_.begin(), population_.end(),
                         [&](std::size_t a, std::size_t b) { return fitness(a) < fitness(b); });
    }

    const SearchSpace& space_;
    const LpqSettings& settings_;
    Evaluator& evaluator_;
    SearchObserver& observer_;
    std::stop_token stop_;
    std::int64_t total_;
    Clock::time_point start_ = Clock::now();
    SearchResult result_;
    std::vector<std::size_t> population_;  ///< positions in result_.candidates, best first
    int pass_ = 0, block_ = 0;
};

void require(bool ok, const char* name, double value, const char* range) {
    if (!ok)
        throw UsageError(std::string(name) + " = " + shortestText(value) +
                         " is out of range; give " + range);
}

}  // namespace

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
                    SearchObserver& observer, std::stop_token stop) {
    validate(space);
    validate(settings);
    return Search(space, settings, evaluator, observer, std::move(stop)).run();
}

std::int64_t plannedCandidates(const LpqSettings& s, const SearchSpace& space) {
    return s.population + std::int64_t{s.passes} * s.cycles * space.blocks() * (1 + s.diversity);
}

double selectionFitness(const ScoredCandidate& candidate, const LpqSettings& settings) {
    if (settings.targetBits <= 0 || candidate.meanWeightBits <= settings.targetBits)
        return candidate.fitness;
    return candidate.fitness * (1 + 4 * (candidate.meanWeightBits / settings.targetBits - 1));
}

std::vector<std::size_t> paretoFront(const std::vector<ScoredCandidate>& candidates) {
    std::vector<std::size_t> order(candidates.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
        const auto &x = candidates[a], &y = candidates[b];
        return x.compression != y.compression ? x.compression < y.compression
                                              : x.contrast < y.contrast;
    });
    std::vector<std::size_t> front;
    for (const std::size_t i : order)
        if (front.empty() || candidates[i].contrast < candidates[front.back()].contrast)
            front.push_back(i);
    return front;
}

void summarise(SearchResult& result, const LpqSettings& settings) {
    result.front = paretoFront(result.candidates);
    const auto meets = [&](const ScoredCandidate& c) {
        return settings.targetBits <= 0 || c.meanWeightBits <= settings.targetBits;
    };
    result.targetMet = std::any_of(result.candidates.begin(), result.candidates.end(), meets);
    result.best = 0;
    for (std::size_t i = 1; i < result.candidates.size(); ++i) {
        const auto &c = result.candidates[i], &best = result.candidates[result.best];
        const bool better = result.targetMet
                                ? meets(c) && (!meets(best) || c.fitness < best.fitness)
                                : c.meanWeightBits < best.meanWeightBits;
        if (better) result.best = i;
    }
}

}  // namespace lpstudio
