#include "app/desktop/shell/job_bar.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QToolButton>
#include <algorithm>

#include "app/desktop/jobs/workbench.h"
#include "app/desktop/plot/number_text.h"
#include "app/desktop/shell/job_list.h"
#include "app/desktop/shell/job_row.h"

namespace lpstudio {

JobBar::JobBar(Workbench& workbench, QWidget* parent)
    : QWidget(parent),
      workbench_(workbench),
      jobs_(workbench.jobs()),
      row_(new JobRow(workbench)),
      others_(new QToolButton),
      list_(new JobList(workbench, this)),
      best_(new QLabel) {
    best_->setProperty("quiet", true);
    others_->setAutoRaise(true);
    others_->setFocusPolicy(Qt::TabFocus);
    others_->setToolTip(tr("All running tasks"));
    row_->setIdleText(tr("Ready"));
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(8, 0, 8, 0);
    layout->setSpacing(16);
    layout->addWidget(row_, 1);
    layout->addWidget(others_);
    layout->addWidget(best_);
    connect(others_, &QToolButton::clicked, this, [this] {
        list_->setJobs(runningJobs());
        list_->popUp(*others_);
    });
    for (Job* job : jobs_) follow(job);
    connect(&workbench_.search(), &Job::progressed, this, &JobBar::refresh);
    refresh();
}

void JobBar::follow(Job* job) {
    connect(job, &Job::started, this, &JobBar::refresh);
    connect(job, &Job::ended, this, &JobBar::refresh);
}

void JobBar::addJob(Job* job) {
    jobs_.push_back(job);
    follow(job);
    connect(job, &QObject::destroyed, this, [this, job] { std::erase(jobs_, job); });
    refresh();
}

void JobBar::setNote(const QString& note) {
    row_->setIdleText(note.isEmpty() ? tr("Ready") : note);
}

QString JobBar::bestText() const {
    return best_->isHidden() ? QString() : best_->text();
}

std::vector<Job*> JobBar::runningJobs() const {
    std::vector<Job*> running;
    std::copy_if(jobs_.begin(), jobs_.end(), std::back_inserter(running),
                 [](const Job* job) { return job->isRunning(); });
    return running;
}

void JobBar::refresh() {
    const std::vector<Job*> running = runningJobs();
    row_->setJob(running.empty() ? nullptr : running.front());
    others_->setVisible(running.size() > 1);
    others_->setText(tr("%n more", nullptr, static_cast<int>(running.size()) - 1));
    others_->setAccessibleName(tr("%n running", nullptr, static_cast<int>(running.size())));
    if (list_->isVisible()) list_->setJobs(running);

    const Selection& selection = workbench_.selection();
    const ScoredCandidate* best = selection.best();
    const bool tell = workbench_.search().isRunning() && best != nullptr &&
                      selection.run() == workbench_.runningRun();
    best_->setVisible(tell);
    if (tell) best_->setText(tr("best %1").arg(shortText(best->fitness)));
}

}  // namespace lpstudio
