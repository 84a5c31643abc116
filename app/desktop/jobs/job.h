#pragma once

#include <QObject>
#include <QString>
#include <functional>
#include <list>
#include <memory>
#include <stop_token>
#include <thread>

#include "core/base/progress.h"

namespace lpstudio {

/// How far a job is, as shown in the status bar.
struct JobProgress {
    QString what;
    qint64 done = 0, total = 0;  ///< total 0: not known
    double secondsLeft = -1;     ///< negative: not known
};

/// What a job's work gets on its thread.
struct JobContext {
    std::stop_token stop;
    /// Throttled to about ten a second.
    ProgressFunction progress;
    /// Runs a function on the job's thread (the GUI's), unless a newer launch has taken over.
    std::function<void(std::function<void()>)> post;
};

/// Work on a thread of its own whose outcome comes back to the thread of this object. At most one
/// launch counts: the outcome of an older one is dropped, its thread stopped and joined when it
/// ends. Destruction requests stop and joins.
///
/// The work must own what it touches (shared pointers, copies): members of a derived class are gone
/// when the base joins.
class Job : public QObject {
    Q_OBJECT

public:
    /// Runs on the GUI thread if the work was neither superseded nor cancelled.
    using Delivery = std::function<void()>;
    using Work = std::function<Delivery(const JobContext&)>;

    explicit Job(QObject* parent = nullptr);
    ~Job() override;

    /// Supersedes what is running. `title` names the work in the status bar: "Loading ResNet-20".
    void launch(const QString& title, Work work);
    /// Asks the running work to stop; cancelled() follows once it has.
    void cancel();
    /// Asks it to stop and drops its outcome; ended() comes at once.
    void abandon();
    bool isRunning() const { return running_; }
    const QString& title() const { return title_; }
    const JobProgress& progress() const { return progress_; }

Q_SIGNALS:
    void started();
    void progressed(const lpstudio::JobProgress& progress);
    void failed(const QString& message);
    void cancelled();
    /// After its delivery; another launch may have begun in that.
    void succeeded();
    /// Always last, after delivery, failed() or cancelled().
    void ended();

protected:
    void setProgress(const JobProgress& progress);

private:
    struct Launch {
        std::uint64_t generation = 0;
        std::jthread thread;
    };
    enum class Ending { Done, Cancelled, Failed };

    void run(std::uint64_t generation, std::stop_token stop, const Work& work);
    void finish(std::uint64_t generation, Ending ending, const Delivery& delivery,
                const QString& message);
    void postTo(std::uint64_t generation, std::function<void()> function);

    std::list<Launch> launches_;
    std::uint64_t generation_ = 0;
    bool running_ = false;
    QString title_;
    JobProgress progress_;
};

}  // namespace lpstudio
