#pragma once

#include <QWidget>
#include <vector>

class QLabel;
class QProgressBar;
class QToolButton;

namespace lpstudio {

class Job;
class Workbench;

/// The strip at the bottom: the work that runs, how far it is, candidates per second, time left,
/// pause and cancel, the best so far.
class JobBar final : public QWidget {
    Q_OBJECT

public:
    explicit JobBar(Workbench& workbench, QWidget* parent = nullptr);

    /// Shows one more job, after those of the workbench.
    void addJob(Job* job);
    /// Shown while nothing runs, until something does.
    void setNote(const QString& note);

private:
    void follow(Job* job);
    void refresh();
    Job* shownJob() const;

    Workbench& workbench_;
    std::vector<Job*> jobs_;
    QLabel *text_, *details_, *best_;
    QProgressBar* bar_;
    QToolButton *pause_, *cancel_;
    QString note_;
    double candidatesPerSecond_ = 0;
};

}  // namespace lpstudio
