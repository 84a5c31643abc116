#include "app/desktop/pages/search/search_log.h"

#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QTime>
#include <algorithm>

#include "app/desktop/jobs/jobs.h"
#include "app/desktop/pages/search/search_history.h"
#include "app/desktop/plot/number_text.h"

namespace lpstudio {
namespace {

/// Better candidates of a stored run that are listed; the last ones.
constexpr std::size_t kMostImprovements = 200;

}  // namespace

QString improvementText(CandidateId candidate, double fitness, double meanWeightBits) {
    return SearchLog::tr("Best so far: candidate %1, fitness %2 at %3 bits")
        .arg(candidate.value)
        .arg(shortText(fitness), shortText(meanWeightBits, 3));
}

SearchLog::SearchLog(Selection& selection, Jobs& jobs, QWidget* parent)
    : QListWidget(parent), selection_(selection), jobs_(jobs) {
    setFrameShape(QFrame::NoFrame);
    setAccessibleName(tr("Events"));
    setWordWrap(true);
    setSelectionMode(QAbstractItemView::ExtendedSelection);
    setMinimumHeight(64);
    auto* copyAction = new QAction(tr("Copy events"), this);
    copyAction->setShortcut(QKeySequence::Copy);
    copyAction->setShortcutContext(Qt::WidgetShortcut);
    addAction(copyAction);
    setContextMenuPolicy(Qt::ActionsContextMenu);
    connect(copyAction, &QAction::triggered, this, &SearchLog::copy);

    SearchJob& search = jobs_.search();
    connect(&search, &Job::started, this, &SearchLog::begin);
    connect(&jobs_, &Jobs::searchBegan, this, [this](RunId run) {
        liveRun_ = run;
        beginning_ = false;
    });
    connect(&search, &SearchJob::batchScored, this, &SearchLog::sayBest);
    connect(&search, &SearchJob::eventHappened, this, &SearchLog::say);
    connect(&search, &SearchJob::pausedChanged, this,
            [this](bool paused) { say(paused ? tr("Paused") : tr("Resumed")); });
    connect(&search, &Job::failed, this,
            [this](const QString& message) { say(tr("Failed: %1").arg(message)); });
    connect(&search, &Job::cancelled, this, [this] { say(tr("Stopped")); });
    connect(&search, &Job::ended, this, [this] { beginning_ = false; });
}

void SearchLog::begin() {
    liveRun_.reset();
    beginning_ = true;
    live_.clear();
    best_.reset();
    clear();
    say(jobs_.search().title());
}

bool SearchLog::showsLive() const {
    return beginning_ || (liveRun_ && selection_.run() == liveRun_);
}

void SearchLog::say(const QString& text) {
    live_ << QTime::currentTime().toString(QStringLiteral("HH:mm:ss  ")) + text;
    if (!showsLive()) return;
    addItem(live_.back());
    scrollToBottom();
}

void SearchLog::sayBest(const SearchBatch& batch) {
    const SearchQueue::Entry* entry = jobs_.searches().current();
    if (entry == nullptr) return;
    bool better = false;
    for (const ScoredCandidate& candidate : batch.candidates)
        if (!best_ || isFitter(candidate, *best_, entry->request.settings.common.targetBits)) {
            best_ = candidate;
            better = true;
        }
    if (better) say(improvementText(best_->id, best_->fitness, best_->meanWeightBits));
}

void SearchLog::showHistory(const SearchHistory* history) {
    clear();
    if (showsLive()) {
        addItems(live_);
        scrollToBottom();
        return;
    }
    if (!selection_.run()) return;
    const RunRecord& run = selection_.runRecord();
    addItem(tr("Started %1").arg(QString::fromStdString(run.startedAt)));
    if (history != nullptr) {
        const auto& all = history->improvements();
        const std::size_t first = all.size() - std::min(all.size(), kMostImprovements);
        if (first > 0)
            addItem(first == 1 ? tr("1 earlier improvement")
                               : tr("%1 earlier improvements").arg(first));
        for (std::size_t i = first; i < all.size(); ++i)
            addItem(improvementText(all[i].id, all[i].fitness, all[i].meanWeightBits));
    }
    addItem((run.candidates == 1 ? tr("%1: %2 candidate in %3") : tr("%1: %2 candidates in %3"))
                .arg(tr(runStateName(run.state)), countText(run.candidates),
                     durationText(run.seconds)));
    if (!run.message.empty()) addItem(QString::fromStdString(run.message));
    scrollToBottom();
}

void SearchLog::copy() const {
    QStringList lines;
    for (int row = 0; row < count(); ++row)
        if (selectedItems().isEmpty() || item(row)->isSelected()) lines << item(row)->text();
    QApplication::clipboard()->setText(lines.join(u'\n'));
}

}  // namespace lpstudio
