#include "app/desktop/jobs/task.h"

#include <gtest/gtest.h>

#include <QSignalSpy>
#include <QTest>
#include <QThread>
#include <atomic>
#include <memory>
#include <string>
#include <vector>

#include "core/base/error.h"
#include "tests/app/desktop/events.h"
#include "tests/app/desktop/jobs/worker.h"

namespace lpstudio {
namespace {

const QString kTitle = QStringLiteral("work");

TEST(TaskTest, TheResultOfAnotherThreadArrivesOnThisOne) {
    Task<std::vector<int>> task;
    QThread *worked = nullptr, *taken = nullptr;
    std::vector<int> result;
    QSignalSpy ended(&task, &Job::ended);
    task.launch(
        kTitle,
        [&](const JobContext&) {
            worked = QThread::currentThread();
            return std::vector<int>{1, 2, 3};
        },
        [&](std::vector<int> found) {
            taken = QThread::currentThread();
            EXPECT_FALSE(task.isRunning());
            result = std::move(found);
        });
    EXPECT_TRUE(task.isRunning());
    EXPECT_EQ(task.title(), kTitle);
    ASSERT_TRUE(ended.wait(5000));
    EXPECT_NE(worked, QThread::currentThread());
    EXPECT_EQ(taken, QThread::currentThread());
    EXPECT_EQ(result, (std::vector<int>{1, 2, 3}));
}

TEST(TaskTest, TheResultIsMovedNotCopied) {
    Task<std::unique_ptr<int>> task;
    std::unique_ptr<int> result;
    QSignalSpy ended(&task, &Job::ended);
    task.launch(
        kTitle, [](const JobContext&) { return std::make_unique<int>(7); },
        [&](std::unique_ptr<int> found) { result = std::move(found); });
    ASSERT_TRUE(ended.wait(5000));
    ASSERT_NE(result, nullptr);
    EXPECT_EQ(*result, 7);
}

TEST(TaskTest, AnErrorIsToldAndNothingIsTaken) {
    Task<int> task;
    bool taken = false;
    QSignalSpy failed(&task, &Job::failed), ended(&task, &Job::ended);
    task.launch(
        kTitle,
        [](const JobContext&) -> int { throw Error("a.pt: does not exist; give another file"); },
        [&](int) { taken = true; });
    ASSERT_TRUE(ended.wait(5000));
    ASSERT_EQ(failed.size(), 1);
    EXPECT_EQ(failed[0][0].toString(), QStringLiteral("a.pt: does not exist; give another file"));
    EXPECT_FALSE(taken);
}

TEST(TaskTest, ACancelledResultIsNotTaken) {
    Task<int> task;
    bool taken = false;
    QSignalSpy failed(&task, &Job::failed), cancelled(&task, &Job::cancelled),
        ended(&task, &Job::ended);
    task.launch(
        kTitle,
        [](const JobContext& context) -> int {
            waitForStop(context.stop);
            throw Cancelled();
        },
        [&](int) { taken = true; });
    task.cancel();
    ASSERT_TRUE(ended.wait(5000));
    EXPECT_EQ(cancelled.size(), 1);
    EXPECT_EQ(failed.size(), 0);
    EXPECT_FALSE(taken);
}

TEST(TaskTest, ALateResultIsDropped) {
    Task<std::string> task;
    std::atomic<bool> firstEnded = false;
    std::vector<std::string> taken;
    const auto take = [&](const std::string& result) { taken.push_back(result); };
    QSignalSpy ended(&task, &Job::ended);
    task.launch(
        kTitle,
        [&](const JobContext& context) {
            thread_local const AtThreadEnd end{firstEnded};
            waitForStop(context.stop);
            return std::string("first");
        },
        take);
    task.launch(
        kTitle,
        [&](const JobContext&) {
            while (!firstEnded) QThread::msleep(1);
            return std::string("second");
        },
        take);
    ASSERT_TRUE(ended.wait(5000));
    EXPECT_EQ(taken, std::vector<std::string>{"second"});
    EXPECT_EQ(ended.size(), 1);
}

TEST(TaskTest, AbandonedItEndsAtOnceAndTakesNothing) {
    Task<int> task;
    bool taken = false;
    std::atomic<bool> over = false;
    QSignalSpy ended(&task, &Job::ended);
    task.launch(
        kTitle,
        [&](const JobContext& context) {
            thread_local const AtThreadEnd end{over};
            waitForStop(context.stop);
            return 1;
        },
        [&](int) { taken = true; });
    task.abandon();
    EXPECT_FALSE(task.isRunning());
    EXPECT_EQ(ended.size(), 1);
    ASSERT_TRUE(QTest::qWaitFor([&] { return over.load(); }));
    finishEvents();
    EXPECT_FALSE(taken);
}

TEST(TaskTest, WhatTakesTheResultMayLaunchTheNext) {
    Task<int> task;
    int sum = 0;
    QSignalSpy ended(&task, &Job::ended);
    task.launch(
        kTitle, [](const JobContext&) { return 1; },
        [&](int first) {
            sum += first;
            task.launch(
                kTitle, [](const JobContext&) { return 10; }, [&](int second) { sum += second; });
        });
    ASSERT_TRUE(ended.wait(5000));
    EXPECT_EQ(sum, 11);
    EXPECT_EQ(ended.size(), 1) << "there was no moment in which nothing ran";
}

}  // namespace
}  // namespace lpstudio
