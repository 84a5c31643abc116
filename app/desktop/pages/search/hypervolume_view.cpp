#include "app/desktop/pages/search/hypervolume_view.h"

#include <utility>

#include "app/desktop/charts/hypervolume_chart.h"
#include "app/desktop/jobs/workbench.h"
#include "app/desktop/plot/plot_geometry.h"

namespace lpstudio {

HypervolumeView::HypervolumeView(Workbench& workbench, QWidget* parent)
    : ChartView(new HypervolumeChart, parent),
      workbench_(workbench),
      chart_(static_cast<HypervolumeChart*>(chart())) {
    setAccessibleName(tr("Hypervolume in score and cost"));
    setToolTip(
        tr("Share of the box around the front, in score and cost, that the candidates so far "
           "dominate.\nWhere the line is flat, more candidates brought no gain."));
    soon_.setSingleShot(true);
    soon_.setInterval(1000);
    connect(&soon_, &QTimer::timeout, this, &HypervolumeView::refresh);
    connect(&job_, &HypervolumeJob::ready, this, &HypervolumeView::take);
    connect(&job_, &Job::failed, &workbench, &Workbench::problem);
    connect(&workbench.selection(), &Selection::runChanged, this, &HypervolumeView::showRun);
    connect(&workbench.selection(), &Selection::candidatesAdded, this,
            &HypervolumeView::refreshSoon);
    showRun();
}

void HypervolumeView::showEvent(QShowEvent* event) {
    ChartView::showEvent(event);
    if (stale_) refresh();
}

void HypervolumeView::showRun() {
    const auto run = workbench_.selection().run();
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
    const auto& candidates = workbench_.selection().candidates();
    if (candidates && !candidates->empty())
        job_.start(*candidates, {Objective::Contrast, Objective::Compression});
    else
        take({});
}

void HypervolumeView::take(std::vector<ProjectFront::Convergence> convergence) {
    hypervolume_ = std::move(convergence);
    std::vector<PlotPoint> points;
    for (const auto& [candidates, hypervolume] : hypervolume_)
        points.push_back({static_cast<double>(candidates), hypervolume});
    chart_->setHypervolume(points);
}

}  // namespace lpstudio
