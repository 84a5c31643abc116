#include "app/desktop/shell/application.h"

#include <QAbstractEventDispatcher>
#include <QMetaEnum>
#include <QPointer>
#include <QThread>
#include <cstdio>
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

namespace {

#ifdef LPSTUDIO_WATCHDOG
constexpr bool kWatchedByDefault = true;
#else
constexpr bool kWatchedByDefault = false;
#endif

std::chrono::nanoseconds now() {
    return std::chrono::steady_clock::now().time_since_epoch();
}

/// "Timer for Pareto page (lpstudio::ParetoPage)".
std::string describe(QEvent::Type type, const char* className, const QString& name) {
    const char* key = QMetaEnum::fromType<QEvent::Type>().valueToKey(type);
    std::string text = key != nullptr ? key : "event " + std::to_string(type);
    text += std::string(" for ") + className;
    if (!name.isEmpty()) text += " \"" + name.toStdString() + '"';
    return text;
}

void print(const EventLoopWatchdog::Stall& stall) {
    const std::chrono::duration<double, std::milli> duration = stall.duration;
    std::fprintf(stderr, "lpstudio: the event loop was blocked for %.0f ms: %s\n", duration.count(),
                 stall.what.c_str());
}

}  // namespace

Application::Application(int& argc, char** argv) : QApplication(argc, argv) {
    bool given = false;
    const int milliseconds = qEnvironmentVariableIntValue("LPSTUDIO_WATCHDOG", &given);
    if (given ? milliseconds > 0 : kWatchedByDefault)
        watch(given ? std::chrono::milliseconds(milliseconds) : kLimit);
}

Application::~Application() = default;

void Application::watch(std::chrono::nanoseconds limit, EventLoopWatchdog::Report report) {
    const bool first = watchdog_ == nullptr;
    watchdog_ = std::make_unique<EventLoopWatchdog>(
        now, limit, report ? std::move(report) : EventLoopWatchdog::Report(print));
    if (!first) return;
    const auto* dispatcher = QAbstractEventDispatcher::instance();
    connect(dispatcher, &QAbstractEventDispatcher::aboutToBlock, this,
            [this] { watchdog_->sleep(); });
    connect(dispatcher, &QAbstractEventDispatcher::awake, this, [this] { watchdog_->wake(); });
}

bool Application::notify(QObject* receiver, QEvent* event) {
    // Other threads' events come by here, too.
    if (!watchdog_ || QThread::currentThread() != thread())
        return QApplication::notify(receiver, event);
    // Neither need outlive its handling.
    const QEvent::Type type = event->type();
    const char* className = receiver->metaObject()->className();
    const QString name = receiver->objectName();
    watchdog_->begin(thread()->loopLevel());
    const bool handled = QApplication::notify(receiver, event);
    watchdog_->end([&] { return describe(type, className, name); });
    return handled;
}

}  // namespace lpstudio
