#include "app/project/runs/project_front.h"

#include <cmath>
#include <limits>

#include "core/base/error.h"
#include "core/study/session.h"
#include "tests/temp_dir.h"

namespace lpstudio::test {
namespace {

/// A project of runs that differ where a test says so.
class FrontOfProject : public ::testing::Test {
protected:
    RunId addRun(const SearchSettings& settings,
                 const std::vector<std::pair<double, double>>& contrastAndBits,
                 const std::string& model = "net", const std::string& data = "images") {
        RunRecord run;
        run.model = store_.addModel({0, model, "/data/" + model + ".pt", "sha of " + model});
        run.calibration = store_.addDataset({0, data, "/data/" + data, "sha of " + data, 100});
        run.settings = toJsonText(settings);
        const RunId id = store_.beginRun(run);
        for (std::size_t i = 0; i < contrastAndBits.size(); ++i) {
            ScoredCandidate c;
            c.id = CandidateId(static_cast<std::int64_t>(i));
            c.candidate.genes = {{8, 2, 3, 0.1}};
            c.contrast = contrastAndBits[i].first;
            c.meanWeightBits = contrastAndBits[i].second;
            c.hardware.energyPicojoules = 10 * c.meanWeightBits;
            store_.addCandidate(id, c);
        }
        return id;
    }

    static constexpr Objective kObjectives[] = {Objective::Contrast, Objective::WeightBits};
    TempDir dir_;
    ProjectStore store_ = ProjectStore::create(dir_ / "p.lps");
};

}  // namespace

TEST_F(FrontOfProject, TakesTheBestOfAllRuns) {
    const RunId first = addRun({}, {{1, 8}, {2, 4}, {3, 5}}),
                second = addRun({}, {{1.5, 4}, {4, 2}});
    const ProjectFront front = projectFront(store_, first, kObjectives);
    EXPECT_EQ(front.runs, (std::vector<RunId>{first, second}));
    EXPECT_EQ(front.candidates.size(), 5U);
    EXPECT_EQ(front.unknown, 0);
    ASSERT_EQ(front.front.size(), 3U);
    EXPECT_EQ(front.front[0].run, first);
    EXPECT_EQ(front.front[0].candidate.id, CandidateId(0));
    EXPECT_EQ(front.front[1].run, second);
    EXPECT_EQ(front.front[1].candidate.id, CandidateId(0));
    EXPECT_EQ(front.front[2].candidate.id, CandidateId(1));
    ASSERT_EQ(front.convergence.size(), 5U);
    EXPECT_EQ(front.convergence.back().candidates, 5);
    for (std::size_t i = 1; i < 5; ++i)
        EXPECT_GE(front.convergence[i].hypervolume, front.convergence[i - 1].hypervolume);
    EXPECT_GT(front.convergence[4].hypervolume, front.convergence[2].hypervolume);
}

TEST_F(FrontOfProject, LeavesOutRunsThatCannotBeCompared) {
    SearchSettings s;
    const RunId first = addRun(s, {{1, 8}});
    SearchSettings other = s;
    other.common.seed = 9;
    other.start = StartKind::Random;
    const RunId seed = addRun(other, {{2, 4}});
    other.temperature = 0.5;
    const RunId scored = addRun(other, {{0, 1}});
    const RunId model = addRun(s, {{0, 1}}, "another"), data = addRun(s, {{0, 1}}, "net", "others");
    other = s;
    other.hardware = "lpa-16x16";
    const RunId hardware = addRun(other, {{1.5, 3}});

    ProjectFront front = projectFront(store_, first, kObjectives);
    EXPECT_EQ(front.runs, (std::vector<RunId>{first, seed, hardware}));
    ASSERT_EQ(front.others.size(), 3U);
    EXPECT_EQ(front.others[0], std::make_pair(scored, std::string("its score settings differ")));
    EXPECT_EQ(front.others[1].first, model);
    EXPECT_EQ(front.others[2].first, data);

    // The score is of no account for bits and energy, the accelerator is.
    constexpr Objective kCosts[] = {Objective::WeightBits, Objective::Energy};
    front = projectFront(store_, first, kCosts);
    EXPECT_EQ(front.runs, (std::vector<RunId>{first, seed, scored, data}));
}

TEST_F(FrontOfProject, UnknownValuesStandAside) {
    const double nan = std::numeric_limits<double>::quiet_NaN();
    const RunId run = addRun({}, {{nan, 3}, {2, 4}});
    EXPECT_EQ(projectFront(store_, run, kObjectives).unknown, 1);
    // No top-1 was measured, and no accelerator told a latency.
    for (const Objective objective : {Objective::Top1Error, Objective::Latency}) {
        const Objective objectives[] = {objective, Objective::WeightBits};
        const ProjectFront front = projectFront(store_, run, objectives);
        EXPECT_EQ(front.unknown, 2);
        EXPECT_TRUE(front.front.empty());
        EXPECT_EQ(front.convergence.back().hypervolume, 0);
    }
}

TEST_F(FrontOfProject, RefusesWhatMakesNoFront) {
    const RunId run = addRun({}, {});
    EXPECT_TRUE(projectFront(store_, run, kObjectives).front.empty());
    constexpr Objective kOne[] = {Objective::Contrast};
    EXPECT_THROW(projectFront(store_, run, kOne), UsageError);
    EXPECT_THROW(projectFront(store_, RunId(77), kObjectives), Error);
}

}  // namespace lpstudio::test
