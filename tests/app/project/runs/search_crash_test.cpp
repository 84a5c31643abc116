#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <random>
#include <thread>

#include "app/project/runs/run_search.h"
#include "tests/app/project/runs/example_run.h"

// A search is killed again and again. Every run of the network is in a child process, so that the
// parent, which forks, has no threads.

namespace lpstudio::test {
namespace {

SearchSettings settings() {
    SearchSettings s;
    s.images = 16;
    s.batch = 8;
    s.common.population = 6;
    s.lpq.cycles = 1;
    s.lpq.diversity = 3;
    s.lpq.passes = 2;
    return s;
}

/// Reports every count of candidates that the search reports.
class Reporter final : public SearchRunObserver {
public:
    explicit Reporter(int pipe) : pipe_(pipe) {}
    void onScored(const ScoredCandidate& candidate) override { last_ = candidate.id.value; }
    void onProgress(const SearchProgress&) override {
        if (write(pipe_, &last_, sizeof last_) != sizeof last_) _exit(1);
    }

private:
    int pipe_;
    std::int64_t last_ = 0;
};

/// Begins the project's search, or resumes it; to its end.
void search(const std::filesystem::path& file, int workers, int pipe) {
    const auto store = std::make_shared<ProjectStore>(ProjectStore::openOrCreate(file));
    SearchRequest request;
    request.store = store;
    request.assets = std::make_shared<AssetCache>();
    request.model = {0, "net", example("fashion_resnet.pt"), {}};
    request.calibration = {0, "images", example("calibration-images-idx3-ubyte.gz"), {}, 1};
    request.settings = settings();
    request.name = "killed";
    const auto runs = store->runs();
    if (!runs.empty() && runs[0].state == RunState::Finished)
        return;  // killed between its end and its exit
    request.resumeNewest = !runs.empty();
    Reporter reporter(pipe);
    runSearch(request, reporter, {{}, workers, nullptr, {}});
}

struct Child {
    pid_t process = -1;
    int pipe = -1;
};

Child start(const std::filesystem::path& file, int workers) {
    int ends[2];
    EXPECT_EQ(pipe(ends), 0);
    const pid_t process = fork();
    if (process == 0) {
        close(ends[0]);
        int status = 0;
        try {
            search(file, workers, ends[1]);
        } catch (const std::exception& error) {
            std::fprintf(stderr, "%s\n", error.what());
            status = 1;
        }
        _exit(status);
    }
    close(ends[1]);
    return {process, ends[0]};
}

/// Waits for the child; false if it was killed.
bool finish(const Child& child, std::vector<std::int64_t>& reported) {
    std::int64_t id = 0;
    while (read(child.pipe, &id, sizeof id) == sizeof id) reported.push_back(id);
    close(child.pipe);
    int status = 0;
    waitpid(child.process, &status, 0);
    EXPECT_TRUE(WIFSIGNALED(status) || WEXITSTATUS(status) == 0);
    return WIFEXITED(status);
}

void killAndResume(int kills) {
    TempDir dir;
    std::vector<std::int64_t> all;
    ASSERT_TRUE(finish(start(dir / "undisturbed.lps", 1), all));
    const ProjectStore undisturbed = ProjectStore::open(dir / "undisturbed.lps");
    const RunRecord expectedRun = undisturbed.runs().at(0);
    const auto expected = undisturbed.candidates(expectedRun.id);
    ASSERT_GT(expected.size(), 40U);

    std::mt19937 random(7);
    for (int killed = 0, project = 0; killed < kills; ++project) {
        const auto file = dir / ("p" + std::to_string(project) + ".lps");
        std::vector<std::int64_t> reported;
        bool finished = false;
        while (!finished) {
            const Child child = start(file, 1 + project % 3);
            // At a random moment: before the first candidate, between two, or during a commit.
            const auto wanted = static_cast<int>(random() % 25);
            std::int64_t id = 0;
            for (int i = 0; i < wanted && read(child.pipe, &id, sizeof id) == sizeof id; ++i)
                reported.push_back(id);
            std::this_thread::sleep_for(std::chrono::microseconds(random() % 20000));
            kill(child.process, SIGKILL);
            finished = finish(child, reported);
            if (!finished) ++killed;
            if (!std::filesystem::exists(file)) continue;
            const ProjectStore store = ProjectStore::open(file);
            if (store.runs().empty()) continue;
            const auto stored = store.candidates(store.runs()[0].id);
            for (const std::int64_t one : reported)
                ASSERT_TRUE(
                    std::any_of(stored.begin(), stored.end(),
                                [&](const auto& candidate) { return candidate.id.value == one; }))
                    << "candidate " << one << " was reported and is lost";
        }
        const ProjectStore store = ProjectStore::open(file);
        const RunRecord run = store.runs().at(0);
        EXPECT_EQ(run.state, RunState::Finished);
        EXPECT_EQ(run.best, expectedRun.best);
        const auto candidates = store.candidates(run.id);
        ASSERT_EQ(candidates.size(), expected.size());
        for (std::size_t i = 0; i < candidates.size(); ++i) {
            EXPECT_EQ(candidates[i].id, expected[i].id);
            EXPECT_EQ(candidates[i].candidate, expected[i].candidate);
            EXPECT_EQ(candidates[i].fitness, expected[i].fitness);
        }
    }
}

TEST(SearchCrash, KilledAndResumedItEndsAsUndisturbed) {
    killAndResume(5);
}
TEST(SearchCrashSlow, KilledFiftyTimesItEndsAsUndisturbed) {
    killAndResume(50);
}

}  // namespace
}  // namespace lpstudio::test
