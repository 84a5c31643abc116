#include "app/desktop/charts/progress_chart.h"

#include <QLineSeries>
#include <QList>
#include <QValueAxis>
#include <algorithm>
#include <cmath>

#include "app/desktop/plot/axes.h"
#include "app/desktop/plot/number_text.h"

namespace lpstudio {
namespace {

constexpr int kFlushMilliseconds = 50;
constexpr int kXTicks = 8, kYTicks = 5;

QList<QPointF> finitePoints(const DecimatedCurve& curve) {
    QList<QPointF> list;
    for (const PlotPoint& point : curve.points())
        if (std::isfinite(point.y)) list.append(QPointF(point.x, point.y));
    return list;
}

}  // namespace

void DecimatedCurve::append(double x, double y) {
    last_ = {x, y};
    if (std::isfinite(y)) {
        smallest_ = std::min(smallest_, y);
        largest_ = std::max(largest_, y);
    }
    if (seen_++ % stride_ != 0) return;
    kept_.push_back(last_);
    if (kept_.size() < limit_) return;
    for (std::size_t i = 0; 2 * i < kept_.size(); ++i) kept_[i] = kept_[2 * i];
    kept_.resize((kept_.size() + 1) / 2);
    stride_ *= 2;
}

void DecimatedCurve::clear() {
    *this = DecimatedCurve(limit_);
}

std::vector<PlotPoint> DecimatedCurve::points() const {
    std::vector<PlotPoint> result = kept_;
    if (seen_ > 0 && (result.empty() || result.back() != last_)) result.push_back(last_);
    return result;
}

FitnessHistory fitnessHistory(std::span<const ScoredCandidate> candidates, int window,
                              double targetBits) {
    FitnessHistory history;
    const auto length = static_cast<std::size_t>(std::max(1, window));
    double best = std::numeric_limits<double>::quiet_NaN();
    for (std::size_t i = 0; i < candidates.size(); ++i) {
        const bool counts = targetBits <= 0 || candidates[i].meanWeightBits <= targetBits;
        if (counts && !(candidates[i].fitness >= best)) best = candidates[i].fitness;
        history.best.push_back(best);
        // Summed anew each time: a running sum would keep the rounding of what has left it.
        double sum = 0;
        const std::size_t first = i + 1 > length ? i + 1 - length : 0;
        for (std::size_t k = first; k <= i; ++k) sum += candidates[k].fitness;
        history.mean.push_back(sum / static_cast<double>(i + 1 - first));
    }
    return history;
}

ProgressChart::ProgressChart(const lpstudio::ChartTheme& theme, QGraphicsItem* parent)
    : PlotChart(parent),
      bestSeries_(new QLineSeries),
      meanSeries_(new QLineSeries),
      xAxis_(new QValueAxis),
      yAxis_(new QValueAxis) {
    xAxis_->setTitleText(tr("Candidates scored"));
    yAxis_->setTitleText(tr("Fitness (lower is better)"));
    addAxis(xAxis_, Qt::AlignBottom);
    addAxis(yAxis_, Qt::AlignLeft);
    // The mean first: the best lies over it.
    for (QLineSeries* series : {meanSeries_, bestSeries_}) {
        addSeries(series);
        series->attachAxis(xAxis_);
        series->attachAxis(yAxis_);
    }
    bestSeries_->setName(tr("best so far"));
    meanSeries_->setName(meanName_);
    legend()->setAlignment(Qt::AlignBottom);
    setTitle(tr("Progress of the search"));
    timer_.setSingleShot(true);
    timer_.setInterval(kFlushMilliseconds);
    connect(&timer_, &QTimer::timeout, this, &ProgressChart::flush);
    setTheme(theme);
    flush();
}

void ProgressChart::showTheme() {
    bestSeries_->setPen(theme_.linePen(theme_.accent));
    QPen mean = theme_.linePen(theme_.secondary);
    mean.setWidthF(0.6 * theme_.lineWidth);
    meanSeries_->setPen(mean);
    theme_.apply(*legend());
}

void ProgressChart::setMeanName(const QString& name) {
    meanName_ = name;
    meanSeries_->setName(name);
}

void ProgressChart::append(CandidateId candidate, double best, double mean) {
    const auto x = static_cast<double>(candidate.value) + 1;
    best_.append(x, best);
    mean_.append(x, mean);
    if (!timer_.isActive()) timer_.start();
}

void ProgressChart::clear() {
    best_.clear();
    mean_.clear();
    flush();
}

void ProgressChart::setCandidates(const std::vector<ScoredCandidate>& candidates, int window,
                                  double targetBits) {
    best_.clear();
    mean_.clear();
    setMeanName(tr("mean of the last %1 candidates").arg(window));
    bestSeries_->setName(targetBits > 0
                             ? tr("best so far, at %1 bits or less").arg(briefText(targetBits))
                             : tr("best so far"));
    const FitnessHistory history = fitnessHistory(candidates, window, targetBits);
    for (std::size_t i = 0; i < candidates.size(); ++i) {
        const auto x = static_cast<double>(candidates[i].id.value) + 1;
        best_.append(x, history.best[i]);
        mean_.append(x, history.mean[i]);
    }
    flush();
}

void ProgressChart::flush() {
    timer_.stop();
    bestSeries_->replace(finitePoints(best_));
    meanSeries_->replace(finitePoints(mean_));
    const double from = std::min(best_.smallest(), mean_.smallest());
    const double to = std::max(best_.largest(), mean_.largest());
    const PlotRange before = niceRange(data_, kXTicks, kYTicks);
    data_ = {0, best_.empty() ? 100 : std::max(10.0, best_.lastX()), 0, 1};
    if (from <= to) {
        const double margin = to > from ? 0.02 * (to - from) : std::max(std::abs(to), 1e-9);
        data_.yFrom = from >= 0 ? std::max(0.0, from - margin) : from - margin;
        data_.yTo = to + margin;
    }
    if (best_.empty()) forgetWindow();
    rebase(before, niceRange(data_, kXTicks, kYTicks));
    showWindow();
}

void ProgressChart::showWindow() {
    showX(*xAxis_, {data_.xFrom, data_.xTo}, kXTicks);
    showY(*yAxis_, {data_.yFrom, data_.yTo}, kYTicks);
}

FigureTable ProgressChart::figureTable() const {
    FigureTable table({xAxis_->titleText(), bestSeries_->name(), meanSeries_->name()});
    const std::vector<PlotPoint> best = best_.points(), mean = mean_.points();
    for (std::size_t i = 0; i < best.size(); ++i)
        table.addRow({best[i].x, best[i].y, i < mean.size() ? mean[i].y : std::nan("")});
    return table;
}

}  // namespace lpstudio
