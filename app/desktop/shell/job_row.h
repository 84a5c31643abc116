#pragma once

#include <QWidget>

class QProgressBar;
class QToolButton;

namespace lpstudio {

class ElidedLabel;
class Job;
class SearchJob;
class Session;

/// One piece of running work: what it is, how far, time left, cancel, and for a search pause. The
/// buttons keep their place, whatever the texts are.
class JobRow final : public QWidget {
    Q_OBJECT

public:
    JobRow(const Session& session, SearchJob& search, QWidget* parent = nullptr);

    /// Null: shows nothing but `idleText`.
    void setJob(Job* job);
    Job* job() const { return job_; }
    void setIdleText(const QString& text);
    QString text() const;
    QString details() const;
    QToolButton* cancelButton() const { return cancel_; }
    QToolButton* pauseButton() const { return pause_; }
    QProgressBar* progressBar() const { return bar_; }

    void refresh();

private:
    const Session& session_;
    SearchJob& search_;
    Job* job_ = nullptr;
    QMetaObject::Connection progressed_, destroyed_;  ///< of job_
    QString idle_;
    double candidatesPerSecond_ = 0;
    ElidedLabel *text_, *details_;
    QProgressBar* bar_;
    QToolButton *pause_, *cancel_;
};

}  // namespace lpstudio
