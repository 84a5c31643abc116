#include "app/windows/search/search_panel.h"

#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QListWidget>
#include <QTime>
#include <QVBoxLayout>
#include <algorithm>
#include <limits>

#include "app/charts/progress_chart.h"
#include "app/tables/number_text.h"
#include "app/windows/frame/candidate_facts.h"
#include "app/windows/frame/chart_view.h"
#include "app/windows/frame/facts_panel.h"
#include "app/windows/frame/layer_labels.h"
#include "app/windows/frame/workbench.h"
#include "app/windows/search/growth_view.h"

namespace lpstudio {
namespace {

/// Candidates over which the mean of a finished run is taken.
constexpr std::size_t kWindow = 20;

}  // namespace

SearchPanel::SearchPanel(Workbench& workbench, QWidget* parent)
    : QWidget(parent),
      workbench_(workbench),
      chart_(new ProgressChart),
      growth_(new GrowthView(workbench)),
      best_(new FactsPanel(2)),
      widths_(new LayerBarsView(Qt::Vertical)),
      events_(new QListWidget),
      problem_(new QLabel) {
    problem_->setProperty("problem", true);
    problem_->setWordWrap(true);
    problem_->setTextFormat(Qt::PlainText);
    problem_->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    problem_->hide();
    events_->setFrameShape(QFrame::NoFrame);
    events_->setAccessibleName(tr("Events"));
    events_->setWordWrap(true);
    events_->setSelectionMode(QAbstractItemView::NoSelection);

    auto* lower = new QGridLayout;
    lower->setHorizontalSpacing(24);
    lower->setVerticalSpacing(8);
    lower->addWidget(makeHeading(tr("Best candidate")), 0, 0);
    lower->addWidget(best_, 1, 0, Qt::AlignTop);
    lower->addWidget(makeHeading(tr("Events")), 0, 1);
    lower->addWidget(events_, 1, 1);
    lower->setColumnStretch(0, 3);
    lower->setColumnStretch(1, 2);
    lower->setRowStretch(1, 1);
    events_->setMinimumHeight(120);

    auto* charts = new QHBoxLayout;
    charts->setSpacing(16);
    charts->addWidget(new ChartView(chart_), 3);
    charts->addWidget(growth_, 2);

    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 8, 16, 8);
    layout->setSpacing(8);
    layout->addWidget(problem_);
    layout->addLayout(charts, 4);
    layout->addWidget(widths_, 4);
    layout->addLayout(lower, 2);

    SearchJob& search = workbench_.search();
    connect(&search, &Job::started, this, &SearchPanel::begin);
    connect(&search, &SearchJob::runBegan, this, [this](RunId run) { loggedRun_ = run; });
    connect(&search, &SearchJob::batchScored, this, &SearchPanel::showBatch);
    connect(&search, &SearchJob::eventHappened, this, &SearchPanel::say);
    connect(&search, &Job::failed, this, [this](const QString& message) {
        showProblem(message);
        say(tr("Failed"));
    });
    connect(&search, &Job::cancelled, this, [this] { say(tr("Cancelled")); });
    connect(&search, &Job::ended, this, [this] { live_ = false; });
    connect(&workbench_.selection(), &Selection::runChanged, this, &SearchPanel::showRun);
    connect(&workbench_.selection(), &Selection::networkChanged, this, &SearchPanel::showBest);
    connect(widths_, &LayerBarsView::layerClicked, &workbench_.selection(), &Selection::setLayer);
    connect(&workbench_.selection(), &Selection::layerChanged, this,
            [this] { widths_->bars()->setSelected(workbench_.selection().layerNumber()); });
    showRun();
}

void SearchPanel::showProblem(const QString& message) {
    problem_->setText(message);
    problem_->show();
}

void SearchPanel::clearProblem() {
    problem_->hide();
}

QString SearchPanel::problemText() const {
    return problem_->isHidden() ? QString() : problem_->text();
}

void SearchPanel::say(const QString& text) {
    events_->addItem(QTime::currentTime().toString(QStringLiteral("HH:mm:ss  ")) + text);
    events_->scrollToBottom();
}

void SearchPanel::begin() {
    clearProblem();
    live_ = true;
    shownBest_.reset();
    loggedRun_.reset();
    events_->clear();
    chart_->setMeanName(tr("mean of the population"));
    clearChart();
    best_->setFacts({});
}

void SearchPanel::showBatch(const SearchBatch& batch) {
    const Selection& selection = workbench_.selection();
    if (selection.run() != workbench_.runningRun()) return;
    for (const ScoredCandidate& candidate : batch.candidates)
        append(candidate, batch.progress.meanFitness);
    const ScoredCandidate* best = selection.best();
    if (best == nullptr || best->id == shownBest_) return;
    shownBest_ = best->id;
    showBest();
}

void SearchPanel::append(const ScoredCandidate& candidate, double mean) {
    // The best is the one the search goes by: a target width counts.
    if (!fittest_ || isFitter(candidate, *fittest_, workbench_.selection().runSettings().lpq))
        fittest_ = candidate;
    const double bestFitness = fittest_->fitness;
    // There is no mean before there is a population.
    chart_->append(candidate.id, bestFitness, mean > 0 ? mean : bestFitness);
}

void SearchPanel::showRun() {
    const Selection& selection = workbench_.selection();
    if (!live_ || selection.run() != workbench_.runningRun()) {
        clearChart();
        if (const auto& candidates = selection.candidates()) {
            chart_->setMeanName(tr("mean of the last %1 candidates").arg(kWindow));
            double sum = 0;
            for (std::size_t i = 0; i < candidates->size(); ++i) {
                sum += (*candidates)[i].fitness;
                if (i >= kWindow) sum -= (*candidates)[i - kWindow].fitness;
                append((*candidates)[i], sum / static_cast<double>(std::min(i + 1, kWindow)));
            }
            chart_->flush();
        }
        if (!live_) showStory();
    }
    showBest();
}

void SearchPanel::showStory() {
    const Selection& selection = workbench_.selection();
    // The log of a search made here says more than what can be told from its record.
    if (!selection.run() || selection.run() == loggedRun_) return;
    const RunRecord& run = selection.runRecord();
    events_->clear();
    events_->addItem(tr("Started %1").arg(QString::fromStdString(run.startedAt)));
    events_->addItem(tr("%1: %2 candidates in %3")
                         .arg(tr(runStateName(run.state)), countText(run.candidates),
                              durationText(run.seconds)));
    if (!run.message.empty()) events_->addItem(QString::fromStdString(run.message));
}

void SearchPanel::clearChart() {
    chart_->clear();
    fittest_.reset();
}

void SearchPanel::showBest() {
    const Selection& selection = workbench_.selection();
    const ScoredCandidate* best = selection.best();
    if (best == nullptr) {
        best_->setFacts({{tr("Best"), live_ ? tr("not known yet") : tr("no search yet"), {}}});
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
