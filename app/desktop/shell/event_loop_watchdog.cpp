#include "app/desktop/shell/event_loop_watchdog.h"

#include <utility>

namespace lpstudio {

EventLoopWatchdog::EventLoopWatchdog(Clock clock, std::chrono::nanoseconds limit, Report report)
    : clock_(std::move(clock)), limit_(limit), report_(std::move(report)), since_(clock_()) {}

void EventLoopWatchdog::begin(int loop) {
    const bool ofItsOwn = loops_.empty() || loop > loops_.back();
    loops_.push_back(loop);
    if (!ofItsOwn) return;
    // What the outer event did before it opened its loop is its own.
    if (loops_.size() > 1) close([] { return std::string("work before a loop within an event"); });
    since_ = clock_();
}

void EventLoopWatchdog::end(const std::function<std::string()>& what) {
    const int loop = loops_.back();
    loops_.pop_back();
    if (loops_.empty() || loop > loops_.back()) close(what);
}

void EventLoopWatchdog::sleep() {
    close([] { return std::string("work between events"); });
}

void EventLoopWatchdog::wake() {
    since_ = clock_();
}

void EventLoopWatchdog::reset() {
    worst_ = {};
    stalls_ = 0;
}

void EventLoopWatchdog::close(const std::function<std::string()>& what) {
    const auto now = clock_();
    const auto duration = now - since_;
    since_ = now;
    const bool stalled = duration > limit_;
    if (!stalled && duration <= worst_.duration) return;
    Stall stall{what(), duration};
    if (stalled) {
        ++stalls_;
        if (report_) report_(stall);
    }
    if (duration > worst_.duration) worst_ = std::move(stall);
}

}  // namespace lpstudio
