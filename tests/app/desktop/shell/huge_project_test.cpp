#include "tests/app/desktop/huge_project.h"

#include <gtest/gtest.h>

#include "tests/temp_dir.h"

namespace lpstudio::test {

TEST(HugeProject, IsAProjectLikeAnyOther) {
    const TempDir dir;
    const auto file = dir / "huge.lps", again = dir / "again.lps";
    writeHugeProject(file, {2000, 7, 100}, 2);
    const ProjectStore store = ProjectStore::open(file, true);
    const auto runs = store.runs();
    ASSERT_EQ(runs.size(), 2U);
    EXPECT_EQ(runs[0].state, RunState::Finished);
    EXPECT_EQ(runs[0].candidates, 2000);
    EXPECT_EQ(runs[1].seed, 8U);
    const auto candidates = store.candidates(runs[0].id);
    ASSERT_EQ(candidates.size(), 2000U);
    ASSERT_TRUE(runs[0].best);
    int measured = 0;
    for (const ScoredCandidate& one : candidates) {
        EXPECT_GE(one.meanWeightBits, 2);
        EXPECT_LE(one.meanWeightBits, 8);
        EXPECT_GT(one.hardware.energyPicojoules, 0);
        EXPECT_GT(one.hardware.latencySeconds, 0);
        EXPECT_GE(one.fitness, candidates[static_cast<std::size_t>(runs[0].best->value)].fitness);
        for (const LpParameters& gene : one.candidate.genes) EXPECT_NO_THROW(validate(gene));
        if (one.hasTop1()) ++measured;
    }
    EXPECT_EQ(measured, 20);

    writeHugeProject(again, {50, 7, 100});
    const ProjectStore second = ProjectStore::open(again);
    const auto same = second.candidates(second.runs().front().id);
    EXPECT_EQ(same[49].contrast, candidates[49].contrast);
}

}  // namespace lpstudio::test
