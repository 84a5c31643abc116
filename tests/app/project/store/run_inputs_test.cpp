#include "app/project/store/run_inputs.h"

#include <cmath>
#include <limits>

#include "app/project/store/genes_text.h"
#include "tests/app/project/small_project.h"

namespace lpstudio::test {
namespace {

TEST(RunInputs, AreKeptAndReplaced) {
    SmallProject project;
    {
        ProjectStore store = ProjectStore::open(project.file);
        EXPECT_EQ(store.inputs(RunId(1)), someInputs());
        EXPECT_EQ(store.outputShifts(RunId(1), CandidateId(4)), someShifts(4));
        EXPECT_FALSE(store.outputShifts(RunId(1), CandidateId(5)).has_value());
        RunInputs other = someInputs();
        other.formats.pop_back();
        other.leftOut.reset();
        store.setInputs(RunId(1), other);
        EXPECT_EQ(store.inputs(RunId(1)), other);
        other.leftOut.emplace();
        store.setInputs(RunId(1), other);
        EXPECT_EQ(store.inputs(RunId(1)), other)
            << "no set, and none of its images, are not the same";
        store.setOutputShifts(RunId(1), CandidateId(4), someShifts(99));
        EXPECT_EQ(store.outputShifts(RunId(1), CandidateId(4)), someShifts(99));
        expectMessage(errorOf([&] { store.setInputs(RunId(7), other); }), {"small.lps", "run 7"});
        expectMessage(errorOf([&] { store.setOutputShifts(RunId(1), CandidateId(77), {}); }),
                      {"small.lps", "candidate 77 of run 1"});
        store.removeRun(RunId(1));
        EXPECT_TRUE(store.inputs(RunId(1)).isEmpty());
        EXPECT_FALSE(store.outputShifts(RunId(1), CandidateId(4)).has_value());
    }
    ProjectStore::check(project.file);
}

TEST(RunInputs, AManualRunHasThoseOfItsSearch) {
    SmallProject project;
    ProjectStore store = ProjectStore::open(project.file);
    ScoredCandidate mine = someCandidate(0);
    mine.outputShifts = std::make_shared<const OutputShifts>(someShifts(3));
    const auto [run, id] = store.addManualCandidate(RunId(1), mine, "mine", "manual");
    EXPECT_EQ(store.inputs(run), someInputs());
    EXPECT_EQ(store.outputShifts(run, id), someShifts(3));
    store.addManualCandidate(run, someCandidate(1), "", "");
    EXPECT_EQ(store.inputs(run), someInputs());
}

TEST(RunInputs, ACandidateThatIsAddedAgainKeepsItsShifts) {
    SmallProject project;
    ProjectStore store = ProjectStore::open(project.file);
    store.addCandidate(RunId(1), someCandidate(4));
    EXPECT_EQ(store.outputShifts(RunId(1), CandidateId(4)), someShifts(4));
}

TEST(RunInputs, WhatIsDamagedCountsAsMissing) {
    SmallProject project;
    const auto spoil = [&](const char* sql) {
        SQLite::Database(project.file.string(), SQLite::OPEN_READWRITE).exec(sql);
    };
    spoil("UPDATE run_images SET calibration = '[1,-2]'");
    EXPECT_TRUE(ProjectStore::open(project.file).inputs(RunId(1)).isEmpty());
    spoil("UPDATE run_images SET calibration = '[1,2]', left_out = 'none'");
    EXPECT_TRUE(ProjectStore::open(project.file).inputs(RunId(1)).isEmpty());
    spoil("UPDATE output_shift SET shifts = 'AAAA,!' WHERE candidate = 2");
    EXPECT_FALSE(
        ProjectStore::open(project.file).outputShifts(RunId(1), CandidateId(2)).has_value());
}

TEST(RunInputs, ASnapshotHasThem) {
    SmallProject project;
    ProjectStore::open(project.file).writeSnapshot(project.dir / "copy.lps");
    const ProjectStore copy = ProjectStore::open(project.dir / "copy.lps");
    EXPECT_EQ(copy.inputs(RunId(1)), someInputs());
    EXPECT_EQ(copy.outputShifts(RunId(1), CandidateId(6)), someShifts(6));
}

TEST(ShiftsText, ReturnsEveryFloatAsItWas) {
    const OutputShifts shifts{
        {0.1F, -0.0F, std::numeric_limits<float>::denorm_min(), 3e38F}, {}, {-1.0F}, {}};
    const auto read = shiftsFromText(shiftsText(shifts));
    ASSERT_TRUE(read.has_value());
    EXPECT_EQ(*read, shifts);
    EXPECT_TRUE(std::signbit((*read)[0][1]));
    EXPECT_EQ(shiftsFromText(shiftsText({{}})), OutputShifts{{}});
    for (const char* bad : {"AAAA", "AAAAAA==x", "%", "AACAfw=="})
        EXPECT_FALSE(shiftsFromText(bad).has_value()) << bad;
}

}  // namespace
}  // namespace lpstudio::test
