#include "core/search/lpq.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <random>
#include <thread>

#include "core/base/error.h"
#include "tests/core/search/fake_search.h"

using namespace lpstudio;
using namespace lpstudio::test;

namespace {

SearchResult run(const SearchSpace& space, const SmallSettings& settings, Log& log) {
    FakeEvaluator evaluator(space);
    return runLpq(space, settings, evaluator, log, {log.source.get_token()});
}

}  // namespace

TEST(Lpq, ScoresAsManyCandidatesAsPlanned) {
    const SearchSpace space = makeSpace();
    Log log;
    const SearchResult result = run(space, smallSettings(), log);
    EXPECT_EQ(plannedCandidates(CommonSettings{.population = 6}, LpqSettings{3, 2, 3}, space),
              6 + 3 * 2 * 4 * 4);
    EXPECT_EQ(result.candidates.size(), 102U);
    EXPECT_EQ(log.scored.size(), 102U);
    EXPECT_EQ(log.last.done, log.last.total);
    EXPECT_TRUE(result.finished);
    for (std::size_t i = 0; i < log.scored.size(); ++i) {
        EXPECT_EQ(log.scored[i].id.value, static_cast<std::int64_t>(i));
        expectSame(log.scored[i], result.candidates[i]);
    }
}

TEST(Lpq, FitnessIsContrastTimesCompressionToLambda) {
    const SearchSpace space = makeSpace();
    Log log;
    for (const ScoredCandidate& c : run(space, smallSettings(), log).candidates) {
        EXPECT_DOUBLE_EQ(c.fitness, c.contrast * std::pow(c.compression, 0.4));
        EXPECT_DOUBLE_EQ(c.compression, c.meanWeightBits / 8);
    }
}

TEST(Lpq, SameSeedSameCandidates) {
    const SearchSpace space = makeSpace();
    Log a, b, c;
    const SearchResult first = run(space, smallSettings(), a),
                       second = run(space, smallSettings(), b);
    ASSERT_EQ(first.candidates.size(), second.candidates.size());
    for (std::size_t i = 0; i < first.candidates.size(); ++i)
        expectSame(first.candidates[i], second.candidates[i]);
    SmallSettings other = smallSettings();
    other.seed = 43;
    EXPECT_NE(run(space, other, c).candidates[3].candidate, first.candidates[3].candidate);
}

TEST(Lpq, StoppingAnywhereGivesAPrefix) {
    const SearchSpace space = makeSpace();
    Log whole;
    const SearchResult full = run(space, smallSettings(), whole);
    for (int stop = 1; stop < 102; stop += 7) {
        Log log;
        log.stopAfter = stop;
        const SearchResult part = run(space, smallSettings(), log);
        // What the worker had at hand is kept, too.
        ASSERT_GE(part.candidates.size(), static_cast<std::size_t>(stop));
        ASSERT_LE(part.candidates.size(), static_cast<std::size_t>(stop + 6));
        EXPECT_EQ(part.finished, part.candidates.size() == 102);
        for (std::size_t i = 0; i < part.candidates.size(); ++i)
            expectSame(part.candidates[i], full.candidates[i]);
    }
    Log log;
    SmallSettings limited = smallSettings();
    limited.maxCandidates = 17;
    EXPECT_EQ(run(space, limited, log).candidates.size(), 17U);
    EXPECT_EQ(log.last.total, 17);
}

TEST(Lpq, StoppedBeforeTheFirstCandidateIsCancelled) {
    const SearchSpace space = makeSpace();
    Log log;
    log.source.request_stop();
    EXPECT_THROW(run(space, smallSettings(), log), Cancelled);
}

TEST(Lpq, GenesStayInTheSpaceAndPinsUntouched) {
    SearchSpace space = makeSpace();
    space.widths = {2, 4, 8};
    space.maxExponentSize = 2;
    space.maxRegime = 4;
    space.sfRange = 0.3;
    const LpParameters pin{8, 2, 7, 9.5};
    space.layers[2].pinned = pin;
    Log log;
    const SearchResult result = run(space, smallSettings(), log);
    for (const ScoredCandidate& c : result.candidates)
        for (std::size_t i = 0; i < c.candidate.genes.size(); ++i) {
            const LpParameters& g = c.candidate.genes[i];
            if (i == 2) {
                EXPECT_EQ(g, pin);
                continue;
            }
            EXPECT_TRUE(g.n == 2 || g.n == 4 || g.n == 8);
            EXPECT_GE(g.es, 0);
            EXPECT_LE(g.es, std::min(2, LpParameters::maxExponentSize(g.n)));
            EXPECT_GE(g.rs, std::min(2, g.n - 1));
            EXPECT_LE(g.rs, std::min(4, g.n - 1));
            if (c.id.value != 0) {
                EXPECT_LE(std::fabs(g.sf - space.layers[i].center), 0.3 + 1e-12);
            }
        }
}

TEST(Lpq, ChildrenDifferFromTheBetterParentOnlyInTheBlock) {
    const SearchSpace space = makeSpace();
    Log log;
    const SearchResult result = run(space, smallSettings(), log);
    // The better parent is the best of what was there before the step.
    std::size_t i = 6;
    std::vector<std::size_t> population{0, 1, 2, 3, 4, 5};
    const auto fitter = [&](std::size_t a, std::size_t b) {
        return result.candidates[a].fitness < result.candidates[b].fitness;
    };
    while (i < result.candidates.size()) {
        std::stable_sort(population.begin(), population.end(), fitter);
        population.resize(6);
        const Candidate& better = result.candidates[population[0]].candidate;
        const int block = result.candidates[i].origin.block;
        for (std::size_t child = 0; child < 4; ++child)
            for (std::size_t layer = 0; layer < space.layers.size(); ++layer)
                if (space.layers[layer].block != block) {
                    EXPECT_EQ(result.candidates[i + child].candidate.genes[layer],
                              better.genes[layer]);
                }
        population.push_back(i);
        std::size_t best = i + 1;
        for (std::size_t j = i + 2; j < i + 4; ++j)
            if (fitter(j, best)) best = j;
        population.push_back(best);
        i += 4;
    }
    EXPECT_EQ(log.largestPopulation, 6U);
}

TEST(Lpq, FirstCandidateIsTheStart) {
    const SearchSpace space = makeSpace();
    Log log;
    const SearchResult result = run(space, smallSettings(), log);
    for (std::size_t i = 0; i < space.layers.size(); ++i)
        EXPECT_EQ(result.candidates[0].candidate.genes[i], space.layers[i].starts.back());
}

TEST(Lpq, FindsBetterThanItStartedWith) {
    const SearchSpace space = makeSpace();
    for (const std::uint64_t seed : {1U, 2U, 3U}) {
        SmallSettings settings = smallSettings();
        settings.seed = seed;
        settings.passes = 10;
        Log log;
        const SearchResult result = run(space, settings, log);
        double initial = INFINITY;
        for (std::size_t i = 0; i < 6; ++i)
            initial = std::min(initial, result.candidates[i].fitness);
        EXPECT_LT(result.candidates[result.best].fitness, 0.95 * initial);
    }
}

TEST(Lpq, TargetBitsAreMet) {
    const SearchSpace space = makeSpace();
    SmallSettings settings = smallSettings();
    settings.passes = 10;
    settings.targetBits = 4;
    Log log;
    const SearchResult result = run(space, settings, log);
    EXPECT_TRUE(result.targetMet);
    EXPECT_LE(result.candidates[result.best].meanWeightBits, 4);
    for (const ScoredCandidate& c : result.candidates)
        if (c.meanWeightBits <= 4) {
            EXPECT_GE(c.fitness, result.candidates[result.best].fitness);
        }
    settings.maxCandidates = 1;  // only the uniform 8-bit start
    Log shortLog;
    EXPECT_FALSE(run(space, settings, shortLog).targetMet);
}

TEST(Lpq, AnEvaluatorsErrorReachesTheCaller) {
    class Broken final : public Evaluator {
    public:
        Evaluation evaluate(const Candidate&, const Origin&, std::stop_token) override {
            throw Error("layer conv1: not finite");
        }
    } evaluator;
    Log log;
    EXPECT_THROW(runLpq(makeSpace(), smallSettings(), evaluator, log), Error);
}

TEST(Lpq, SameCandidatesForAnyNumberOfWorkers) {
    const SearchSpace space = makeSpace();
    Log single;
    const SearchResult expected = run(space, smallSettings(), single);
    for (const int workers : {2, 4, 9}) {
        FakeEvaluator evaluator(space);
        evaluator.uneven = true;
        Log log;
        const SearchResult result =
            runLpq(space, smallSettings(), evaluator, log, {{}, workers, nullptr, {}});
        ASSERT_EQ(result.candidates.size(), expected.candidates.size());
        for (std::size_t i = 0; i < result.candidates.size(); ++i)
            expectSame(result.candidates[i], expected.candidates[i]);
    }
}

TEST(Lpq, StoppedAndResumedAnywhereItEndsAsUndisturbed) {
    const SearchSpace space = makeSpace();
    Log whole;
    const SearchResult expected = run(space, smallSettings(), whole);
    for (const int workers : {1, 3})
        for (int stop = 1; stop <= 102; ++stop) {
            FakeEvaluator evaluator(space);
            Log before, after;
            before.stopAfter = stop;
            runLpq(space, smallSettings(), evaluator, before,
                   {before.source.get_token(), workers, nullptr, {}});
            // A store may give them back in any order.
            std::shuffle(before.scored.begin(), before.scored.end(), std::mt19937(1));
            FakeEvaluator rest(space);
            after.restoredBefore = before.scored.size();
            const SearchResult result =
                runLpq(space, smallSettings(), rest, after, {{}, workers, nullptr, before.scored});
            ASSERT_EQ(rest.calls, 102 - static_cast<int>(before.scored.size())) << stop;
            ASSERT_EQ(result.candidates.size(), 102U);
            ASSERT_TRUE(result.finished);
            for (std::size_t i = 0; i < 102; ++i)
                expectSame(result.candidates[i], expected.candidates[i]);
            ASSERT_EQ(result.best, expected.best);
        }
}

TEST(Lpq, AnotherSearchsCandidatesAreRefused) {
    const SearchSpace space = makeSpace();
    SmallSettings other = smallSettings();
    other.seed = 43;
    Log first, second;
    const SearchResult foreign = run(space, other, first);
    FakeEvaluator evaluator(space);
    try {
        runLpq(space, smallSettings(), evaluator, second, {{}, 1, nullptr, foreign.candidates});
        FAIL();
    } catch (const Error& error) {
        EXPECT_NE(std::string(error.what()).find("candidate 1 of the stored run is not"),
                  std::string::npos)
            << error.what();
    }
}

TEST(Lpq, PauseHoldsTheWorkersAndCancelFreesThem) {
    const SearchSpace space = makeSpace();
    for (const bool cancel : {false, true}) {
        FakeEvaluator evaluator(space);
        PauseGate gate;
        Log log;
        log.onCount = {20, [&] { gate.setPaused(true); }};
        std::jthread user([&] {
            while (!gate.isPaused()) std::this_thread::yield();
            // Whoever was at work has finished by then.
            std::this_thread::sleep_for(std::chrono::milliseconds(30));
            const int calls = evaluator.calls;
            EXPECT_LT(calls, 30);
            std::this_thread::sleep_for(std::chrono::milliseconds(30));
            EXPECT_EQ(evaluator.calls, calls);
            if (cancel)
                log.source.request_stop();
            else
                gate.setPaused(false);
        });
        const SearchResult result =
            runLpq(space, smallSettings(), evaluator, log, {log.source.get_token(), 2, &gate, {}});
        EXPECT_EQ(result.finished, !cancel);
        if (cancel) {
            EXPECT_LT(result.candidates.size(), 30U);
        }
    }
}

TEST(Lpq, TimeLimitEndsTheSearch) {
    const SearchSpace space = makeSpace();
    SmallSettings settings = smallSettings();
    settings.timeLimitSeconds = 0.01;
    FakeEvaluator evaluator(space);
    evaluator.uneven = true;
    settings.passes = 1000;
    Log log;
    const SearchResult result = runLpq(space, settings, evaluator, log);
    EXPECT_FALSE(result.finished);
    EXPECT_GT(result.candidates.size(), 1U);
    EXPECT_GE(result.seconds, 0.01);
    EXPECT_LT(result.seconds, 10);
}

TEST(Lpq, RefusesSettingsThatMakeNoSense) {
    const struct {
        void (*spoil)(SmallSettings&);
        const char* part;
    } cases[] = {
        {[](SmallSettings& s) { s.population = 1; },
         "population = 1 is out of range; give 2..10000"},
        {[](SmallSettings& s) { s.passes = -1; }, "passes = -1 is out of range; give 0..100000"},
        {[](SmallSettings& s) { s.cycles = 0; }, "cycles"},
        {[](SmallSettings& s) { s.diversity = -1; }, "diversity"},
        {[](SmallSettings& s) { s.lambda = NAN; }, "lambda"},
        {[](SmallSettings& s) { s.targetBits = 1; }, "target-bits = 1 is out of range; give 2..8"},
        {[](SmallSettings& s) {
             s.targetBits = 2.5;
             s.maxCandidates = -5;
         },
         "max-candidates = -5 is out of range; give a positive number"},
        {[](SmallSettings& s) { s.timeLimitSeconds = -1; }, "time-limit"}};
    const SearchSpace space = makeSpace();
    FakeEvaluator evaluator(space);
    for (const auto& c : cases) {
        SmallSettings s = smallSettings();
        c.spoil(s);
        Log log;
        try {
            runLpq(space, s, evaluator, log);
            ADD_FAILURE() << c.part;
        } catch (const UsageError& error) {
            EXPECT_NE(std::string(error.what()).find(c.part), std::string::npos) << error.what();
        }
    }
}
