#include "app/desktop/charts/hypervolume_chart.h"

#include <QLegend>
#include <QLineSeries>
#include <QList>
#include <QValueAxis>
#include <algorithm>

#include "app/desktop/plot/axes.h"
#include "app/desktop/plot/plot_geometry.h"

namespace lpstudio {
namespace {

constexpr int kTicks = 5;

}  // namespace

HypervolumeChart::HypervolumeChart(const lpstudio::ChartTheme& theme, QGraphicsItem* parent)
    : PlotChart(parent), series_(new QLineSeries), xAxis_(new QValueAxis), yAxis_(new QValueAxis) {
    xAxis_->setTitleText(tr("Candidates scored"));
    yAxis_->setTitleText(tr("Dominated (%)"));
    addAxis(xAxis_, Qt::AlignBottom);
    addAxis(yAxis_, Qt::AlignLeft);
    addSeries(series_);
    series_->attachAxis(xAxis_);
    series_->attachAxis(yAxis_);
    legend()->hide();
    setTitle(tr("Hypervolume in score and cost"));
    setTheme(theme);
    setHypervolume({});
    connect(this, &QChart::plotAreaChanged, this, [this] {
        if (ticksAcross(kTicks) != xTicks_) showWindow();
    });
}

void HypervolumeChart::showTheme() {
    series_->setPen(theme_.linePen(theme_.accent));
}

void HypervolumeChart::setHypervolume(const std::vector<PlotPoint>& hypervolume) {
    QList<QPointF> points;
    // No candidates dominate nothing.
    if (!hypervolume.empty()) points.append(QPointF(0, 0));
    for (const PlotPoint& point : hypervolume) points.append(QPointF(point.x, 100 * point.y));
    series_->replace(points);
    const AxisInterval before = niceInterval(0, largestX_, ticksAcross(kTicks));
    largestX_ = hypervolume.empty() ? 100 : std::max(10.0, hypervolume.back().x);
    const AxisInterval after = niceInterval(0, largestX_, ticksAcross(kTicks));
    if (hypervolume.empty()) forgetWindow();
    rebase({before.from, before.to, 0, 100}, {after.from, after.to, 0, 100});
    showWindow();
}

void HypervolumeChart::showWindow() {
    xTicks_ = ticksAcross(kTicks);
    showX(*xAxis_, {0, largestX_}, xTicks_);
    // Always the whole box: runs can be told apart by their height.
    showY(*yAxis_, {0, 100}, kTicks);
}

FigureTable HypervolumeChart::figureTable() const {
    FigureTable table({xAxis_->titleText(), yAxis_->titleText()});
    for (const QPointF& point : series_->points()) table.addRow({point.x(), point.y()});
    return table;
}

}  // namespace lpstudio
