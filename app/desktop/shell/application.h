#pragma once

#include <QApplication>
#include <chrono>
#include <memory>

#include "app/desktop/shell/event_loop_watchdog.h"

namespace lpstudio {

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
