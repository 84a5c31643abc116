#include "app/desktop/jobs/job.h"

#include <gtest/gtest.h>

#include <QCoreApplication>
#include <QSignalSpy>
#include <QTest>
#include <QThread>
#include <atomic>

#include "core/base/error.h"
#include "tests/app/desktop/events.h"
#include "tests/app/desktop/jobs/worker.h"

namespace lpstudio {
namespace {

TEST(JobTest, WorksElsewhereAndDeliversHere) {
    Job job;
    QThread* worked = nullptr;
    QThread* delivered = nullptr;
    QSignalSpy ended(&job, &Job::ended);
    job.launch(QStringLiteral("work"), [&](const JobContext&) -> Job::Delivery {
        worked = QThread::currentThread();
        return [&] { delivered = QThread::currentThread(); };
    });
    EXPECT_TRUE(job.isRunning());
    EXPECT_EQ(delivered, nullptr);
    ASSERT_TRUE(ended.wait(5000));
    EXPECT_NE(worked, QThread::currentThread());
    EXPECT_EQ(delivered, QThread::currentThread());
    EXPECT_FALSE(job.isRunning());
}

TEST(JobTest, ErrorsArriveAsTheirMessage) {
    Job job;
    QSignalSpy failed(&job, &Job::failed), ended(&job, &Job::ended);
    job.launch(QStringLiteral("work"), [](const JobContext&) -> Job::Delivery {
        throw Error("a.pt: does not exist; give another file");
    });
    ASSERT_TRUE(ended.wait(5000));
    ASSERT_EQ(failed.size(), 1);
    EXPECT_EQ(failed[0][0].toString(), QStringLiteral("a.pt: does not exist; give another file"));
}

TEST(JobTest, CancelIsNoError) {
    Job job;
    QSignalSpy failed(&job, &Job::failed), cancelled(&job, &Job::cancelled),
        ended(&job, &Job::ended);
    job.launch(QStringLiteral("work"), [](const JobContext& context) -> Job::Delivery {
        waitForStop(context.stop);
        throw Cancelled();
    });
    job.cancel();
    ASSERT_TRUE(ended.wait(5000));
    EXPECT_EQ(cancelled.size(), 1);
    EXPECT_EQ(failed.size(), 0);
}

TEST(JobTest, AnOlderLaunchIsDropped) {
    Job job;
    std::atomic<bool> firstEnded = false;
    QStringList delivered;
    QSignalSpy ended(&job, &Job::ended);
    job.launch(QStringLiteral("first"), [&](const JobContext& context) -> Job::Delivery {
        thread_local const AtThreadEnd end{firstEnded};
        waitForStop(context.stop);
        context.post([&] { delivered << QStringLiteral("posted by first"); });
        return [&] { delivered << QStringLiteral("first"); };
    });
    job.launch(QStringLiteral("second"), [&](const JobContext&) -> Job::Delivery {
        while (!firstEnded) QThread::msleep(1);
        return [&] { delivered << QStringLiteral("second"); };
    });
    ASSERT_TRUE(ended.wait(5000));
    EXPECT_EQ(delivered, QStringList{QStringLiteral("second")});
    EXPECT_EQ(ended.size(), 1);
}

TEST(JobTest, AbandonEndsAtOnceAndDeliversNothing) {
    Job job;
    bool delivered = false;
    std::atomic<bool> over = false;
    QSignalSpy ended(&job, &Job::ended);
    job.launch(QStringLiteral("work"), [&](const JobContext& context) -> Job::Delivery {
        thread_local const AtThreadEnd end{over};
        waitForStop(context.stop);
        return [&] { delivered = true; };
    });
    job.abandon();
    EXPECT_FALSE(job.isRunning());
    EXPECT_EQ(ended.size(), 1);
    ASSERT_TRUE(QTest::qWaitFor([&] { return over.load(); }));
    finishEvents();
    EXPECT_FALSE(delivered);
    EXPECT_EQ(ended.size(), 1);
}

TEST(JobTest, DestructionStopsAndJoins) {
    std::atomic<bool> left = false;
    {
        Job job;
        job.launch(QStringLiteral("work"), [&](const JobContext& context) -> Job::Delivery {
            waitForStop(context.stop);
            left = true;
            return {};
        });
    }
    EXPECT_TRUE(left);
}

TEST(JobTest, ProgressIsThrottledButTheLastComes) {
    Job job;
    std::vector<JobProgress> seen;
    QObject::connect(&job, &Job::progressed,
                     [&](const JobProgress& progress) { seen.push_back(progress); });
    QSignalSpy ended(&job, &Job::ended);
    job.launch(QStringLiteral("count"), [](const JobContext& context) -> Job::Delivery {
        for (std::size_t i = 1; i <= 100000; ++i) context.progress({"counting", i, 100000});
        return {};
    });
    ASSERT_TRUE(ended.wait(20000));
    ASSERT_GE(seen.size(), 2U);
    EXPECT_LT(seen.size(), 200U);
    EXPECT_EQ(seen.back().done, 100000);
    EXPECT_EQ(seen.back().total, 100000);
}

TEST(JobTest, ADeliveryMayLaunchTheNext) {
    Job job;
    int steps = 0;
    QSignalSpy ended(&job, &Job::ended);
    job.launch(QStringLiteral("one"), [&](const JobContext&) -> Job::Delivery {
        return [&] {
            ++steps;
            job.launch(QStringLiteral("two"),
                       [&](const JobContext&) -> Job::Delivery { return [&] { ++steps; }; });
        };
    });
    ASSERT_TRUE(ended.wait(5000));
    EXPECT_EQ(steps, 2);
    EXPECT_EQ(ended.size(), 1);
}

}  // namespace
}  // namespace lpstudio
