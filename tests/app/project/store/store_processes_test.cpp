// Several processes on one project.
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <chrono>
#include <csignal>
#include <fstream>
#include <functional>
#include <random>
#include <thread>

#include "core/base/error.h"
#include "tests/app/project/small_project.h"

namespace lpstudio::test {
namespace {

namespace fs = std::filesystem;

/// Runs the work in a process of its own; it ends with 0 unless the work throws.
pid_t inProcess(const std::function<void()>& work) {
    const pid_t child = fork();
    if (child != 0) return child;
    try {
        work();
        _exit(0);
    } catch (const std::exception& error) {
        std::fprintf(stderr, "%s\n", error.what());
        _exit(1);
    }
}

void expectDone(pid_t child) {
    int status = -1;
    waitpid(child, &status, 0);
    EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0);
}

TEST(StoreProcesses, TwoWritersAndAReaderGetAlong) {
    const SmallProject project(0);
    constexpr int kEach = 400;
    std::array<pid_t, 2> writers{};
    for (pid_t& writer : writers)
        writer = inProcess([&] {
            ProjectStore store = ProjectStore::open(project.file);
            const RunId id = store.beginRun(someRun(1, 1));
            for (int i = 0; i < kEach; ++i) store.addCandidate(id, someCandidate(i));
            store.endRun(id, RunState::Finished, CandidateId(0), 1);
        });
    const pid_t reader = inProcess([&] {
        for (int i = 0; i < 30; ++i) {
            const ProjectStore store = ProjectStore::open(project.file);
            for (const RunRecord& run : store.runs()) {
                const auto candidates = store.candidates(run.id);
                for (std::size_t c = 0; c < candidates.size(); ++c)
                    if (candidates[c].id.value != static_cast<std::int64_t>(c))
                        throw Error("a gap");
            }
        }
    });
    for (const pid_t writer : writers) expectDone(writer);
    expectDone(reader);
    ProjectStore::check(project.file);
    const ProjectStore store = ProjectStore::open(project.file);
    ASSERT_EQ(store.runs().size(), 3U);
    for (std::size_t run = 1; run < 3; ++run) {
        EXPECT_EQ(store.runs()[run].candidates, kEach);
        EXPECT_EQ(store.runs()[run].state, RunState::Finished);
    }
}

TEST(StoreProcesses, ProcessesThatStartAtOnceMakeOneProject) {
    for (int round = 0; round < 5; ++round) {
        const TempDir dir;
        const fs::path file = dir / "new.lps";
        std::array<pid_t, 4> children{};
        for (pid_t& child : children)
            child = inProcess([&] {
                ProjectStore store = ProjectStore::openOrCreate(file);
                const auto model = store.addModel({0, "net", "/net.pt", "a"});
                const auto data = store.addDataset({0, "cal", "/cal.bin", "b", 1});
                const RunId id = store.beginRun(someRun(model, data));
                store.addCandidate(id, someCandidate(0));
            });
        for (const pid_t child : children) expectDone(child);
        const ProjectStore store = ProjectStore::open(file, true);
        EXPECT_EQ(store.models().size(), 1U);
        ASSERT_EQ(store.runs().size(), 4U);
        for (const RunRecord& run : store.runs()) {
            EXPECT_EQ(run.candidates, 1);
            EXPECT_EQ(run.state, RunState::Stopped);
        }
    }
}

TEST(StoreProcesses, AWriterThatIsKeptWaitingSaysSo) {
    const SmallProject project(0);
    int ends[2];
    ASSERT_EQ(pipe(ends), 0);
    const pid_t holder = inProcess([&] {
        SQLite::Database database(project.file.string(), SQLite::OPEN_READWRITE);
        database.exec("BEGIN IMMEDIATE");
        if (write(ends[1], "x", 1) == 1) pause();
    });
    char byte = 0;
    ASSERT_EQ(read(ends[0], &byte, 1), 1);
    ProjectStore store = ProjectStore::open(project.file);
    EXPECT_EQ(store.runs().size(), 1U);  // reading goes on
    const auto start = std::chrono::steady_clock::now();
    expectMessage(errorOf([&] { store.setTop1(RunId(1), CandidateId(0), 1); }),
                  {"small.lps", "written by another program", "wait"});
    EXPECT_GT(std::chrono::steady_clock::now() - start, std::chrono::seconds(4));
    kill(holder, SIGKILL);
    waitpid(holder, nullptr, 0);
    close(ends[0]);
    close(ends[1]);
    store.setFloatTop1(RunId(1), 50);
}

TEST(StoreProcesses, ARunHasOneWriter) {
    const SmallProject project(0);
    int ready[2], end[2];
    ASSERT_EQ(pipe(ready), 0);
    ASSERT_EQ(pipe(end), 0);
    const pid_t first = inProcess([&] {
        ProjectStore store = ProjectStore::open(project.file);
        store.resumeRun(RunId(1));
        char byte = 'x';
        if (write(ready[1], &byte, 1) == 1 && read(end[0], &byte, 1) == 1)
            store.endRun(RunId(1), RunState::Stopped, {}, 1);
    });
    char byte = 0;
    ASSERT_EQ(read(ready[0], &byte, 1), 1);
    ProjectStore store = ProjectStore::open(project.file, true);
    expectMessage(errorOf([&] { store.resumeRun(RunId(1)); }),
                  {"small.lps", "run 1", "another process", "wait"});
    ASSERT_EQ(write(end[1], "x", 1), 1);
    expectDone(first);
    store.resumeRun(RunId(1));
    for (const int descriptor : {ready[0], ready[1], end[0], end[1]}) close(descriptor);
}

/// What a file dialog, a checksum or a thumbnail does with what is in a folder.
void lookInto(const fs::path& folder) {
    for (const auto& entry : fs::directory_iterator(folder)) {
        std::ifstream in(entry.path(), std::ios::binary);
        in.get();
    }
}

ino_t inodeOf(const fs::path& file) {
    struct stat status {};
    return stat(file.c_str(), &status) == 0 ? status.st_ino : 0;
}

TEST(StoreProcesses, ALookIntoTheFilesOfAnOpenProjectTakesNoneOfItsLocks) {
    const SmallProject project(0);
    int ready[2], go[2];
    ASSERT_EQ(pipe(ready), 0);
    ASSERT_EQ(pipe(go), 0);
    const pid_t first = inProcess([&] {
        ProjectStore store = ProjectStore::open(project.file);
        store.setNotes(AnnotatedItem::Run, 1, "before");
        lookInto(project.file.parent_path());
        char byte = 'x';
        if (write(ready[1], &byte, 1) != 1 || read(go[0], &byte, 1) != 1) throw Error("pipe");
        store.setNotes(AnnotatedItem::Run, 1, "shown");
        if (write(ready[1], &byte, 1) == 1) pause();
    });
    char byte = 0;
    ASSERT_EQ(read(ready[0], &byte, 1), 1);
    const fs::path log = project.file.string() + "-wal", index = project.file.string() + "-shm";
    const ino_t logBefore = inodeOf(log), indexBefore = inodeOf(index);
    EXPECT_NE(logBefore, 0U);
    // Another process comes and goes. It may not take the first for gone.
    expectDone(inProcess([&] { ProjectStore::open(project.file, true).runs(); }));
    EXPECT_EQ(inodeOf(log), logBefore);
    EXPECT_EQ(inodeOf(index), indexBefore);
    ASSERT_EQ(write(go[1], "x", 1), 1);
    ASSERT_EQ(read(ready[0], &byte, 1), 1);
    kill(first, SIGKILL);
    waitpid(first, nullptr, 0);
    EXPECT_EQ(ProjectStore::open(project.file).notes(AnnotatedItem::Run, 1), "shown");
    for (const int descriptor : {ready[0], ready[1], go[0], go[1]}) close(descriptor);
}

TEST(StoreProcessesSlow, KilledAtAnyMomentTwoWritersLoseNothingThatTheyStored) {
    const SmallProject project(0);
    struct Shared {
        std::atomic<std::int64_t> run, stored;
    };
    void* const memory = mmap(nullptr, 2 * sizeof(Shared), PROT_READ | PROT_WRITE,
                              MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    ASSERT_NE(memory, MAP_FAILED);
    auto* const shared = static_cast<Shared*>(memory);
    std::minstd_rand random(7);
    const auto wait = [&random] {
        std::this_thread::sleep_for(std::chrono::milliseconds(random() % 60));
    };
    std::int64_t all = 0;
    for (int round = 0; round < 50; ++round) {
        std::array<pid_t, 2> writers{};
        for (std::size_t w = 0; w < 2; ++w) {
            shared[w].run = shared[w].stored = 0;
            writers[w] = inProcess([&, w] {
                ProjectStore store = ProjectStore::open(project.file, true);
                const RunId id = store.beginRun(someRun(1, 1));
                shared[w].run = id.value;
                for (std::int64_t i = 0; i < 100000; ++i) {
                    store.addCandidate(id, someCandidate(i));
                    shared[w].stored = i + 1;
                    if (i % 10 == 9) lookInto(project.file.parent_path());
                    if (i % 25 == 24) store.candidates(id);
                }
            });
        }
        wait();
        kill(writers[random() % 2], SIGKILL);
        wait();
        for (const pid_t writer : writers) {
            kill(writer, SIGKILL);
            waitpid(writer, nullptr, 0);
        }
        const ProjectStore store = ProjectStore::open(project.file, true);
        for (std::size_t w = 0; w < 2; ++w) {
            if (shared[w].run == 0) continue;
            const auto candidates = store.candidates(RunId(shared[w].run));
            ASSERT_GE(static_cast<std::int64_t>(candidates.size()), shared[w].stored) << round;
            for (std::size_t c = 0; c < candidates.size(); ++c)
                ASSERT_EQ(candidates[c].id.value, static_cast<std::int64_t>(c));
            all += shared[w].stored;
        }
    }
    EXPECT_GT(all, 500);
    munmap(memory, 2 * sizeof(Shared));
    ProjectStore::check(project.file);
}

}  // namespace
}  // namespace lpstudio::test
