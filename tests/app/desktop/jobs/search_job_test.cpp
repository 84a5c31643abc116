#include "app/desktop/jobs/search_job.h"

#include <QSignalSpy>
#include <QTest>

#include "tests/app/project/runs/example_run.h"

namespace lpstudio {
namespace {

/// The job as the window uses it.
class SearchJobTest : public testing::Test {
protected:
    /// Runs the request to its end, or until it is cancelled.
    void run(const SearchRequest& request) {
        QSignalSpy ended(&job, &Job::ended);
        job.start(request);
        ASSERT_TRUE(QTest::qWaitFor([&] { return ended.count() > 0; }, 120000));
    }
    RunRecord newest() { return example.store->runs().back(); }
    std::size_t candidates() { return example.store->candidates(newest().id).size(); }

    test::ExampleRun example;
    SearchJob job;
};

TEST_F(SearchJobTest, ALimitIsNoEndOfTheSearch) {
    SearchRequest request = example.request();
    QStringList events;
    QObject::connect(&job, &SearchJob::eventHappened, &job,
                     [&](const QString& text) { events << text; });
    request.settings.common.maxCandidates = 6;
    ASSERT_NO_FATAL_FAILURE(run(request));
    EXPECT_EQ(newest().state, RunState::Limited);
    EXPECT_TRUE(newest().best.has_value());
    EXPECT_TRUE(events.back().startsWith(QStringLiteral("Ended at its limit: 6 candidates")))
        << events.join(u'\n').toStdString();

    request.resume = newest().id;
    request.settings.common.maxCandidates = 9;
    ASSERT_NO_FATAL_FAILURE(run(request));
    EXPECT_EQ(candidates(), 9U);
    EXPECT_EQ(newest().state, RunState::Limited);

    request.settings.common.maxCandidates = 0;
    ASSERT_NO_FATAL_FAILURE(run(request));
    EXPECT_EQ(newest().state, RunState::Finished);
    const auto resumed = example.store->candidates(newest().id);
    request.resume.reset();
    ASSERT_NO_FATAL_FAILURE(run(request));
    const auto through = example.store->candidates(newest().id);
    ASSERT_EQ(resumed.size(), through.size());
    for (std::size_t i = 0; i < through.size(); ++i) {
        EXPECT_EQ(resumed[i].candidate, through[i].candidate);
        EXPECT_EQ(resumed[i].fitness, through[i].fitness);
    }
}

TEST_F(SearchJobTest, TimeThatIsUpLimitsIt) {
    SearchRequest request = example.request();
    request.settings.common.timeLimitSeconds = 0.01;
    ASSERT_NO_FATAL_FAILURE(run(request));
    EXPECT_EQ(newest().state, RunState::Limited);
}

TEST_F(SearchJobTest, ACancelledResumeKeepsTheBest) {
    SearchRequest request = example.request();
    request.settings.common.maxCandidates = 8;
    ASSERT_NO_FATAL_FAILURE(run(request));
    const RunRecord before = newest();
    ASSERT_TRUE(before.best.has_value());
    request.resume = before.id;
    request.settings.common.maxCandidates = 0;
    // A paused search scores nothing.
    QObject::connect(&job, &Job::started, &job, [this] { job.setPaused(true); });
    QObject::connect(&job, &SearchJob::runBegan, &job, [this] { job.cancel(); });
    ASSERT_NO_FATAL_FAILURE(run(request));
    EXPECT_EQ(newest().id, before.id);
    EXPECT_EQ(newest().state, RunState::Stopped);
    EXPECT_EQ(newest().best, before.best);
    EXPECT_EQ(candidates(), 8U);
}

}  // namespace
}  // namespace lpstudio
