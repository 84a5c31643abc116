#include "app/desktop/pages/search/search_panel.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QScrollArea>
#include <QSplitter>
#include <QStackedWidget>
#include <QTabBar>
#include <QTabWidget>
#include <QVBoxLayout>
#include <utility>

#include "app/desktop/jobs/jobs.h"
#include "app/desktop/pages/search/lock_table.h"
#include "app/desktop/pages/search/population_view.h"
#include "app/desktop/pages/search/progress_view.h"
#include "app/desktop/pages/search/queue_panel.h"
#include "app/desktop/pages/search/run_bar.h"
#include "app/desktop/pages/search/search_log.h"
#include "app/desktop/widgets/chart_view.h"
#include "app/desktop/widgets/facts_panel.h"
#include "app/desktop/widgets/layer_table.h"

namespace lpstudio {
namespace {

/// From this size on both pictures have room beside each other.
constexpr int kWideAtLeast = 1400;
/// Heights of the pictures and of what stands under them, in a window of 800 pixels.
constexpr int kAbove = 452, kBelow = 212;
constexpr int kProgress = 0, kPopulation = 1;
constexpr int kBest = 0, kEvents = 1, kQueue = 2;

}  // namespace

SearchPanel::SearchPanel(Session& session, Jobs& jobs, LockTable& locks, QAction* duplicate,
                         QWidget* parent)
    : QWidget(parent),
      session_(session),
      jobs_(jobs),
      bar_(new RunBar(session, jobs, duplicate)),
      problem_(new QLabel),
      stack_(new QStackedWidget),
      views_(new QTabBar),
      pictures_(new QSplitter),
      progress_(new ProgressView(session.selection(), session.messages())),
      population_(new PopulationView(session.selection())),
      below_(new QTabWidget),
      best_(new FactsPanel(1)),
      widths_(new LayerBarsView(Qt::Vertical)),
      events_(new SearchLog(session.selection(), jobs)),
      queue_(new QueuePanel(jobs.searches())),
      locks_(new LocksPanel(session.selection(), locks)) {
    problem_->setObjectName(QStringLiteral("searchProblem"));
    problem_->setProperty("problem", true);
    problem_->setWordWrap(true);
    problem_->setTextFormat(Qt::PlainText);
    problem_->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    problem_->hide();
    stack_->addWidget(makeHistory());
    stack_->addWidget(locks_);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 8, 16, 8);
    layout->setSpacing(8);
    layout->addWidget(bar_);
    layout->addWidget(problem_);
    layout->addWidget(stack_, 1);

    SearchJob& search = jobs_.search();
    connect(&search, &Job::started, this, &SearchPanel::begin);
    connect(&jobs_, &Jobs::searchBegan, this, [this](RunId run) { liveRun_ = run; });
    connect(&search, &SearchJob::batchScored, this, &SearchPanel::follow);
    connect(&search, &Job::failed, this, &SearchPanel::showProblem);
    connect(&jobs_.searches(), &SearchQueue::changed, this, &SearchPanel::showQueueCount);
    connect(&session_.selection(), &Selection::runChanged, this, &SearchPanel::showRun);
    connect(&session_.selection(), &Selection::networkChanged, this, &SearchPanel::showBest);
    connect(&job_, &Job::failed, &session_.messages(), &Messages::problem);
    connect(widths_, &LayerBarsView::layerClicked, &session_.selection(), &Selection::setLayer);
    connect(&session_.selection(), &Selection::layerChanged, this,
            [this] { widths_->bars()->setSelected(session_.selection().layerNumber()); });
    connect(population_, &PopulationView::momentChanged, progress_, &ProgressView::setMark);
    connect(views_, &QTabBar::currentChanged, this, &SearchPanel::arrange);
    connect(locks_, &LocksPanel::closed, this, [this] { stack_->setCurrentIndex(0); });
    arrange();
    showQueueCount();
    showRun();
}

QWidget* SearchPanel::makeHistory() {
    views_->addTab(tr("Progress"));
    views_->addTab(tr("Population"));
    views_->setAccessibleName(tr("Charts of the search"));
    views_->setDrawBase(false);
    views_->setExpanding(false);
    // Layouts keep what they once measured: the second picture is not to be measured with the
    // first.
    population_->hide();
    pictures_->addWidget(progress_);
    pictures_->addWidget(population_);
    pictures_->setChildrenCollapsible(false);
    pictures_->setHandleWidth(16);
    auto* above = new QWidget;
    auto* layout = new QVBoxLayout(above);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    layout->addWidget(views_);
    layout->addWidget(pictures_, 1);

    below_->setDocumentMode(true);
    below_->addTab(makeBest(), tr("Best candidate"));
    below_->addTab(events_, tr("Events"));
    below_->addTab(queue_, tr("Queue"));
    auto* history = new QSplitter(Qt::Vertical);
    history->addWidget(above);
    history->addWidget(below_);
    // What a higher window gives goes to both.
    history->setStretchFactor(0, 4);
    history->setStretchFactor(1, 1);
    history->setSizes({kAbove, kBelow});
    history->setChildrenCollapsible(false);
    return history;
}

QWidget* SearchPanel::makeBest() {
    auto* facts = new QWidget;
    auto* factsLayout = new QVBoxLayout(facts);
    factsLayout->setContentsMargins(0, 8, 0, 0);
    factsLayout->addWidget(best_);
    factsLayout->addStretch();
    auto* scroll = new QScrollArea;
    scroll->setWidget(facts);
    scroll->setAccessibleName(tr("Best candidate"));
    scroll->setWidgetResizable(true);
    scroll->setMinimumHeight(64);
    auto* best = new QWidget;
    auto* layout = new QHBoxLayout(best);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(16);
    layout->addWidget(scroll, 2);
    layout->addWidget(widths_, 3);
    return best;
}

void SearchPanel::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    arrange();
}

void SearchPanel::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    arrange();
}

void SearchPanel::arrange() {
    // What a page that was never seen measures means nothing, and both would make the window wide.
    const bool both = isVisible() && width() >= kWideAtLeast;
    views_->setVisible(!both);
    progress_->setVisible(both || views_->currentIndex() == kProgress);
    population_->setVisible(both || views_->currentIndex() == kPopulation);
}

void SearchPanel::showView(const QString& name) {
    stack_->setCurrentIndex(name == QStringLiteral("pins") ? 1 : 0);
    views_->setCurrentIndex(name == QStringLiteral("population") ? kPopulation : kProgress);
    below_->setCurrentIndex(name == QStringLiteral("queue")    ? kQueue
                            : name == QStringLiteral("events") ? kEvents
                                                               : kBest);
}

bool SearchPanel::isBusy() const {
    return job_.isRunning() || progress_->hypervolume()->isBusy();
}

void SearchPanel::showProblem(const QString& message) {
    problem_->setText(message);
    problem_->show();
}

void SearchPanel::clearProblem() {
    problem_->hide();
}

void SearchPanel::begin() {
    // What went wrong with the search before stays in the queue's list.
    clearProblem();
    stack_->setCurrentIndex(0);
    const SearchQueue::Entry* entry = jobs_.searches().current();
    live_ = std::make_shared<SearchHistory>(entry != nullptr ? entry->request.settings
                                                             : SearchSettings{});
    liveRun_.reset();
}

void SearchPanel::follow(const SearchBatch& batch) {
    if (!live_) return;
    std::size_t told = 0;
    for (const PopulationChange& change : batch.populations) {
        for (; told < batch.candidates.size() && batch.candidates[told].id.value < change.after;
             ++told)
            live_->add(batch.candidates[told]);
        live_->changePopulation(change.after, change.members);
    }
    for (; told < batch.candidates.size(); ++told) live_->add(batch.candidates[told]);
    const SearchProgress& at = batch.progress;
    live_->rate.add(at.seconds, at.seconds * at.candidatesPerSecond);
    if (shown_ != live_) return;
    progress_->refresh();
    population_->refresh();
    const ScoredCandidate* best = session_.selection().best();
    if (best != nullptr && best->id != shownBest_) showBest();
}

void SearchPanel::showRun() {
    const Selection& selection = session_.selection();
    job_.abandon();
    const auto& candidates = selection.candidates();
    // A search made here has been followed from its beginning; times and pauses are known, too.
    if (live_ && selection.run() && selection.run() == liveRun_ &&
        (selection.run() == session_.runningRun() ||
         live_->count() == static_cast<std::int64_t>(candidates->size()))) {
        setHistory(live_);
    } else {
        setHistory(nullptr);
        if (candidates && !candidates->empty())
            job_.launch(
                tr("Reading the search history"),
                [candidates, settings = selection.runSettings(),
                 seconds = selection.runRecord().seconds](const JobContext& context) {
                    return std::make_shared<SearchHistory>(
                        historyOf(*candidates, settings, seconds, context.stop));
                },
                [this](std::shared_ptr<SearchHistory> history) { setHistory(std::move(history)); });
    }
    showBest();
}

void SearchPanel::setHistory(std::shared_ptr<SearchHistory> history) {
    if (history != shown_ || history == nullptr) {
        shown_ = std::move(history);
        progress_->setHistory(shown_);
        population_->setHistory(shown_);
    }
    events_->showHistory(shown_.get());
}

void SearchPanel::showQueueCount() {
    const int waiting = jobs_.searches().waiting();
    below_->setTabText(kQueue, waiting > 0 ? tr("Queue (%1)").arg(waiting) : tr("Queue"));
}

void SearchPanel::showBest() {
    const Selection& selection = session_.selection();
    const ScoredCandidate* best = selection.best();
    shownBest_ = best != nullptr ? std::optional(best->id) : std::nullopt;
    if (best == nullptr) {
        best_->setFacts({{tr("Best"), tr("no result yet"), {}}});
        widths_->setBars({});
        return;
    }
    best_->setFacts(candidateFacts(*best, selection.runRecord().floatTop1Percent));
    if (!selection.network() || selection.runRecord().model != selection.model()) {
        widths_->setBars({});
        return;
    }
    widths_->setBars(widthBars(tr("Weight width per layer of the best candidate"),
                               selection.network()->layers(), best->candidate));
    widths_->bars()->setSelected(selection.layerNumber());
}

}  // namespace lpstudio
