#include "app/project/runs/resume.h"

#include "tests/app/project/small_project.h"

namespace lpstudio::test {
namespace {

TEST(Resume, NeverTakesUpAManualRun) {
    const SmallProject project;
    ProjectStore store = ProjectStore::open(project.file);
    const RunId hand = store.addManualCandidate(RunId(1), someCandidate(12), "", "manual").first;
    store.endRun(hand, RunState::Stopped, CandidateId(0), 0);
    expectMessage(errorOf([&] { requireResumable(store, store.run(hand), "print"); }),
                  {"run 2", "made manually"});
    expectMessage(errorOf([&] { runToResume(store, "print"); }), {"no unfinished run"});
    EXPECT_EQ(store.run(hand).state, RunState::Stopped);
}

}  // namespace
}  // namespace lpstudio::test
