#include "app/desktop/shell/job_bar.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QScreen>
#include <QToolButton>
#include <QVBoxLayout>
#include <algorithm>

#include "app/desktop/jobs/jobs.h"
#include "app/desktop/jobs/search_queue.h"
#include "app/desktop/plot/number_text.h"
#include "app/desktop/shell/job_row.h"

namespace lpstudio {
namespace {

/// Long enough to be read by someone who looks elsewhere.
constexpr int kNoteMilliseconds = 15000;

}  // namespace

JobBar::JobBar(Session& session, Jobs& jobs, QWidget* parent)
    : QWidget(parent),
      session_(session),
      search_(jobs.search()),
      jobs_(jobs.all()),
      row_(new JobRow(session, search_)),
      others_(new QToolButton),
      list_(new JobList(session, search_, this)),
      best_(new QLabel),
      aside_(new ElidedLabel(Qt::ElideMiddle)) {
    aside_->setObjectName(QStringLiteral("note"));
    noteEnds_.setSingleShot(true);
    noteEnds_.setInterval(kNoteMilliseconds);
    connect(&noteEnds_, &QTimer::timeout, this, [this] { setNote({}); });
    row_->setObjectName(QStringLiteral("currentJob"));
    others_->setObjectName(QStringLiteral("otherJobs"));
    best_->setProperty("quiet", true);
    others_->setAutoRaise(true);
    others_->setFocusPolicy(Qt::TabFocus);
    others_->setToolTip(tr("All running tasks"));
    row_->setIdleText(tr("Ready"));
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(8, 0, 8, 0);
    layout->setSpacing(16);
    layout->addWidget(row_, 1);
    layout->addWidget(aside_);
    layout->addWidget(others_);
    layout->addWidget(best_);
    connect(others_, &QToolButton::clicked, this, [this] {
        list_->setJobs(runningJobs());
        list_->popUp(*others_);
    });
    for (Job* job : jobs_) follow(job);
    connect(&search_, &Job::progressed, this, &JobBar::refresh);
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
    note_ = note;
    if (note.isEmpty())
        noteEnds_.stop();
    else
        noteEnds_.start();
    row_->setIdleText(note.isEmpty() ? tr("Ready") : note);
    aside_->setFullText(note);
    refresh();
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
    aside_->setVisible(!running.empty() && !note_.isEmpty());
    others_->setVisible(running.size() > 1);
    others_->setText(tr("%n more", nullptr, static_cast<int>(running.size()) - 1));
    others_->setAccessibleName(tr("%n running", nullptr, static_cast<int>(running.size())));
    if (list_->isVisible()) list_->setJobs(running);

    const Selection& selection = session_.selection();
    const ScoredCandidate* best = selection.best();
    const bool tell =
        search_.isRunning() && best != nullptr && selection.run() == session_.runningRun();
    best_->setVisible(tell);
    if (tell) best_->setText(tr("best %1").arg(shortText(best->fitness)));
}

namespace {

constexpr int kWidth = 720;

}  // namespace

JobList::JobList(const Session& session, SearchJob& search, QWidget* parent)
    : QFrame(parent, Qt::Popup),
      session_(session),
      search_(search),
      layout_(new QVBoxLayout(this)) {
    setProperty("popup", true);
    setAccessibleName(tr("Running tasks"));
    layout_->setContentsMargins(16, 8, 16, 8);
    layout_->setSpacing(4);
    setMinimumWidth(kWidth);
}

void JobList::setJobs(const std::vector<Job*>& jobs) {
    while (rows_.size() < jobs.size()) {
        rows_.push_back(new JobRow(session_, search_));
        layout_->addWidget(rows_.back());
    }
    for (std::size_t i = 0; i < rows_.size(); ++i) {
        rows_[i]->setJob(i < jobs.size() ? jobs[i] : nullptr);
        rows_[i]->setVisible(i < jobs.size());
    }
    if (jobs.empty()) hide();
    if (isVisible()) {
        // The lower edge stays on the status bar.
        const QPoint corner = geometry().bottomLeft();
        adjustSize();
        move(corner.x(), corner.y() - height() + 1);
    }
}

void JobList::popUp(const QWidget& anchor) {
    adjustSize();
    const QPoint corner = anchor.mapToGlobal(QPoint(0, 0));
    const QRect room = anchor.screen()->availableGeometry();
    move(std::clamp(corner.x(), room.left(), std::max(room.left(), room.right() - width())),
         std::max(room.top(), corner.y() - height() - 4));
    show();
}

std::vector<JobRow*> JobList::rows() const {
    std::vector<JobRow*> shown;
    std::copy_if(rows_.begin(), rows_.end(), std::back_inserter(shown),
                 [](const JobRow* row) { return row->job() != nullptr; });
    return shown;
}

QueueCount::QueueCount(SearchQueue& queue, QWidget* parent) : QToolButton(parent), queue_(queue) {
    setAutoRaise(true);
    setFocusPolicy(Qt::TabFocus);
    setObjectName(QStringLiteral("queueCount"));
    connect(&queue_, &SearchQueue::changed, this, &QueueCount::refresh);
    refresh();
}

void QueueCount::refresh() {
    const int waiting = queue_.waiting();
    setVisible(waiting > 0);
    setText(queue_.isHeld() ? tr("%1 queued, on hold").arg(waiting) : tr("%1 queued").arg(waiting));
    setAccessibleName(text());
    setToolTip(tr("Searches waiting in the queue; click to show them"));
}

}  // namespace lpstudio
