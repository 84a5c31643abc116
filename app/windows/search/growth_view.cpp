#include "app/windows/search/growth_view.h"

#include <utility>

#include "app/charts/growth_chart.h"
#include "app/windows/frame/workbench.h"

namespace lpstudio {

GrowthView::GrowthView(Workbench& workbench, QWidget* parent)
    : ChartView(new GrowthChart, parent),
      workbench_(workbench),
      chart_(static_cast<GrowthChart*>(chart())) {
    setAccessibleName(tr("Hypervolume in score and cost"));
    setToolTip(
        tr("How much of the box around the front, in score and cost, the candidates so far "
           "dominate.\nWhere the line is flat, more candidates gained nothing."));
    soon_.setSingleShot(true);
    soon_.setInterval(1000);
    connect(&soon_, &QTimer::timeout, this, &GrowthView::refresh);
    connect(&job_, &GrowthJob::ready, this, &GrowthView::take);
    connect(&job_, &Job::failed, &workbench, &Workbench::problem);
    connect(&workbench.selection(), &Selection::runChanged, this, &GrowthView::showRun);
    connect(&workbench.selection(), &Selection::candidatesAdded, this, &GrowthView::refreshSoon);
    showRun();
}

void GrowthView::showEvent(QShowEvent* event) {
    ChartView::showEvent(event);
    if (stale_) refresh();
}

void GrowthView::showRun() {
    const auto run = workbench_.selection().run();
    if (run != run_) {
        run_ = run;
        job_.abandon();
        take({});
    }
    refresh();
}

void GrowthView::refreshSoon() {
    stale_ = true;
    if (isVisible() && !soon_.isActive()) soon_.start();
}

void GrowthView::refresh() {
    stale_ = true;
    if (!isVisible()) return;
    // What is being measured would otherwise never come to an end.
    if (job_.isRunning()) return refreshSoon();
    stale_ = false;
    const auto& candidates = workbench_.selection().candidates();
    if (candidates && !candidates->empty())
        job_.start(*candidates, {Aim::Contrast, Aim::Compression});
    else
        take({});
}

void GrowthView::take(std::vector<ProjectFront::Convergence> growth) {
    growth_ = std::move(growth);
    std::vector<PlotPoint> points;
    for (const auto& [candidates, hypervolume] : growth_)
        points.push_back({static_cast<double>(candidates), hypervolume});
    chart_->setGrowth(points);
}

}  // namespace lpstudio
