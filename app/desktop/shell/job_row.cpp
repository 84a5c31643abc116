#include "app/desktop/shell/job_row.h"

#include <QHBoxLayout>
#include <QProgressBar>
#include <QToolButton>

#include "app/desktop/jobs/search_job.h"
#include "app/desktop/session/desktop_session.h"
#include "app/desktop/widgets/elided_label.h"
#include "app/desktop/widgets/icons.h"
#include "app/desktop/widgets/job_text.h"

namespace lpstudio {
namespace {

QToolButton* makeButton(const QString& icon, const QString& text) {
    auto* button = new QToolButton;
    button->setIcon(themedIcon(icon));
    button->setText(text);
    button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    button->setAutoRaise(true);
    button->setFocusPolicy(Qt::TabFocus);
    return button;
}

}  // namespace

JobRow::JobRow(const Session& session, SearchJob& search, QWidget* parent)
    : QWidget(parent),
      session_(session),
      search_(search),
      text_(new ElidedLabel(Qt::ElideMiddle)),
      details_(new ElidedLabel),
      bar_(new QProgressBar),
      pause_(makeButton(QStringLiteral("pause"), tr("Pause"))),
      cancel_(makeButton(QStringLiteral("cancel"), tr("Cancel"))) {
    bar_->setFixedSize(160, 8);
    bar_->setTextVisible(false);
    details_->setProperty("quiet", true);
    pause_->setToolTip(tr("Pause the search after the current candidates (Space)"));
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(16);
    layout->addWidget(text_);
    layout->addWidget(bar_);
    layout->addWidget(details_);
    layout->addWidget(pause_);
    layout->addWidget(cancel_);
    layout->addStretch(1);
    connect(pause_, &QToolButton::clicked, this,
            [&search] { search.setPaused(!search.isPaused()); });
    connect(cancel_, &QToolButton::clicked, this, [this] {
        if (job_ != nullptr) job_->cancel();
    });
    connect(&search, &SearchJob::pausedChanged, this, &JobRow::refresh);
    connect(&search, &SearchJob::batchScored, this, [this](const SearchBatch& batch) {
        candidatesPerSecond_ = batch.progress.candidatesPerSecond;
    });
    connect(&search, &Job::started, this, [this] { candidatesPerSecond_ = 0; });
    refresh();
}

void JobRow::setJob(Job* job) {
    if (job == job_) return refresh();
    disconnect(progressed_);
    disconnect(destroyed_);
    job_ = job;
    if (job_ != nullptr) {
        progressed_ = connect(job_, &Job::progressed, this, &JobRow::refresh);
        destroyed_ = connect(job_, &QObject::destroyed, this, [this] { setJob(nullptr); });
    }
    refresh();
}

void JobRow::setIdleText(const QString& text) {
    idle_ = text;
    refresh();
}

QString JobRow::text() const {
    return text_->fullText();
}

QString JobRow::details() const {
    return details_->fullText();
}

void JobRow::refresh() {
    const bool shown = job_ != nullptr;
    const bool isSearch = job_ == &search_;
    for (QWidget* part : {static_cast<QWidget*>(bar_), static_cast<QWidget*>(details_),
                          static_cast<QWidget*>(cancel_)})
        part->setVisible(shown);
    // Measuring top-1 afterwards cannot be paused.
    pause_->setVisible(isSearch && session_.runningRun());
    if (!shown) {
        text_->setFullText(idle_);
        return;
    }
    const JobProgress& at = job_->progress();
    text_->setFullText(JobText::line(job_->title(), at));
    const int permille = JobText::permille(at);
    bar_->setRange(0, permille < 0 ? 0 : 1000);
    if (permille >= 0) bar_->setValue(permille);
    bar_->setAccessibleName(tr("Progress of %1").arg(job_->title()));
    cancel_->setText(isSearch ? tr("Stop") : tr("Cancel"));
    cancel_->setAccessibleName((isSearch ? tr("Stop %1") : tr("Cancel %1")).arg(job_->title()));
    cancel_->setToolTip(cancel_->accessibleName());
    JobText::Extra extra;
    if (isSearch && session_.runningRun()) {
        extra.paused = search_.isPaused();
        extra.candidatesPerSecond = candidatesPerSecond_;
        pause_->setText(extra.paused ? tr("Resume") : tr("Pause"));
        pause_->setAccessibleName(pause_->text());
        pause_->setIcon(
            themedIcon(extra.paused ? QStringLiteral("play") : QStringLiteral("pause")));
    }
    details_->setFullText(JobText::details(at, extra));
}

}  // namespace lpstudio
