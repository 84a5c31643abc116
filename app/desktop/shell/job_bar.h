#pragma once

#include <QFrame>
#include <QTimer>
#include <QToolButton>
#include <QWidget>
#include <vector>

class QLabel;
class QToolButton;
class QVBoxLayout;

namespace lpstudio {

class ElidedLabel;
class Job;
class JobList;
class JobRow;
class Jobs;
class SearchJob;
class SearchQueue;
class Session;

/// The strip at the bottom: the work that runs, how far it is, candidates per second, time left,
/// pause and cancel; the others behind a button; the best so far of a search.
class JobBar final : public QWidget {
    Q_OBJECT

public:
    JobBar(Session& session, Jobs& jobs, QWidget* parent = nullptr);

    /// Shows one more job, after those of the session.
    void addJob(Job* job);
    /// What was done: shown for a while, beside work that runs. Empty: nothing more of it.
    void setNote(const QString& note);
    QString note() const { return note_; }
    QString bestText() const;

private:
    void follow(Job* job);
    void refresh();
    std::vector<Job*> runningJobs() const;

    Session& session_;
    SearchJob& search_;
    std::vector<Job*> jobs_;
    JobRow* row_;
    QToolButton* others_;
    JobList* list_;
    QLabel* best_;
    ElidedLabel* aside_;  ///< the note while something runs
    QString note_;
    QTimer noteEnds_;
};

/// Drops up from the status bar and lists all work that runs, a row for each; Esc or a click
/// elsewhere closes it.
class JobList final : public QFrame {
    Q_OBJECT

public:
    JobList(const Session& session, SearchJob& search, QWidget* parent = nullptr);

    /// Only those that run; closes itself when there are none.
    void setJobs(const std::vector<Job*>& jobs);
    /// Above `anchor`.
    void popUp(const QWidget& anchor);
    std::vector<JobRow*> rows() const;

private:
    const Session& session_;
    SearchJob& search_;
    QVBoxLayout* layout_;
    std::vector<JobRow*> rows_;
};

/// "2 queued" in the status bar, there while searches wait.
class QueueCount final : public QToolButton {
    Q_OBJECT

public:
    explicit QueueCount(SearchQueue& queue, QWidget* parent = nullptr);

private:
    void refresh();

    SearchQueue& queue_;
};

}  // namespace lpstudio
