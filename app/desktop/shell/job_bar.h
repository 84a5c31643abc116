#pragma once

#include <QWidget>
#include <vector>

class QLabel;
class QToolButton;

namespace lpstudio {

class Job;
class JobList;
class JobRow;
class Workbench;

/// The strip at the bottom: the work that runs, how far it is, candidates per second, time left,
/// pause and cancel; the others behind a button; the best so far of a search.
class JobBar final : public QWidget {
    Q_OBJECT

public:
    explicit JobBar(Workbench& workbench, QWidget* parent = nullptr);

    /// Shows one more job, after those of the workbench.
    void addJob(Job* job);
    /// Shown while nothing runs, until something does.
    void setNote(const QString& note);
    JobRow* row() const { return row_; }
    QToolButton* othersButton() const { return others_; }
    JobList* list() const { return list_; }
    QString bestText() const;

private:
    void follow(Job* job);
    void refresh();
    std::vector<Job*> runningJobs() const;

    Workbench& workbench_;
    std::vector<Job*> jobs_;
    JobRow* row_;
    QToolButton* others_;
    JobList* list_;
    QLabel* best_;
};

}  // namespace lpstudio
