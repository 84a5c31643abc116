#include "app/charts/growth_chart.h"

#include <QLegend>
#include <QLineSeries>
#include <QList>
#include <QValueAxis>
#include <algorithm>

#include "app/charts/axes.h"

namespace lpstudio {

GrowthChart::GrowthChart(const lpstudio::ChartTheme& theme, QGraphicsItem* parent)
    : QChart(parent),
      theme_(theme),
      series_(new QLineSeries),
      xAxis_(new QValueAxis),
      yAxis_(new QValueAxis) {
    xAxis_->setTitleText(tr("Candidates scored"));
    yAxis_->setTitleText(tr("Dominated (%)"));
    addAxis(xAxis_, Qt::AlignBottom);
    addAxis(yAxis_, Qt::AlignLeft);
    addSeries(series_);
    series_->attachAxis(xAxis_);
    series_->attachAxis(yAxis_);
    series_->setName(tr("in score and cost"));
    legend()->setAlignment(Qt::AlignBottom);
    setTitle(tr("Hypervolume of the front"));
    setTheme(theme);
    setGrowth({});
}

void GrowthChart::setTheme(const lpstudio::ChartTheme& theme) {
    theme_ = theme;
    theme_.apply(*this);
    series_->setPen(theme_.linePen(theme_.accent));
    theme_.apply(*legend());
}

void GrowthChart::setGrowth(const std::vector<PlotPoint>& growth) {
    QList<QPointF> points;
    // No candidates dominate nothing.
    if (!growth.empty()) points.append(QPointF(0, 0));
    for (const PlotPoint& point : growth) points.append(QPointF(point.x, 100 * point.y));
    series_->replace(points);
    setNiceRange(*xAxis_, 0, growth.empty() ? 100 : std::max(10.0, growth.back().x), 5);
    // Always the whole box: runs can be told apart by their height.
    setNiceRange(*yAxis_, 0, 100, 5);
}

}  // namespace lpstudio
