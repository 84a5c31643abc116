#include "app/desktop/jobs/front_work.h"

#include <gtest/gtest.h>

#include <QTemporaryDir>

#include "core/study/session.h"

namespace lpstudio {
namespace {

std::vector<ScoredCandidate> candidates(int count, double factor) {
    std::vector<ScoredCandidate> list;
    for (int i = 0; i < count; ++i) {
        ScoredCandidate one;
        one.id = CandidateId(i);
        one.candidate.genes = {{8, 2, 3, 0.1}};
        one.compression = 1.0 + (i * 7) % count;
        one.contrast = factor / one.compression + (i % 5) / double(i + 1);
        list.push_back(one);
    }
    return list;
}

RunId addRun(ProjectStore& store, const std::string& name, const SearchSettings& settings,
             double factor, const std::string& model = "net") {
    RunRecord run;
    run.name = name;
    run.model = store.addModel({0, model, "/data/" + model + ".pt", "sha of " + model});
    run.calibration = store.addDataset({0, "images", "/data/images", "sha of images", 100});
    run.settings = toJsonText(settings);
    const RunId id = store.beginRun(run);
    for (const ScoredCandidate& one : candidates(10, factor)) store.addCandidate(id, one);
    return id;
}

TEST(Convergence, EndsAtTheTotal) {
    using Counts = std::vector<std::int64_t>;
    const auto countsOf = [](std::size_t points, std::size_t steps) {
        Counts counts;
        for (const auto& step : convergenceOf(std::vector<ObjectiveValues>(points, {1, 1}), steps))
            counts.push_back(step.candidates);
        return counts;
    };
    EXPECT_EQ(countsOf(0, 4), Counts());
    EXPECT_EQ(countsOf(3, 4), (Counts{1, 2, 3}));
    EXPECT_EQ(countsOf(10, 4), (Counts{2, 5, 7, 10}));
    EXPECT_EQ(countsOf(100000, 100).size(), 100U);
    EXPECT_EQ(countsOf(100001, 100).back(), 100001);
}

TEST(Hypervolume, AgreesWithTheCore) {
    const std::vector<ScoredCandidate> list = candidates(250, 3);
    const std::vector<Objective> objectives{Objective::Contrast, Objective::Compression};
    const auto hypervolume = hypervolumeOf(objectiveTable(list, objectives), objectives.size());
    std::vector<ObjectiveValues> points;
    points.reserve(list.size());
    for (const ScoredCandidate& one : list) points.push_back(objectivesOf(one, objectives));
    std::vector<std::size_t> counts;
    for (std::size_t i = 1; i <= kHypervolumeSteps; ++i)
        counts.push_back(i * list.size() / kHypervolumeSteps);
    const auto volumes = hypervolumeOverTime(points, counts);
    ASSERT_EQ(hypervolume.size(), volumes.size());
    for (std::size_t i = 0; i < hypervolume.size(); ++i) {
        EXPECT_EQ(hypervolume[i].candidates, static_cast<std::int64_t>(counts[i]));
        EXPECT_EQ(hypervolume[i].hypervolume, volumes[i]);
    }
    EXPECT_GT(hypervolume.back().hypervolume, 0);
}

TEST(RunsFront, GathersTheRunsOfTheModel) {
    const QTemporaryDir folder;
    const auto store = std::make_shared<ProjectStore>(
        ProjectStore::create(folder.filePath(QStringLiteral("p.lps")).toStdString()));
    SearchSettings otherScore;
    otherScore.temperature = 0.5;
    const RunId first = addRun(*store, "first", {}, 2), second = addRun(*store, "second", {}, 1);
    const RunId scored = addRun(*store, "scored", otherScore, 1);
    addRun(*store, "stranger", {}, 0.1, "another");

    const RunsFront front = runsFront(*store, first, {Objective::Contrast, Objective::Compression});
    EXPECT_EQ(front.reference, first);
    EXPECT_EQ(front.front.runs, (std::vector<RunId>{first, second}));
    // A run of another model is not told of: nobody expects it here.
    ASSERT_EQ(front.front.others.size(), 1U);
    EXPECT_EQ(front.front.others[0].first, scored);
    EXPECT_EQ(front.names, (std::map<RunId, std::string>{
                               {first, "first"}, {second, "second"}, {scored, "scored"}}));
    ASSERT_EQ(front.front.candidates.size(), 10U);
    for (const RunCandidate& one : front.front.candidates) {
        EXPECT_EQ(one.run, second);
        EXPECT_TRUE(one.candidate.candidate.genes.empty());
        EXPECT_GT(one.candidate.contrast, 0);
    }
}

}  // namespace
}  // namespace lpstudio
