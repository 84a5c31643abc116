#pragma once

#include <QApplication>
#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace lpstudio {

/// Finds what keeps an event loop from its next event for too long. Told what happens in the loop,
/// it measures each stretch in which nothing else could be handled; waiting for events does not
/// count, nor do the events of a loop within a loop (a menu, a dialog) count for the event that
/// opened it. Pure: the clock is given, so that tests bring their own.
class EventLoopWatchdog {
public:
    using Clock = std::function<std::chrono::nanoseconds()>;

    struct Stall {
        std::string what;  ///< the event that was handled
        std::chrono::nanoseconds duration{0};
    };
    using Report = std::function<void(const Stall&)>;

    /// `report` is called with every stretch longer than `limit`, when it ends.
    EventLoopWatchdog(Clock clock, std::chrono::nanoseconds limit, Report report);

    /// The loop begins and ends to handle an event. `loop` is the number of loops that run inside
    /// one another; an event sent from within another in the same loop belongs to that one.
    void begin(int loop);
    /// `what` is asked only when there is something to report.
    void end(const std::function<std::string()>& what);
    /// The loop has nothing to do and waits; it continues.
    void sleep();
    void wake();

    /// The longest stretch so far.
    const Stall& worst() const { return worst_; }
    std::size_t stalls() const { return stalls_; }
    /// Forgets worst() and stalls().
    void reset();

private:
    void close(const std::function<std::string()>& what);

    Clock clock_;
    std::chrono::nanoseconds limit_;
    Report report_;
    std::vector<int> loops_;  ///< of the events being handled, the outermost first
    std::chrono::nanoseconds since_{0};
    Stall worst_;
    std::size_t stalls_ = 0;
};

/// The application of the desktop: a QApplication that can watch its event loop. The watchdog says
/// on standard error what has kept the loop longer than 50 ms. It runs in builds other than
/// Release, and in every build where the environment variable LPSTUDIO_WATCHDOG gives its limit in
/// milliseconds (0: never).
class Application final : public QApplication {
    Q_OBJECT

public:
    static constexpr std::chrono::milliseconds kLimit{50};

    Application(int& argc, char** argv);
    ~Application() override;

    /// Watches from now on; `report` null: a line on standard error.
    void watch(std::chrono::nanoseconds limit, EventLoopWatchdog::Report report = {});
    /// Null while the loop is not watched.
    EventLoopWatchdog* watchdog() const { return watchdog_.get(); }

    bool notify(QObject* receiver, QEvent* event) override;

private:
    std::unique_ptr<EventLoopWatchdog> watchdog_;
};

}  // namespace lpstudio
