#pragma once

#include <QFrame>
#include <vector>

class QVBoxLayout;

namespace lpstudio {

class Job;
class JobRow;
class Workbench;

/// Drops up from the status bar and lists all work that runs, a row for each; Esc or a click
/// elsewhere closes it.
class JobList final : public QFrame {
    Q_OBJECT

public:
    explicit JobList(Workbench& workbench, QWidget* parent = nullptr);

    /// Only those that run; closes itself when there are none.
    void setJobs(const std::vector<Job*>& jobs);
    /// Above `anchor`.
    void popUp(const QWidget& anchor);
    std::vector<JobRow*> rows() const;

private:
    Workbench& workbench_;
    QVBoxLayout* layout_;
    std::vector<JobRow*> rows_;
};

}  // namespace lpstudio
