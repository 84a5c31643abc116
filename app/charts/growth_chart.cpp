#include "app/charts/growth_chart.h"

#include <QLegend>
#include <QLineSeries>
#include <QList>
#include <QValueAxis>
#include <algorithm>

#include "app/charts/axes.h"

namespace lpstudio {
namespace {

constexpr int kTicks = 5;

}  // namespace

GrowthChart::GrowthChart(const lpstudio::ChartTheme& theme, QGraphicsItem* parent)
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
    setGrowth({});
    connect(this, &QChart::plotAreaChanged, this, [this] {
        if (ticksAcross(kTicks) != xTicks_) showWindow();
    });
}

void GrowthChart::showTheme() {
    series_->setPen(theme_.linePen(theme_.accent));
}

void GrowthChart::setGrowth(const std::vector<PlotPoint>& growth) {
    QList<QPointF> points;
    // No candidates dominate nothing.
    if (!growth.empty()) points.append(QPointF(0, 0));
    for (const PlotPoint& point : growth) points.append(QPointF(point.x, 100 * point.y));
    series_->replace(points);
    const AxisInterval before = niceInterval(0, largestX_, ticksAcross(kTicks));
    largestX_ = growth.empty() ? 100 : std::max(10.0, growth.back().x);
    const AxisInterval after = niceInterval(0, largestX_, ticksAcross(kTicks));
    if (growth.empty()) forgetWindow();
    rebase({before.from, before.to, 0, 100}, {after.from, after.to, 0, 100});
    showWindow();
}

void GrowthChart::showWindow() {
    xTicks_ = ticksAcross(kTicks);
    showX(*xAxis_, {0, largestX_}, xTicks_);
    // Always the whole box: runs can be told apart by their height.
    showY(*yAxis_, {0, 100}, kTicks);
}

FigureTable GrowthChart::figureTable() const {
    FigureTable table({xAxis_->titleText(), yAxis_->titleText()});
    for (const QPointF& point : series_->points()) table.addRow({point.x(), point.y()});
    return table;
}

}  // namespace lpstudio
