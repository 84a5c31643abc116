#include "core/base/error.h"
#include "tests/app/project/small_project.h"

namespace lpstudio::test {
namespace {

class StoreNotes : public testing::Test {
protected:
    SmallProject project;
    ProjectStore store = ProjectStore::open(project.file);
    const RunId run{1};
};

TEST_F(StoreNotes, NamesAndNotesAreKept) {
    store.rename(AnnotatedItem::Model, 1, "ResNet, pruned");
    store.rename(AnnotatedItem::Dataset, 2, "held out");
    store.rename(AnnotatedItem::Run, 1, "überarbeitet");
    store.setNotes(AnnotatedItem::Dataset, 2, "two\nlines");
    store.setNotes(AnnotatedItem::Run, 1, "");
    const ProjectStore again = ProjectStore::open(project.file);
    EXPECT_EQ(again.model(1).name, "ResNet, pruned");
    EXPECT_EQ(again.model(1).notes, "from the lab");
    EXPECT_EQ(again.dataset(2).name, "held out");
    EXPECT_EQ(again.dataset(2).notes, "two\nlines");
    EXPECT_EQ(again.dataset(1).notes, "drawn in March");
    EXPECT_EQ(again.run(run).name, "überarbeitet");
    EXPECT_EQ(again.run(run).notes, "");
    // Asked for alone.
    EXPECT_EQ(again.name(AnnotatedItem::Dataset, 2), "held out");
    EXPECT_EQ(again.notes(AnnotatedItem::Dataset, 2), "two\nlines");
    EXPECT_EQ(again.notes(AnnotatedItem::Model, 1), "from the lab");
    EXPECT_EQ(again.notes(AnnotatedItem::Run, 1), "");
}

TEST_F(StoreNotes, WhatIsNotThereIsRefused) {
    expectMessage(errorOf([&] { store.rename(AnnotatedItem::Model, 9, "x"); }), {"model 9"});
    expectMessage(errorOf([&] { store.name(AnnotatedItem::Dataset, 9); }), {"dataset 9"});
    expectMessage(errorOf([&] { store.notes(AnnotatedItem::Run, 9); }), {"run 9"});
    expectMessage(errorOf([&] { store.setNotes(AnnotatedItem::Run, 9, "x"); }), {"run 9"});
    expectMessage(errorOf([&] { store.rename(AnnotatedItem::Run, 1, " \t"); }), {"run 1", "empty"});
    expectMessage(errorOf([&] {
                      store.setCandidateNote(run, {CandidateId(99), "x", "", false});
                  }),
                  {"candidate 99", "run 1"});
    expectMessage(errorOf([&] { store.addManualCandidate(RunId(9), someCandidate(0), "", "h"); }),
                  {"run 9"});
    EXPECT_EQ(store.run(run).name, "first");
    EXPECT_EQ(store.runs().size(), 1U);
}

TEST_F(StoreNotes, OfACandidateStayWhenItIsScoredAgainAndGoWithIt) {
    store.setCandidateNote(run, {CandidateId(3), "narrow", "", false});
    store.addCandidate(run, someCandidate(3));
    const auto notes = store.candidateNotes(run);
    ASSERT_EQ(notes.size(), 2U);
    EXPECT_EQ(notes[0], (CandidateNote{CandidateId(1), "", "the one to ship", true}));
    EXPECT_EQ(notes[1], (CandidateNote{CandidateId(3), "narrow", "", false}));
    store.setCandidateNote(run, {CandidateId(3), "", "", false});
    EXPECT_EQ(store.candidateNotes(run).size(), 1U);
    EXPECT_TRUE(store.candidateNote(run, CandidateId(3)).isEmpty());
    store.removeRun(run);
    EXPECT_TRUE(store.candidateNotes(run).empty());
    ProjectStore::check(project.file);
    // Nothing refers to them any more.
    store.removeModel(1);
    store.removeDataset(1);
}

TEST_F(StoreNotes, CandidatesByHandHaveARunOfTheirOwn) {
    store.setFloatTop1(run, 91.5);
    const auto [hand, first] = store.addManualCandidate(run, someCandidate(12), "mine", "by hand");
    EXPECT_NE(hand, run);
    EXPECT_EQ(first, CandidateId(0));
    ScoredCandidate better = someCandidate(13);
    better.fitness = 0.01;
    EXPECT_EQ(store.addManualCandidate(run, better, "", "not used"),
              std::pair(hand, CandidateId(1)));
    // One more, made from a candidate by hand.
    EXPECT_EQ(store.addManualCandidate(hand, someCandidate(14), "", "not used"),
              std::pair(hand, CandidateId(2)));

    const RunRecord from = store.run(run), made = store.run(hand);
    EXPECT_EQ(made.kind, RunKind::Manual);
    EXPECT_STREQ(runKindName(made.kind), "hand");
    EXPECT_EQ(made.derivedFrom, run);
    EXPECT_EQ(made.name, "by hand");
    EXPECT_EQ(made.model, from.model);
    EXPECT_EQ(made.calibration, from.calibration);
    EXPECT_EQ(made.evaluation, from.evaluation);
    EXPECT_EQ(made.settings, from.settings);
    EXPECT_EQ(made.fingerprint, from.fingerprint);
    EXPECT_EQ(made.seed, from.seed);
    EXPECT_EQ(made.floatTop1Percent, 91.5);
    EXPECT_EQ(made.state, RunState::Finished);
    EXPECT_EQ(made.candidates, 3);
    EXPECT_EQ(made.best, CandidateId(1));
    EXPECT_EQ(store.candidates(hand)[0].candidate.genes, someCandidate(12).candidate.genes);
    EXPECT_EQ(store.candidateNote(hand, CandidateId(0)).name, "mine");
    EXPECT_EQ(from.candidates, 20);
    EXPECT_EQ(from.kind, RunKind::Search);

    // It outlives the run it came from.
    store.removeRun(run);
    EXPECT_EQ(store.run(hand).kind, RunKind::Manual);
    EXPECT_FALSE(store.run(hand).derivedFrom.has_value());
}

TEST_F(StoreNotes, AManualRunIsNeverResumed) {
    const RunId hand = store.addManualCandidate(run, someCandidate(12), "", "by hand").first;
    expectMessage(errorOf([&] { store.resumeRun(hand); }), {"run 2", "made manually"});
    EXPECT_EQ(store.run(hand).state, RunState::Finished);
}

}  // namespace
}  // namespace lpstudio::test
