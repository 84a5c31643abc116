#include "app/desktop/shell/job_row.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QProgressBar>
#include <QStringList>
#include <QToolButton>
#include <algorithm>

#include "app/desktop/jobs/job.h"
#include "app/desktop/jobs/search_job.h"
#include "app/desktop/plot/number_text.h"
#include "app/desktop/session/desktop_session.h"
#include "app/desktop/widgets/icons.h"

namespace lpstudio {

ElidedLabel::ElidedLabel(Qt::TextElideMode mode, QWidget* parent) : QLabel(parent), mode_(mode) {
    setTextFormat(Qt::PlainText);
    setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Preferred);
}

void ElidedLabel::setFullText(const QString& text) {
    if (text == full_) return;
    full_ = text;
    updateGeometry();
    elide();
}

QSize ElidedLabel::sizeHint() const {
    const QMargins margins = contentsMargins();
    // One more: a text of exactly its own width must not be cut by rounding.
    return {fontMetrics().horizontalAdvance(full_) + margins.left() + margins.right() + 1,
            QLabel::sizeHint().height()};
}

QSize ElidedLabel::minimumSizeHint() const {
    const int least = fontMetrics().horizontalAdvance(QStringLiteral("mmm…"));
    return {std::min(least, sizeHint().width()), QLabel::minimumSizeHint().height()};
}

void ElidedLabel::resizeEvent(QResizeEvent* event) {
    QLabel::resizeEvent(event);
    elide();
}

void ElidedLabel::changeEvent(QEvent* event) {
    QLabel::changeEvent(event);
    if (event->type() == QEvent::FontChange) {
        updateGeometry();
        elide();
    }
}

void ElidedLabel::elide() {
    const QString shown = fontMetrics().elidedText(full_, mode_, contentsRect().width());
    if (shown != text()) setText(shown);
    setToolTip(shown == full_ ? QString() : full_);
    setAccessibleName(full_);
}

namespace {

constexpr int kAlmost = 995;

}  // namespace

QString JobText::line(const QString& title, const JobProgress& progress) {
    if (progress.what.isEmpty() || progress.what == title) return title;
    return title.isEmpty() ? progress.what : title + QStringLiteral(" · ") + progress.what;
}

QString JobText::details(const JobProgress& progress, const Extra& extra) {
    QStringList parts;
    const bool counted = progress.total > 0 && progress.done >= progress.total;
    if (counted)
        parts << tr("finishing");
    else if (progress.total > 0)
        parts << QStringLiteral("%1 / %2").arg(countText(progress.done), countText(progress.total));
    else if (progress.done > 0)
        parts << countText(progress.done);
    if (extra.paused) {
        parts << tr("paused");
    } else {
        if (extra.candidatesPerSecond > 0)
            parts << tr("%1 candidates/s").arg(shortText(extra.candidatesPerSecond, 3));
        if (progress.secondsLeft >= 0 && !counted)
            parts << tr("%1 left").arg(durationText(progress.secondsLeft));
    }
    return parts.join(QStringLiteral("   "));
}

int JobText::permille(const JobProgress& progress) {
    if (progress.total <= 0) return -1;
    const double share = static_cast<double>(progress.done) / static_cast<double>(progress.total);
    return std::clamp(static_cast<int>(1000 * share), 0, kAlmost);
}

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

/// As wide as its widest text makes it.
void keepWidth(QToolButton& button, const QStringList& texts) {
    button.ensurePolished();
    const QString shown = button.text();
    int width = 0;
    for (const QString& text : texts) {
        button.setText(text);
        width = std::max(width, button.sizeHint().width());
    }
    button.setText(shown);
    button.setFixedWidth(width);
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
    bar_->setObjectName(QStringLiteral("progress"));
    pause_->setObjectName(QStringLiteral("pause"));
    cancel_->setObjectName(QStringLiteral("cancel"));
    bar_->setFixedSize(160, 8);
    bar_->setTextVisible(false);
    details_->setProperty("quiet", true);
    pause_->setToolTip(tr("Pause the search after the current candidates (Space)"));
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(16);
    // First what is clicked, each at a place of its own that no text moves: a click that is meant
    // to pause must not find Stop there because the work has come to another phase.
    layout->addWidget(cancel_);
    layout->addWidget(pause_);
    layout->addWidget(text_);
    layout->addWidget(bar_);
    layout->addWidget(details_);
    layout->addStretch(1);
    keepWidths();
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
    connect(&search, &SearchJob::searchEnded, this, &JobRow::refresh);
    refresh();
}

void JobRow::keepWidths() {
    keepWidth(*cancel_, {tr("Stop"), tr("Cancel")});
    keepWidth(*pause_, {tr("Pause"), tr("Resume")});
}

void JobRow::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    keepWidths();
}

void JobRow::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange) keepWidths();
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
    // Before it has begun and while top-1 is measured afterwards, a search cannot be paused: its
    // button goes, but the place stays empty.
    const bool pausable = isSearch && search_.canPause() && session_.runningRun();
    QSizePolicy policy = pause_->sizePolicy();
    policy.setRetainSizeWhenHidden(isSearch);
    pause_->setSizePolicy(policy);
    pause_->setVisible(pausable);
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
    if (pausable) {
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
