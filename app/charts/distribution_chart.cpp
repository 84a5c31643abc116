#include "app/charts/distribution_chart.h"

#include <QAreaSeries>
#include <QCategoryAxis>
#include <QLegendMarker>
#include <QLineSeries>
#include <QList>
#include <QPen>
#include <QValueAxis>
#include <algorithm>
#include <cmath>

#include "app/charts/axes.h"
#include "app/charts/rug_item.h"
#include "app/charts/spec_text.h"

namespace lpstudio {
namespace {

constexpr int kBins = 160;
/// Octaves below the largest magnitude that are shown; what lies lower is in the first bin.
constexpr double kOctaves = 24;
/// Where empty bins end, in log10: below a count of 1.
constexpr double kFloor = -0.25;
/// Share of the plot's height for the ticks of the code points.
constexpr double kRugShare = 0.09;
/// As coarse as the eye can use: finer ones beat against the spacing of the codes.
constexpr int kIntervalsPerOctave = 4;

QList<QPointF> toQt(const std::vector<PlotPoint>& points) {
    QList<QPointF> list;
    list.reserve(static_cast<qsizetype>(points.size()));
    for (const PlotPoint& point : points) list.append(QPointF(point.x, point.y));
    return list;
}

QColor faded(QColor color, double alpha) {
    color.setAlphaF(static_cast<float>(alpha));
    return color;
}

QString capitalised(const QString& word) {
    return word.left(1).toUpper() + word.mid(1);
}

}  // namespace

DistributionChart::DistributionChart(const lpstudio::ChartTheme& theme, QGraphicsItem* parent)
    : QChart(parent), theme_(theme) {
    xAxis_ = new QValueAxis;
    countAxis_ = new QCategoryAxis;
    accuracyAxis_ = new QValueAxis;
    accuracyAxis_->setTitleText(tr("Accuracy (digits)"));
    accuracyAxis_->setGridLineVisible(false);
    addAxis(xAxis_, Qt::AlignBottom);
    addAxis(countAxis_, Qt::AlignLeft);
    addAxis(accuracyAxis_, Qt::AlignRight);
    rug_ = new RugItem(this);
    rug_->setShare(kRugShare);
    legend()->setAlignment(Qt::AlignBottom);
    setTheme(theme);
}

void DistributionChart::setTheme(const lpstudio::ChartTheme& theme) {
    theme_ = theme;
    theme_.apply(*this);
    rebuild();
}

void DistributionChart::setQuantity(const QString& quantity) {
    quantity_ = quantity;
    rebuild();
}

void DistributionChart::setScale(DistributionScale scale) {
    if (scale == scale_) return;
    scale_ = scale;
    rebuild();
}

void DistributionChart::setAccuracyVisible(bool visible) {
    accuracyVisible_ = visible;
    rebuildFormat();
}

void DistributionChart::setFormat(const FormatPtr& format, Rounding rounding) {
    format_ = format;
    rounding_ = rounding;
    rebuildFormat();
}

void DistributionChart::setLayers(const std::vector<DistributionLayer>& layers) {
    ValueRange range;
    for (const DistributionLayer& layer : layers) range = united(range, valueRange(layer.values));
    linear_ = {range.from, range.to};
    // One value only, or none: a range around it.
    if (!(linear_.to > linear_.from)) {
        const double around = linear_.from != 0 ? std::abs(linear_.from) : 1;
        linear_ = {linear_.from - around, linear_.to + around};
    }
    log2_ = {std::max(range.log2From, range.log2To - kOctaves), range.log2To};
    log2_ = {std::floor(log2_.from), std::ceil(log2_.to)};
    if (!(log2_.to > log2_.from)) log2_.to = log2_.from + 1;
    tensors_.clear();
    for (const DistributionLayer& layer : layers)
        tensors_.push_back({layer.name, histogram(layer.values, linear_.from, linear_.to, kBins),
                            histogramLog2(layer.values, log2_.from, log2_.to, kBins)});
    rebuild();
}

void DistributionChart::rebuild() {
    removeAllSeries();
    accuracy_.clear();
    const bool linear = scale_ == DistributionScale::Linear;
    std::int64_t largest = 1;
    for (const Tensor& tensor : tensors_)
        largest = std::max(largest, (linear ? tensor.linear : tensor.log2).largest);
    const double top = std::max(1.0, 1.04 * std::log10(static_cast<double>(largest)));
    const double bottom = kFloor - kRugShare / (1 - kRugShare) * (top - kFloor);
    setLogCounts(*countAxis_, bottom, top, largest);
    const Range& range = linear ? linear_ : log2_;
    setNiceRange(*xAxis_, range.from, range.to, linear ? 8 : 12);

    for (std::size_t i = 0; i < tensors_.size(); ++i) {
        const Histogram& histogram = linear ? tensors_[i].linear : tensors_[i].log2;
        auto* upper = new QLineSeries;
        upper->replace(toQt(stepOutline(histogram, kFloor)));
        auto* lower = new QLineSeries;
        lower->replace({QPointF(histogram.from, kFloor), QPointF(histogram.to, kFloor)});
        auto* area = new QAreaSeries(upper, lower);
        // One layer is grey so that the format's colour stands out; several need their own.
        const QColor color =
            tensors_.size() == 1 ? theme_.secondary : theme_.seriesColor(static_cast<int>(i) + 1);
        area->setName(tensors_[i].name);
        area->setPen(QPen(faded(color, 0.9), 0.7 * theme_.lineWidth));
        area->setBrush(faded(color, tensors_.size() == 1 ? 0.35 : 0.25));
        addSeries(area);
        area->attachAxis(xAxis_);
        area->attachAxis(countAxis_);
    }
    const double width = tensors_.empty() ? 0 : range.width() / kBins;
    const QString bin = QString::number(width, 'g', 2);
    xAxis_->setTitleText(linear
                             ? tr("%1 value (no unit, bins of %2)").arg(capitalised(quantity_), bin)
                             : tr("log2 |%1| (octaves, bins of %2)").arg(quantity_, bin));
    countAxis_->setTitleText(tr("%1s per bin").arg(capitalised(quantity_)));
    setTitle(tensors_.size() == 1 ? tr("Distribution of %1s in %2").arg(quantity_, tensors_[0].name)
                                  : tr("Distribution of %1s").arg(quantity_));
    rebuildFormat();
}

void DistributionChart::rebuildFormat() {
    for (QLineSeries* series : accuracy_) {
        removeSeries(series);
        delete series;
    }
    accuracy_.clear();
    const bool shown = format_ && format_->isFitted() && !tensors_.empty();
    accuracyAxis_->setVisible(shown && accuracyVisible_);
    const bool linear = scale_ == DistributionScale::Linear;
    std::vector<double> ticks;
    if (shown) {
        for (const CodePoint& point : format_->codebook()) {
            if (point.nar || (!linear && !(point.value > 0))) continue;
            ticks.push_back(linear ? point.value : std::log2(point.value));
        }
        if (accuracyVisible_) addAccuracy();
    }
    const QColor color =
        shown ? theme_.formatColor(QString::fromStdString(format_->spec())) : theme_.accent;
    rug_->setColors(color, theme_.grid);
    rug_->setTicks(std::move(ticks), xAxis_->min(), xAxis_->max());
    theme_.apply(*legend());
}

void DistributionChart::addAccuracy() {
    const bool linear = scale_ == DistributionScale::Linear;
    const double to = std::log2(std::max(std::abs(xAxis_->min()), std::abs(xAxis_->max())));
    // On a linear axis twelve octaves below the largest are within a pixel of zero.
    const double last = linear ? to : xAxis_->max();
    const double first = linear ? to - 12 : xAxis_->min();
    const int intervals =
        std::max(1, static_cast<int>(std::lround((last - first) * kIntervalsPerOctave)));
    const std::vector<AccuracyPoint> points =
        relativeAccuracy(format_->quantizer(rounding_), first, last, intervals);
    double most = 1;
    for (const AccuracyPoint& point : points)
        if (std::isfinite(point.decimals)) most = std::max(most, point.decimals);
    setNiceRange(*accuracyAxis_, 0, most, 4);
    // The curve stays above the strip of ticks as the histogram does.
    const double height = accuracyAxis_->max();
    const double strip = height * (kRugShare / (1 - kRugShare));
    setExactRange(*accuracyAxis_, -strip, height, 4);

    const QString spec = QString::fromStdString(format_->spec());
    for (const auto& piece : accuracyCurves(points, scale_, (last - first) / intervals)) {
        auto* series = new QLineSeries;
        series->setName(
            tr("%1: code points (ticks) and relative accuracy (line)").arg(shortSpec(spec)));
        series->setPen(theme_.linePen(theme_.formatColor(spec)));
        series->replace(toQt(piece));
        addSeries(series);
        series->attachAxis(xAxis_);
        series->attachAxis(accuracyAxis_);
        accuracy_.push_back(series);
        // The pieces of one curve need one entry in the legend.
        if (accuracy_.size() > 1)
            for (QLegendMarker* marker : legend()->markers(series)) marker->setVisible(false);
    }
}

}  // namespace lpstudio
