#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cmath>
#include <functional>
#include <thread>

#include "core/search/lpq.h"

// A search without a network, for the tests of its algorithms.

namespace lpstudio::test {

inline SearchSpace makeSpace(int layers = 7, int perBlock = 2) {
    SearchSpace space;
    for (int i = 0; i < layers; ++i) {
        SearchLayer layer{"layer" + std::to_string(i),
                          100 * (i + 1),
                          50,
                          i / perBlock,
                          0.5 * i,
                          std::nullopt,
                          {}};
        for (int n = 2; n <= 8; ++n)
            layer.starts.push_back(
                {n, std::min(1, LpParameters::maxExponentSize(n)), std::min(4, n - 1), 0.5 * i});
        space.layers.push_back(layer);
    }
    return space;
}

/// A landscape with a known shape: each layer adds noise that falls by 4 with every bit and grows
/// with the distance of sf from the center.
class FakeEvaluator : public Evaluator {
public:
    explicit FakeEvaluator(const SearchSpace& space) : space_(space) {}
    Evaluation evaluate(const Candidate& candidate, const Origin& origin,
                        std::stop_token) override {
        ++calls;
        // Later children are often done before earlier ones.
        if (uneven)
            std::this_thread::sleep_for(std::chrono::microseconds(50 * (7 - origin.child % 7)));
        double noise = 0.1;
        for (std::size_t i = 0; i < candidate.genes.size(); ++i) {
            const LpParameters& g = candidate.genes[i];
            noise += std::exp2(-2.0 * g.n) * (1 + std::fabs(g.sf - space_.layers[i].center)) *
                     (1 + 0.1 * std::abs(g.es - 1));
        }
        return {noise, meanWeightBits(space_, candidate) / 8, {}};
    }
    std::atomic<int> calls = 0;
    bool uneven = false;

private:
    const SearchSpace& space_;
};

class Log final : public SearchObserver {
public:
    void onScored(const ScoredCandidate& c) override {
        scored.push_back(c);
        if (stopAfter > 0 && scored.size() == static_cast<std::size_t>(stopAfter))
            source.request_stop();
        if (onCount.second && scored.size() == onCount.first) onCount.second();
    }
    void onProgress(const SearchProgress& p) override {
        EXPECT_EQ(p.done, static_cast<std::int64_t>(restoredBefore + scored.size()));
        EXPECT_LE(p.done, p.total);
        last = p;
    }
    void onPopulation(const std::vector<CandidateId>& ids) override {
        population = ids;
        largestPopulation = std::max(largestPopulation, ids.size());
    }
    std::vector<ScoredCandidate> scored;
    std::vector<CandidateId> population;
    std::size_t largestPopulation = 0;
    SearchProgress last;
    std::stop_source source;
    int stopAfter = 0;
    std::size_t restoredBefore = 0;
    std::pair<std::size_t, std::function<void()>> onCount;
};

/// Of a small search by LPQ or, as far as they are common, NSGA-II.
struct SmallSettings : CommonSettings, LpqSettings {};

inline SmallSettings smallSettings() {
    SmallSettings s;
    s.population = 6;
    s.passes = 3;
    s.cycles = 2;
    s.diversity = 3;
    s.seed = 42;
    return s;
}

inline SearchResult runLpq(const SearchSpace& space, const SmallSettings& settings,
                           Evaluator& evaluator, SearchObserver& observer,
                           const SearchControl& control = {}) {
    return lpstudio::runLpq(space, settings, settings, evaluator, observer, control);
}

inline void expectSame(const ScoredCandidate& a, const ScoredCandidate& b) {
    EXPECT_EQ(a.id, b.id);
    EXPECT_EQ(a.candidate, b.candidate);
    EXPECT_EQ(a.fitness, b.fitness);
}

}  // namespace lpstudio::test
