#include "app/desktop/jobs/job.h"

#include <QMetaObject>
#include <algorithm>
#include <chrono>
#include <exception>
#include <utility>

#include "core/base/error.h"

namespace lpstudio {
namespace {

using Clock = std::chrono::steady_clock;
constexpr std::chrono::milliseconds kProgressInterval{100};

}  // namespace

Job::Job(QObject* parent) : QObject(parent) {}

Job::~Job() {
    for (Launch& launch : launches_) launch.thread.request_stop();
    launches_.clear();  // joins
}

void Job::launch(const QString& title, Work work) {
    for (Launch& launch : launches_) launch.thread.request_stop();
    const std::uint64_t generation = ++generation_;
    running_ = true;
    title_ = title;
    progress_ = {title, 0, 0, -1};
    launches_.push_back({generation, {}});
    launches_.back().thread =
        std::jthread([this, generation, work = std::move(work)](std::stop_token stop) {
            run(generation, std::move(stop), work);
        });
    Q_EMIT started();
    Q_EMIT progressed(progress_);
}

void Job::cancel() {
    for (Launch& launch : launches_) launch.thread.request_stop();
}

void Job::abandon() {
    cancel();
    ++generation_;
    if (!std::exchange(running_, false)) return;
    Q_EMIT ended();
}

void Job::setProgress(const JobProgress& progress) {
    progress_ = progress;
    Q_EMIT progressed(progress_);
}

void Job::postTo(std::uint64_t generation, std::function<void()> function) {
    QMetaObject::invokeMethod(
        this,
        [this, generation, function = std::move(function)] {
            if (generation == generation_) function();
        },
        Qt::QueuedConnection);
}

void Job::run(std::uint64_t generation, std::stop_token stop, const Work& work) {
    const auto start = Clock::now();
    auto last = Clock::time_point{};
    std::string lastWhat;
    JobContext context;
    context.stop = std::move(stop);
    context.post = [this, generation](std::function<void()> function) {
        postTo(generation, std::move(function));
    };
    auto phaseStart = start;
    context.progress = [&](const Progress& progress) {
        const auto now = Clock::now();
        const bool newPhase = progress.what != lastWhat;
        if (newPhase) phaseStart = now;
        if (!newPhase && progress.done < progress.total && now - last < kProgressInterval) return;
        last = now;
        lastWhat = progress.what;
        const double seconds = std::chrono::duration<double>(now - phaseStart).count();
        JobProgress shown{QString::fromStdString(progress.what), static_cast<qint64>(progress.done),
                          static_cast<qint64>(progress.total), -1};
        if (progress.done > 0 && progress.total >= progress.done && seconds > 0.5)
            shown.secondsLeft = seconds * static_cast<double>(progress.total - progress.done) /
                                static_cast<double>(progress.done);
        postTo(generation, [this, shown] { setProgress(shown); });
    };

    Ending ending = Ending::Done;
    Delivery delivery;
    QString message;
    try {
        delivery = work(context);
    } catch (const Cancelled&) {
        ending = Ending::Cancelled;
    } catch (const std::exception& error) {
        ending = Ending::Failed;
        message = QString::fromUtf8(error.what());
    }
    QMetaObject::invokeMethod(
        this,
        [this, generation, ending, delivery = std::move(delivery), message] {
            finish(generation, ending, delivery, message);
        },
        Qt::QueuedConnection);
}

void Job::finish(std::uint64_t generation, Ending ending, const Delivery& delivery,
                 const QString& message) {
    launches_.remove_if([&](const Launch& launch) { return launch.generation == generation; });
    if (generation != generation_) return;
    running_ = false;
    switch (ending) {
        case Ending::Done:
            if (delivery) delivery();
            Q_EMIT succeeded();
            break;
        case Ending::Cancelled:
            Q_EMIT cancelled();
            break;
        case Ending::Failed:
            Q_EMIT failed(message);
            break;
    }
    // The delivery may have launched the next piece of work.
    if (!running_) Q_EMIT ended();
}

}  // namespace lpstudio
