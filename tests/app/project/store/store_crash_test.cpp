#include <sys/wait.h>
#include <unistd.h>

#include <csignal>

#include "app/project/store/process_owner.h"
#include "app/project/store/store.h"
#include "tests/temp_dir.h"

namespace lpstudio::test {
namespace {

/// Starts a process that opens the project, begins a run, and reports every stored candidate as a
/// byte on a pipe until it is killed.
pid_t startSearch(const std::filesystem::path& file, int& reports) {
    int ends[2];
    EXPECT_EQ(pipe(ends), 0);
    const pid_t child = fork();
    if (child == 0) {
        close(ends[0]);
        ProjectStore store = ProjectStore::create(file);
        RunRecord run;
        run.name = "killed";
        run.model = store.addModel({0, "net", "/net.pt", "a"});
        run.calibration = store.addDataset({0, "cal", "/cal.bin", "b", 1});
        const RunId id = store.beginRun(run);
        for (std::int64_t i = 0;; ++i) {
            ScoredCandidate scored;
            scored.id = CandidateId(i);
            scored.candidate.genes.assign(50, {8, 2, 3, 0.5});
            store.addCandidate(id, scored);
            if (write(ends[1], "x", 1) != 1) _exit(1);
        }
    }
    close(ends[1]);
    reports = ends[0];
    return child;
}

TEST(StoreCrash, AKilledSearchLosesNoReportedCandidate) {
    TempDir dir;
    const auto file = dir / "p.lps";
    int reports = -1;
    const pid_t child = startSearch(file, reports);
    std::int64_t seen = 0;
    char byte = 0;
    while (seen < 200 && read(reports, &byte, 1) == 1) ++seen;
    {
        // The run belongs to a living process: adopting must leave it alone.
        ProjectStore store = ProjectStore::open(file, true);
        ASSERT_EQ(store.runs().size(), 1u);
        EXPECT_EQ(store.runs()[0].state, RunState::Running);
        expectMessage(errorOf([&] { store.resumeRun(store.runs()[0].id); }),
                      {"another process", "wait"});
    }
    kill(child, SIGKILL);
    while (read(reports, &byte, 1) == 1) ++seen;
    close(reports);
    waitpid(child, nullptr, 0);
    ASSERT_GE(seen, 200);

    EXPECT_EQ(ProjectStore::open(file).runs()[0].state, RunState::Running);
    ProjectStore store = ProjectStore::open(file, true);
    const RunRecord run = store.runs().at(0);
    EXPECT_EQ(run.state, RunState::Stopped);
    const auto candidates = store.candidates(run.id);
    // At most the one in flight is there without having been reported.
    EXPECT_GE(static_cast<std::int64_t>(candidates.size()), seen);
    EXPECT_LE(static_cast<std::int64_t>(candidates.size()), seen + 1);
    for (std::size_t i = 0; i < candidates.size(); ++i) {
        EXPECT_EQ(candidates[i].id, CandidateId(static_cast<std::int64_t>(i)));
        EXPECT_EQ(candidates[i].candidate.genes.size(), 50u);
    }
    store.resumeRun(run.id);
    EXPECT_EQ(store.run(run.id).state, RunState::Running);
}

TEST(ProcessOwner, KnowsTheLivingFromTheDead) {
    EXPECT_TRUE(isRunning(thisProcess()));
    EXPECT_FALSE(isRunning(""));
    EXPECT_FALSE(isRunning("another-boot 1 1"));
    int ends[2];
    ASSERT_EQ(pipe(ends), 0);
    const pid_t child = fork();
    if (child == 0) {
        const std::string me = thisProcess();
        const ssize_t written = write(ends[1], me.data(), me.size());
        _exit(written < 0 ? 1 : 0);
    }
    close(ends[1]);
    char text[256];
    const ssize_t size = read(ends[0], text, sizeof text);
    close(ends[0]);
    ASSERT_GT(size, 0);
    waitpid(child, nullptr, 0);
    EXPECT_FALSE(isRunning(std::string(text, static_cast<std::size_t>(size))));
}

}  // namespace
}  // namespace lpstudio::test
