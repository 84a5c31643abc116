#include "app/desktop/pages/search/hypervolume_view.h"

#include <utility>

#include "app/desktop/charts/hypervolume_chart.h"
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

}  // namespace lpstudio
