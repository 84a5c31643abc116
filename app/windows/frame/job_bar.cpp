#include "app/windows/frame/job_bar.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QProgressBar>
#include <QToolButton>
#include <algorithm>

#include "app/tables/number_text.h"
#include "app/windows/frame/icons.h"
#include "app/windows/frame/workbench.h"

namespace lpstudio {
namespace {

QToolButton* makeButton(const QString& icon, const QString& text) {
    auto* button = new QToolButton;
    button->setIcon(themedIcon(icon));
    button->setText(text);
    button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    button->setAutoRaise(true);
    button->setAccessibleName(text);
    return button;
}

}  // namespace

JobBar::JobBar(Workbench& workbench, QWidget* parent)
    : QWidget(parent),
      workbench_(workbench),
      jobs_(workbench.jobs()),
      text_(new QLabel),
      details_(new QLabel),
      best_(new QLabel),
      bar_(new QProgressBar),
      pause_(makeButton(QStringLiteral("pause"), tr("Pause"))),
      cancel_(makeButton(QStringLiteral("cancel"), tr("Cancel"))) {
    bar_->setFixedSize(160, 8);
    bar_->setTextVisible(false);
    bar_->setAccessibleName(tr("Progress"));
    details_->setProperty("quiet", true);
    best_->setProperty("quiet", true);
    pause_->setToolTip(tr("Pause the search after the candidate in hand (Space)"));
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(8, 0, 8, 0);
    layout->setSpacing(16);
    layout->addWidget(text_);
    layout->addWidget(bar_);
    layout->addWidget(details_);
    layout->addWidget(pause_);
    layout->addWidget(cancel_);
    layout->addStretch();
    layout->addWidget(best_);

    connect(pause_, &QToolButton::clicked, this,
            [this] { workbench_.search().setPaused(!workbench_.search().isPaused()); });
    connect(cancel_, &QToolButton::clicked, this, [this] {
        if (Job* job = shownJob()) job->cancel();
    });
    for (Job* job : jobs_) follow(job);
    connect(&workbench_.search(), &SearchJob::pausedChanged, this, &JobBar::refresh);
    connect(&workbench_.search(), &SearchJob::batchScored, this, [this](const SearchBatch& batch) {
        candidatesPerSecond_ = batch.progress.candidatesPerSecond;
    });
    connect(&workbench_.search(), &Job::started, this, [this] { candidatesPerSecond_ = 0; });
    refresh();
}

void JobBar::follow(Job* job) {
    connect(job, &Job::started, this, &JobBar::refresh);
    connect(job, &Job::progressed, this, &JobBar::refresh);
    connect(job, &Job::ended, this, &JobBar::refresh);
}

void JobBar::addJob(Job* job) {
    jobs_.push_back(job);
    follow(job);
    connect(job, &QObject::destroyed, this, [this, job] { std::erase(jobs_, job); });
}

void JobBar::setNote(const QString& note) {
    note_ = note;
    refresh();
}

Job* JobBar::shownJob() const {
    const auto running =
        std::find_if(jobs_.begin(), jobs_.end(), [](Job* job) { return job->isRunning(); });
    return running == jobs_.end() ? nullptr : *running;
}

void JobBar::refresh() {
    Job* job = shownJob();
    const bool isSearch = job == &workbench_.search();
    bar_->setVisible(job != nullptr);
    details_->setVisible(job != nullptr);
    cancel_->setVisible(job != nullptr);
    pause_->setVisible(isSearch && workbench_.runningRun());
    best_->setVisible(isSearch);
    if (job == nullptr) {
        text_->setText(note_.isEmpty() ? tr("Ready") : note_);
        return;
    }
    const JobProgress& at = job->progress();
    text_->setText(at.what == job->title() ? job->title()
                                           : job->title() + QStringLiteral(" · ") + at.what);
    bar_->setRange(0, at.total > 0 ? 1000 : 0);
    if (at.total > 0) bar_->setValue(static_cast<int>(1000 * at.done / at.total));
    QStringList parts;
    if (at.total > 0)
        parts << QStringLiteral("%1 / %2").arg(countText(at.done), countText(at.total));
    if (isSearch && workbench_.runningRun()) {
        if (candidatesPerSecond_ > 0)
            parts << tr("%1 candidates/s").arg(shortText(candidatesPerSecond_, 3));
        const bool paused = workbench_.search().isPaused();
        pause_->setText(paused ? tr("Continue") : tr("Pause"));
        pause_->setIcon(themedIcon(paused ? QStringLiteral("play") : QStringLiteral("pause")));
        if (paused) parts << tr("paused");
    }
    if (at.secondsLeft >= 0) parts << tr("%1 left").arg(durationText(at.secondsLeft));
    details_->setText(parts.join(QStringLiteral("   ")));

    const Selection& selection = workbench_.selection();
    const ScoredCandidate* best = selection.best();
    best_->setText(isSearch && best != nullptr && selection.run() == workbench_.runningRun()
                       ? tr("best %1").arg(shortText(best->fitness))
                       : QString());
}

}  // namespace lpstudio
