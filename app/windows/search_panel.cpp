#include "app/windows/search_panel.h"

#include <QGridLayout>
#include <QLabel>
#include <QListWidget>
#include <QTime>
#include <QVBoxLayout>
#include <algorithm>
#include <limits>

#include "app/charts/progress_chart.h"
#include "app/tables/number_text.h"
#include "app/windows/candidate_facts.h"
#include "app/windows/chart_view.h"
#include "app/windows/facts_panel.h"
#include "app/windows/workbench.h"

namespace lpstudio {

SearchPanel::SearchPanel(Workbench& workbench, QWidget* parent)
    : QWidget(parent),
      workbench_(workbench),
      chart_(new ProgressChart),
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
    lower->addWidget(makeHeading(tr("Best so far")), 0, 0);
    lower->addWidget(best_, 1, 0, Qt::AlignTop);
    lower->addWidget(makeHeading(tr("Events")), 0, 1);
    lower->addWidget(events_, 1, 1);
    lower->setColumnStretch(0, 3);
    lower->setColumnStretch(1, 2);
    lower->setRowStretch(1, 1);
    events_->setMinimumHeight(120);

    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 8, 16, 8);
    layout->setSpacing(8);
    layout->addWidget(problem_);
    layout->addWidget(new ChartView(chart_), 4);
    layout->addWidget(widths_, 3);
    layout->addLayout(lower, 2);

    SearchJob& search = workbench_.search();
    connect(&search, &Job::started, this, &SearchPanel::begin);
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
    connect(&workbench_.selection(), &Selection::layerChanged, this, [this] {
        widths_->bars()->setSelected(workbench_.selection().layerNumber());
    });
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
    bestFitness_ = std::numeric_limits<double>::infinity();
    events_->clear();
    chart_->setMeanName(tr("mean of the population"));
    chart_->clear();
    best_->setFacts({});
}

void SearchPanel::showBatch(const SearchBatch& batch) {
    if (workbench_.selection().run() != workbench_.runningRun()) return;
    const double before = bestFitness_;
    for (const ScoredCandidate& candidate : batch.candidates) {
        bestFitness_ = std::min(bestFitness_, candidate.fitness);
        chart_->append(candidate.id, bestFitness_, batch.progress.meanFitness);
    }
    if (bestFitness_ < before) showBest();
}

void SearchPanel::showRun() {
    const auto& candidates = workbench_.selection().candidates();
    const bool running = live_ && workbench_.selection().run() == workbench_.runningRun();
    if (!running) {
        chart_->clear();
        if (candidates) {
            chart_->setMeanName(tr("mean of the last 20 candidates"));
            chart_->setCandidates(*candidates, 20);
        }
    }
    showBest();
}

void SearchPanel::showBest() {
    const Selection& selection = workbench_.selection();
    const auto& candidates = selection.candidates();
    widths_->bars()->setBars({});
    best_->setFacts({});
    if (!candidates || candidates->empty()) return;
    // While the search runs the best is the least fitness so far; afterwards the run knows.
    auto best = std::min_element(candidates->begin(), candidates->end(),
                                 [](const auto& a, const auto& b) { return a.fitness < b.fitness; });
    if (const auto known = selection.runRecord().best) {
        const auto at = std::find_if(candidates->begin(), candidates->end(),
                                     [&](const auto& one) { return one.id == *known; });
        if (at != candidates->end()) best = at;
    }
    best_->setFacts(candidateFacts(*best, selection.runRecord().floatTop1Percent));
    if (!selection.network() || selection.runRecord().model != selection.model()) return;
    LayerBars bars;
    bars.title = tr("Weight width per layer of the best candidate");
    bars.valueTitle = tr("Weight width");
    bars.unit = tr("bit");
    bars.prefixes = false;
    const auto& layers = selection.network()->layers();
    for (std::size_t i = 0; i < std::min(layers.size(), best->candidate.genes.size()); ++i)
        bars.bars.push_back({QString::fromStdString(layers[i].name),
                             static_cast<double>(best->candidate.genes[i].n),
                             best->candidate.genes[i].n});
    widths_->bars()->setBars(std::move(bars));
    widths_->bars()->setSelected(selection.layerNumber());
}

}  // namespace lpstudio
