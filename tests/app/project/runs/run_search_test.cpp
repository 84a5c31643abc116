#include "app/project/runs/run_search.h"

#include <gtest/gtest.h>

#include "tests/app/project/runs/example_run.h"

namespace lpstudio::test {
namespace {

/// What a run holds of its candidates, top-1 aside.
std::vector<std::pair<std::vector<LpParameters>, double>> stored(const ProjectStore& store,
                                                                 RunId run) {
    std::vector<std::pair<std::vector<LpParameters>, double>> all;
    for (const ScoredCandidate& one : store.candidates(run))
        all.emplace_back(one.candidate.genes, one.fitness);
    return all;
}

TEST(RunSearch, ALimitedRunResumedWithAHigherLimitIsAsOneRunThrough) {
    const ExampleRun example;
    HeardSearch whole, part, rest, last;
    SearchRequest request = example.request();
    request.settings.common.maxCandidates = 14;
    const SearchOutcome through = runSearch(request, whole);
    EXPECT_EQ(through.state, RunState::Limited) << "the search has more to do";

    request.settings.common.maxCandidates = 7;
    const SearchOutcome first = runSearch(request, part);
    EXPECT_EQ(first.state, RunState::Limited);
    EXPECT_EQ(part.ended, RunState::Limited);
    EXPECT_EQ(part.began->planned, 7);
    RunRecord run = example.store->run(*first.run);
    EXPECT_EQ(run.state, RunState::Limited);
    EXPECT_EQ(run.candidates, 7);
    EXPECT_EQ(run.best, first.result.candidates[first.result.best].id);

    // At the same limit there is nothing to do.
    request.resume = first.run;
    expectMessage(errorOf([&] { runSearch(request, rest); }),
                  {"run 2 has 7 candidates", "the limit is 7", "higher limit"});
    EXPECT_EQ(example.store->run(*first.run).state, RunState::Limited);

    request.settings.common.maxCandidates = 14;
    const SearchOutcome second = runSearch(request, rest, {{}, 2, nullptr, {}});
    EXPECT_EQ(rest.began->restored, 7);
    EXPECT_EQ(rest.restored.size(), 7U);
    EXPECT_EQ(second.run, first.run);
    EXPECT_EQ(stored(*example.store, *second.run), stored(*example.store, *through.run));
    run = example.store->run(*second.run);
    EXPECT_EQ(run.state, RunState::Limited);
    EXPECT_EQ(run.best, example.store->run(*through.run).best);
    EXPECT_EQ(settingsFromJsonText(run.settings).common.maxCandidates, 14)
        << "the run's command must say how many there are";

    // And with none it comes to its end.
    request.settings.common.maxCandidates = 0;
    EXPECT_EQ(runSearch(request, last).state, RunState::Finished);
    EXPECT_EQ(example.store->run(*first.run).state, RunState::Finished);
    EXPECT_EQ(settingsFromJsonText(example.store->run(*first.run).settings).common.maxCandidates,
              0);
}

TEST(RunSearch, TimeThatIsUpLimitsARunToo) {
    const ExampleRun example;
    HeardSearch hasty, patient;
    SearchRequest request = example.request();
    request.settings.common.timeLimitSeconds = 0.01;
    const SearchOutcome first = runSearch(request, hasty);
    EXPECT_EQ(first.state, RunState::Limited);
    RunRecord run = example.store->run(*first.run);
    EXPECT_EQ(run.state, RunState::Limited);
    EXPECT_EQ(run.candidates, static_cast<std::int64_t>(hasty.scored.size()));
    ASSERT_GT(run.candidates, 0);
    EXPECT_TRUE(run.best.has_value());

    request.settings.common.timeLimitSeconds = 0;
    request.resumeNewest = true;
    const SearchOutcome second = runSearch(request, patient);
    EXPECT_EQ(second.run, first.run);
    EXPECT_EQ(second.state, RunState::Finished);
    HeardSearch whole;
    request.resumeNewest = false;
    EXPECT_EQ(stored(*example.store, *second.run),
              stored(*example.store, *runSearch(request, whole).run));
}

TEST(RunSearch, AResumeThatIsCancelledAtOnceKeepsTheBest) {
    const ExampleRun example;
    HeardSearch first, again;
    SearchRequest request = example.request();
    request.settings.common.maxCandidates = 13;
    const RunId run = *runSearch(request, first).run;
    const RunRecord before = example.store->run(run);
    ASSERT_TRUE(before.best.has_value());
    ASSERT_GE(before.best->value, 5) << "one of the first population would prove less";
    request.settings.common.maxCandidates = 0;
    request.resume = run;
    // Before anything, and when only the first population has been restored.
    for (const bool atOnce : {true, false}) {
        std::stop_source stop;
        struct Stopping : HeardSearch {
            void onBegan(const SearchBeginning& beginning) override {
                HeardSearch::onBegan(beginning);
                if (atOnce) stop->request_stop();
            }
            void onRestored(const ScoredCandidate& candidate) override {
                HeardSearch::onRestored(candidate);
                if (restored.size() == 5) stop->request_stop();
            }
            bool atOnce = false;
            std::stop_source* stop = nullptr;
        } stopping;
        stopping.atOnce = atOnce;
        stopping.stop = &stop;
        try {
            EXPECT_EQ(runSearch(request, stopping, {stop.get_token(), 1, nullptr, {}}).state,
                      RunState::Stopped);
        } catch (const Cancelled&) {
            EXPECT_TRUE(atOnce);
        }
        EXPECT_TRUE(stopping.scored.empty());
        const RunRecord after = example.store->run(run);
        EXPECT_EQ(after.state, RunState::Stopped);
        EXPECT_EQ(after.best, before.best);
        EXPECT_EQ(after.candidates, before.candidates);
    }
}

TEST(RunSearch, AStoppedSearchKeepsWhatItHas) {
    const ExampleRun example;
    std::stop_source stop;
    HeardSearch heard;
    heard.afterScored = [&] {
        if (heard.scored.size() == 6) stop.request_stop();
    };
    SearchRequest request = example.request();
    request.evaluation = example.store->dataset(example.evaluationId);
    const SearchOutcome outcome = runSearch(request, heard, {stop.get_token(), 1, nullptr, {}});
    EXPECT_EQ(outcome.state, RunState::Stopped);
    EXPECT_TRUE(heard.measured.empty()) << "who stops it does not want to wait for top-1";
    const RunRecord run = example.store->run(*outcome.run);
    EXPECT_EQ(run.state, RunState::Stopped);
    EXPECT_TRUE(run.best.has_value());
}

TEST(RunSearch, TopOneIsMeasuredAfterALimitedSearchAndStored) {
    const ExampleRun example;
    HeardSearch heard;
    SearchRequest request = example.request();
    request.evaluation = example.store->dataset(example.evaluationId);
    request.settings.common.maxCandidates = 2;
    request.settings.measure = Top1Scope::Front;
    const SearchOutcome outcome = runSearch(request, heard);
    EXPECT_EQ(outcome.state, RunState::Limited);
    const SearchResult& result = outcome.result;
    ASSERT_EQ(heard.measured.size(), 1 + result.front.size());
    EXPECT_EQ(heard.measured[0], std::nullopt);
    EXPECT_EQ(heard.measured[1], result.candidates[result.best].id);
    EXPECT_EQ(example.store->run(*outcome.run).floatTop1Percent, outcome.floatTop1Percent);
    EXPECT_GT(outcome.floatTop1Percent, 80);
    for (const std::size_t at : result.front) {
        const ScoredCandidate& one = result.candidates[at];
        EXPECT_TRUE(one.hasTop1());
        EXPECT_EQ(example.store->candidate(*outcome.run, one.id).top1Percent, one.top1Percent);
    }
}

TEST(RunSearch, TopOneIsMeasuredOfWhatTheSettingsSay) {
    const ExampleRun example;
    for (const Top1Scope scope : {Top1Scope::None, Top1Scope::Best}) {
        HeardSearch heard;
        SearchRequest request = example.request();
        request.evaluation = example.store->dataset(example.evaluationId);
        request.settings.common.maxCandidates = 6;
        request.settings.measure = scope;
        const SearchOutcome outcome = runSearch(request, heard);
        const SearchResult& result = outcome.result;
        ASSERT_GT(result.front.size(), 1U) << "there is more that could be measured";
        const bool best = scope == Top1Scope::Best;
        EXPECT_EQ(heard.measured.size(), best ? 2U : 0U);
        EXPECT_EQ(outcome.floatTop1Percent >= 0, best);
        for (std::size_t at = 0; at < result.candidates.size(); ++at)
            EXPECT_EQ(example.store->candidate(*outcome.run, result.candidates[at].id).hasTop1(),
                      best && at == result.best);
    }
    EXPECT_EQ(SearchSettings().measure, Top1Scope::Best);
}

TEST(RunSearch, WhatCannotBeSearchedMakesNoProject) {
    const ExampleRun example;
    HeardSearch heard;
    SearchRequest request = example.request();
    request.store.reset();
    request.project = example.dir / "new.lps";
    request.settings.locks = {{"no such layer", "lp:8"}};
    expectMessage(errorOf([&] { runSearch(request, heard); }), {"no such layer"});
    EXPECT_FALSE(std::filesystem::exists(request.project));
    request.settings.locks.clear();
    request.settings.common.maxCandidates = 2;
    request.model.id = request.calibration.id = 0;
    const SearchOutcome outcome = runSearch(request, heard);
    const ProjectStore store = ProjectStore::open(request.project);
    EXPECT_EQ(store.run(*outcome.run).name, "LPQ on ResNet-12, Fashion-MNIST");
    EXPECT_EQ(store.models().size(), 1U);
    // And without any project nothing is stored.
    request.project.clear();
    const SearchOutcome loose = runSearch(request, heard);
    EXPECT_FALSE(loose.run.has_value());
    EXPECT_EQ(loose.result.candidates.size(), 2U);
}

}  // namespace
}  // namespace lpstudio::test
