#include "app/desktop/shell/application.h"

#include <gtest/gtest.h>

namespace lpstudio {
namespace {

using std::chrono::milliseconds;

/// A watchdog with a clock of the test's own.
class LoopGaugeTest : public testing::Test {
protected:
    void pass(int ms) { time += milliseconds(ms); }
    void end(const char* what) {
        watchdog.end([what] { return what; });
    }
    /// An event that takes `ms`.
    void handle(const char* what, int ms, int loop = 1) {
        watchdog.begin(loop);
        pass(ms);
        end(what);
    }

    std::chrono::nanoseconds time{0};
    std::vector<EventLoopWatchdog::Stall> reported;
    EventLoopWatchdog watchdog{
        [this] { return time; }, milliseconds(50),
        [this](const EventLoopWatchdog::Stall& stall) { reported.push_back(stall); }};
};

TEST_F(LoopGaugeTest, ReportsWhatTakesLongerThanTheLimit) {
    handle("quick", 50);
    handle("slow", 51);
    handle("slower", 200);
    ASSERT_EQ(reported.size(), 2U);
    EXPECT_EQ(reported[0].what, "slow");
    EXPECT_EQ(reported[0].duration, milliseconds(51));
    EXPECT_EQ(reported[1].what, "slower");
    EXPECT_EQ(watchdog.stalls(), 2U);
    EXPECT_EQ(watchdog.worst().what, "slower");
    EXPECT_EQ(watchdog.worst().duration, milliseconds(200));
}

TEST_F(LoopGaugeTest, WaitingIsNoStall) {
    handle("quick", 10);
    watchdog.sleep();
    pass(10000);
    watchdog.wake();
    handle("quick", 10);
    EXPECT_TRUE(reported.empty());
    EXPECT_EQ(watchdog.worst().duration, milliseconds(10));
}

TEST_F(LoopGaugeTest, TimeBetweenEventsCounts) {
    handle("quick", 10);
    pass(60);
    watchdog.sleep();
    ASSERT_EQ(reported.size(), 1U);
    EXPECT_EQ(reported[0].what, "work between events");
}

TEST_F(LoopGaugeTest, AnEventSentByAnotherBelongsToIt) {
    watchdog.begin(1);
    pass(30);
    handle("inner", 30);
    pass(30);
    end("outer");
    ASSERT_EQ(reported.size(), 1U);
    EXPECT_EQ(reported[0].what, "outer");
    EXPECT_EQ(reported[0].duration, milliseconds(90));
}

TEST_F(LoopGaugeTest, ALoopWithinAnEventIsNotItsStall) {
    watchdog.begin(1);
    pass(20);
    for (int i = 0; i < 10; ++i) {
        handle("in the menu", 20, 2);
        watchdog.sleep();
        pass(1000);
        watchdog.wake();
    }
    pass(20);
    end("opened a menu");
    EXPECT_TRUE(reported.empty());

    watchdog.begin(1);
    handle("slow in the menu", 70, 2);
    pass(60);
    end("slow after the menu");
    ASSERT_EQ(reported.size(), 2U);
    EXPECT_EQ(reported[0].what, "slow in the menu");
    EXPECT_EQ(reported[1].what, "slow after the menu");
    EXPECT_EQ(reported[1].duration, milliseconds(60));
}

TEST_F(LoopGaugeTest, WorkBeforeALoopWithinAnEventCounts) {
    watchdog.begin(1);
    pass(80);
    handle("in the dialog", 10, 2);
    end("opened a dialog");
    ASSERT_EQ(reported.size(), 1U);
    EXPECT_EQ(reported[0].duration, milliseconds(80));
}

TEST_F(LoopGaugeTest, ForgetsOnRequest) {
    handle("slow", 90);
    watchdog.reset();
    EXPECT_EQ(watchdog.stalls(), 0U);
    EXPECT_EQ(watchdog.worst().duration, milliseconds(0));
    handle("quick", 5);
    EXPECT_EQ(watchdog.worst().what, "quick");
}

}  // namespace
}  // namespace lpstudio
