#include "app/desktop/pages/search/progress_view.h"

#include <QGridLayout>
#include <QHelpEvent>
#include <QToolTip>
#include <utility>

#include "app/desktop/charts/hypervolume_chart.h"
#include "app/desktop/pages/search/search_history.h"
#include "app/desktop/plot/plot_geometry.h"
#include "app/desktop/session/desktop_session.h"

namespace lpstudio {

HypervolumeView::HypervolumeView(Selection& selection, Messages& messages, QWidget* parent)
    : ChartView(new HypervolumeChart, parent),
      selection_(selection),
      chart_(static_cast<HypervolumeChart*>(chart())) {
    setAccessibleName(tr("Hypervolume in score and cost"));
    setToolTip(
        tr("Share of the box around the front, in score and cost, that the candidates so far "
           "dominate.\nWhere the line is flat, more candidates brought no gain."));
    soon_.setSingleShot(true);
    soon_.setInterval(1000);
    connect(&soon_, &QTimer::timeout, this, &HypervolumeView::refresh);
    connect(&job_, &Job::failed, &messages, &Messages::problem);
    connect(&selection, &Selection::runChanged, this, &HypervolumeView::showRun);
    connect(&selection, &Selection::candidatesAdded, this, &HypervolumeView::refreshSoon);
    showRun();
}

void HypervolumeView::showEvent(QShowEvent* event) {
    ChartView::showEvent(event);
    if (stale_) refresh();
}

void HypervolumeView::showRun() {
    const auto run = selection_.run();
    if (run != run_) {
        run_ = run;
        job_.abandon();
        take({});
    }
    refresh();
}

void HypervolumeView::refreshSoon() {
    stale_ = true;
    if (isVisible() && !soon_.isActive()) soon_.start();
}

void HypervolumeView::refresh() {
    stale_ = true;
    if (!isVisible()) return;
    // What is being measured would otherwise never come to an end.
    if (job_.isRunning()) return refreshSoon();
    stale_ = false;
    const auto& candidates = selection_.candidates();
    if (!candidates || candidates->empty()) return take({});
    const std::vector<Objective> objectives{Objective::Contrast, Objective::Compression};
    // Only the numbers are copied here: a search keeps adding to its candidates.
    job_.launch(
        tr("Computing the hypervolume"),
        [table = objectiveTable(*candidates, objectives),
         width = objectives.size()](const JobContext&) { return hypervolumeOf(table, width); },
        [this](std::vector<ProjectFront::Convergence> found) { take(std::move(found)); });
}

void HypervolumeView::take(std::vector<ProjectFront::Convergence> convergence) {
    hypervolume_ = std::move(convergence);
    std::vector<PlotPoint> points;
    for (const auto& [candidates, hypervolume] : hypervolume_)
        points.push_back({static_cast<double>(candidates), hypervolume});
    chart_->setHypervolume(points);
}

namespace {

constexpr int kRefreshMilliseconds = 100;

}  // namespace

TraceView::TraceView(const TraceTitles& titles, QWidget* parent)
    : ChartView(new TraceChart(titles), parent), chart_(static_cast<TraceChart*>(chart())) {
    setAccessibleName(titles.title);
    setMinimumSize(200, 120);
}

bool TraceView::viewportEvent(QEvent* event) {
    if (event->type() == QEvent::ToolTip) {
        const auto* help = static_cast<QHelpEvent*>(event);
        const QString text = chart_->textAt(chart_->mapFromScene(mapToScene(help->pos())));
        if (text.isEmpty())
            QToolTip::hideText();
        else
            QToolTip::showText(help->globalPos(), text, this);
        return true;
    }
    return ChartView::viewportEvent(event);
}

ProgressView::ProgressView(Selection& selection, Messages& messages, QWidget* parent)
    : QWidget(parent),
      fitness_(
          new TraceView({tr("Fitness (lower is better)"), tr("Candidates scored"), tr("Fitness")})),
      contrast_(new TraceView({tr("Contrast L_CO"), tr("Candidates scored"), tr("L_CO")})),
      compression_(
          new TraceView({tr("Compression L_CR"), tr("Candidates scored"), tr("Share of 8 bit")})),
      diversity_(
          new TraceView({tr("Diversity"), tr("Candidates scored"), tr("Difference (bit)"), true})),
      rate_(new TraceView({tr("Speed"), tr("Search time (s)"), tr("Candidates (1/s)"), true})),
      hypervolume_(new HypervolumeView(selection, messages)) {
    rate_->setObjectName(QStringLiteral("rate"));
    diversity_->setObjectName(QStringLiteral("diversity"));
    compression_->setObjectName(QStringLiteral("compression"));
    contrast_->setObjectName(QStringLiteral("contrast"));
    fitness_->setObjectName(QStringLiteral("fitness"));
    auto* layout = new QGridLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    layout->addWidget(fitness_, 0, 0);
    layout->addWidget(contrast_, 0, 1);
    layout->addWidget(compression_, 0, 2);
    layout->addWidget(hypervolume_, 1, 0);
    layout->addWidget(diversity_, 1, 1);
    layout->addWidget(rate_, 1, 2);
    for (int column = 0; column < 3; ++column)
        layout->setColumnStretch(column, column == 0 ? 4 : 3);
    for (int row = 0; row < 2; ++row) layout->setRowStretch(row, row == 0 ? 6 : 5);
    soon_.setSingleShot(true);
    soon_.setInterval(kRefreshMilliseconds);
    connect(&soon_, &QTimer::timeout, this, &ProgressView::flush);
}

void ProgressView::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    if (stale_) flush();
}

void ProgressView::setHistory(std::shared_ptr<const SearchHistory> history) {
    history_ = std::move(history);
    flush();
}

void ProgressView::refresh() {
    stale_ = true;
    if (isVisible() && !soon_.isActive()) soon_.start();
}

void ProgressView::setMark(double candidates) {
    for (TraceView* view : {fitness_, contrast_, compression_, diversity_})
        view->trace()->setMark(candidates);
}

void ProgressView::flush() {
    soon_.stop();
    stale_ = !isVisible();
    if (stale_ && history_) return;
    const auto points = [this](DecimatedCurve SearchHistory::*curve) {
        return history_ ? (history_.get()->*curve).points() : std::vector<PlotPoint>();
    };
    using Kind = Trace::Kind;
    fitness_->trace()->setTraces({{tr("each"), Kind::Each, points(&SearchHistory::eachFitness)},
                                  {tr("mean"), Kind::Mean, points(&SearchHistory::meanFitness)},
                                  {tr("best"), Kind::Best, points(&SearchHistory::bestFitness)}});
    contrast_->trace()->setTraces({{tr("each"), Kind::Each, points(&SearchHistory::eachContrast)},
                                   {tr("best"), Kind::Best, points(&SearchHistory::bestContrast)}});
    compression_->trace()->setTraces(
        {{tr("each"), Kind::Each, points(&SearchHistory::eachCompression)},
         {tr("best"), Kind::Best, points(&SearchHistory::bestCompression)}});
    diversity_->trace()->setTraces(
        {{tr("diversity"), Kind::Best, points(&SearchHistory::diversity)}});
    rate_->trace()->setTraces(
        {{tr("candidates per second"), Kind::Best,
          history_ ? history_->rate.curve().points() : std::vector<PlotPoint>()}});
}

}  // namespace lpstudio
