#include "core/search/nsga2.h"

#include <gtest/gtest.h>

#include <random>
#include <set>

#include "core/base/error.h"
#include "core/search/pareto.h"
#include "tests/core/search/fake_search.h"

using namespace lpstudio;
using namespace lpstudio::test;

namespace {

/// Contrast as elsewhere; energy by the bits of all layers, latency by the widest of each block,
/// so that the two want different things.
class Costly final : public FakeEvaluator {
public:
    explicit Costly(const SearchSpace& space) : FakeEvaluator(space), space_(space) {}
    Evaluation evaluate(const Candidate& candidate, const Origin& origin,
                        std::stop_token stop) override {
        Evaluation evaluation = FakeEvaluator::evaluate(candidate, origin, stop);
        evaluation.hardware.energyPicojoules = modelBytes(space_, candidate);
        std::vector<int> widest(static_cast<std::size_t>(space_.blocks()), 0);
        for (std::size_t i = 0; i < candidate.genes.size(); ++i) {
            int& width = widest[static_cast<std::size_t>(space_.layers[i].block)];
            width = std::max(width, candidate.genes[i].n);
        }
        for (const int width : widest) evaluation.hardware.latencySeconds += width;
        return evaluation;
    }

private:
    const SearchSpace& space_;
};

constexpr Nsga2Settings kSettings{7};

CommonSettings settings() {
    CommonSettings s = smallSettings();
    s.population = 12;
    return s;
}
constexpr int kPlanned = 12 * (1 + kSettings.generations);

SearchResult run(const SearchSpace& space, const CommonSettings& chosen, Log& log,
                 const SearchControl& control = {}) {
    Costly evaluator(space);
    return runNsga2(space, chosen, kSettings, evaluator, log, control);
}

void expectSameAll(const SearchResult& a, const SearchResult& b) {
    ASSERT_EQ(a.candidates.size(), b.candidates.size());
    for (std::size_t i = 0; i < a.candidates.size(); ++i)
        expectSame(a.candidates[i], b.candidates[i]);
    EXPECT_EQ(a.best, b.best);
}

}  // namespace

TEST(Nsga2, ScoresAsManyCandidatesAsPlannedAndNoneTwice) {
    const SearchSpace space = makeSpace();
    Log log;
    const SearchResult result = run(space, settings(), log);
    EXPECT_EQ(plannedCandidates(settings(), kSettings), kPlanned);
    EXPECT_EQ(result.candidates.size(), static_cast<std::size_t>(kPlanned));
    EXPECT_TRUE(result.finished);
    EXPECT_EQ(log.last.done, log.last.total);
    EXPECT_EQ(log.population.size(), 12U);
    std::set<std::vector<LpParameters>> seen;
    for (const ScoredCandidate& c : result.candidates)
        EXPECT_TRUE(seen.insert(c.candidate.genes).second) << c.id.value;
}

TEST(Nsga2, SameCandidatesForAnyNumberOfWorkers) {
    const SearchSpace space = makeSpace();
    Log single;
    const SearchResult expected = run(space, settings(), single);
    for (const int workers : {2, 4}) {
        Costly evaluator(space);
        evaluator.uneven = true;
        Log log;
        expectSameAll(
            runNsga2(space, settings(), kSettings, evaluator, log, {{}, workers, nullptr, {}}),
            expected);
    }
}

TEST(Nsga2, StoppedAndResumedAnywhereItEndsAsUndisturbed) {
    const SearchSpace space = makeSpace();
    Log whole;
    const SearchResult expected = run(space, settings(), whole);
    for (int stop = 1; stop <= kPlanned; ++stop) {
        Log before, after;
        before.stopAfter = stop;
        run(space, settings(), before, {before.source.get_token(), 2, nullptr, {}});
        after.restoredBefore = before.scored.size();
        const SearchResult result = run(space, settings(), after, {{}, 2, nullptr, before.scored});
        EXPECT_TRUE(result.finished);
        expectSameAll(result, expected);
    }
}

TEST(Nsga2, ItsFrontIsBetterThanThatOfRandomCandidates) {
    const SearchSpace space = makeSpace();
    constexpr int kCandidates = 480;
    for (const std::uint64_t seed : {1U, 2U, 3U, 4U, 5U}) {
        CommonSettings s = settings();
        s.seed = seed;
        s.population = 24;
        Costly evaluator(space);
        Log log, randomLog;
        const SearchResult found =
            runNsga2(space, s, Nsga2Settings{kCandidates / s.population - 1}, evaluator, log);
        s.population = kCandidates;
        const SearchResult chance = runNsga2(space, s, Nsga2Settings{0}, evaluator, randomLog);
        ASSERT_EQ(chance.candidates.size(), found.candidates.size());
        std::vector<ObjectiveValues> points;
        for (const SearchResult* result : {&chance, &found})
            for (const ScoredCandidate& c : result->candidates)
                points.push_back(objectivesOf(c, searchObjectives()));
        // The box is that of both fronts.
        const std::vector<std::size_t> half{kCandidates};
        const double byChance = hypervolumeOverTime(points, half)[0];
        std::rotate(points.begin(), points.begin() + kCandidates, points.end());
        EXPECT_GT(hypervolumeOverTime(points, half)[0], 1.1 * byChance) << seed;
    }
}

TEST(Nsga2, TargetBitsAndPinsAreHeeded) {
    SearchSpace space = makeSpace();
    const LpParameters pin{8, 2, 7, 9.5};
    space.layers[2].pinned = pin;
    CommonSettings s = settings();
    s.targetBits = 4.5;
    Log log;
    const SearchResult result = run(space, s, log);
    for (const ScoredCandidate& c : result.candidates) EXPECT_EQ(c.candidate.genes[2], pin);
    EXPECT_TRUE(result.targetMet);
    EXPECT_LE(result.candidates[result.best].meanWeightBits, 4.5);
    for (const CandidateId id : log.population)
        EXPECT_LE(result.candidates[static_cast<std::size_t>(id.value)].meanWeightBits, 4.5);
}

TEST(Nsga2, RefusesSettingsThatMakeNoSense) {
    const SearchSpace space = makeSpace();
    Costly evaluator(space);
    Log log;
    try {
        runNsga2(space, settings(), Nsga2Settings{200000}, evaluator, log);
        FAIL();
    } catch (const UsageError& error) {
        EXPECT_STREQ(error.what(), "generations = 200000 is out of range; give 0..100000");
    }
    CommonSettings alone = settings();
    alone.population = 1;
    EXPECT_THROW(runNsga2(space, alone, kSettings, evaluator, log), UsageError);
}

TEST(Nsga2, ASpaceWithNothingNewLeftIsBorne) {
    SearchSpace space = makeSpace(2);
    for (SearchLayer& layer : space.layers) layer.pinned = LpParameters{8, 2, 7, 0};
    Log log;
    EXPECT_EQ(run(space, settings(), log).candidates.size(), static_cast<std::size_t>(kPlanned));
}
