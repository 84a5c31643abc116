#include "app/desktop/charts/distribution_chart.h"

#include <QAreaSeries>
#include <QCategoryAxis>
#include <QLegendMarker>
#include <QLineSeries>
#include <QList>
#include <QPen>
#include <QValueAxis>
#include <algorithm>
#include <cmath>

#include "app/desktop/charts/distribution_parts.h"
#include "app/desktop/plot/axes.h"
#include "app/desktop/plot/number_text.h"
#include "app/desktop/plot/plot_geometry.h"

namespace lpstudio {
namespace {

/// Where empty bins end, in log10: below a count of 1.
constexpr double kFloor = -0.25;
/// Share of the plot's height for the ticks of one format's code points.
constexpr double kRugShare = 0.09, kRugShareOfSeveral = 0.07;
constexpr double kMostTicks = 8192;
/// As coarse as the eye can use: finer ones beat against the spacing of the codes.
constexpr int kIntervalsPerOctave = 4;

int xTicks(DistributionScale scale) {
    return scale == DistributionScale::Linear ? 8 : 12;
}

QString capitalised(const QString& word) {
    return word.left(1).toUpper() + word.mid(1);
}

}  // namespace

DistributionChart::DistributionChart(const lpstudio::ChartTheme& theme, QGraphicsItem* parent)
    : PlotChart(parent), quantity_(tr("weight")) {
    xAxis_ = new QValueAxis;
    countAxis_ = new QCategoryAxis;
    accuracyAxis_ = new QValueAxis;
    accuracyAxis_->setTitleText(tr("Accuracy (digits)"));
    accuracyAxis_->setGridLineVisible(false);
    addAxis(xAxis_, Qt::AlignBottom);
    addAxis(countAxis_, Qt::AlignLeft);
    addAxis(accuracyAxis_, Qt::AlignRight);
    setTheme(theme);
}

void DistributionChart::showTheme() {
    rebuild();
}

void DistributionChart::setQuantity(const QString& quantity) {
    if (quantity == quantity_) return;
    quantity_ = quantity;
    rebuild();
}

void DistributionChart::setScale(DistributionScale scale) {
    if (scale == scale_) return;
    scale_ = scale;
    forgetWindow();
    rebuild();
}

void DistributionChart::setAccuracyVisible(bool visible) {
    accuracyVisible_ = visible;
    showFormats();
}

void DistributionChart::setLayers(const std::vector<DistributionLayer>& layers) {
    setData(distributionData(layers));
}

void DistributionChart::setData(DistributionData data, const QString& heading) {
    const auto differs = [](const AxisInterval& a, const AxisInterval& b) {
        return a.from != b.from || a.to != b.to;
    };
    if (differs(data.linear, data_.linear) || differs(data.log2, data_.log2)) forgetWindow();
    data_ = std::move(data);
    heading_ = heading;
    rebuild();
}

void DistributionChart::setFormat(const FormatPtr& format, Rounding rounding) {
    setFormats({format}, rounding);
}

void DistributionChart::setFormat(const FormatPtr& format, QuantizerPtr quantizer) {
    setShown({{format, std::move(quantizer)}});
}

void DistributionChart::setFormats(const std::vector<FormatPtr>& formats, Rounding rounding) {
    std::vector<Shown> shown;
    shown.reserve(formats.size());
    for (const FormatPtr& format : formats)
        shown.push_back(
            format && format->isFitted()
                ? Shown{format, std::make_shared<const Quantizer>(format->quantizer(rounding))}
                : Shown{});
    setShown(std::move(shown));
}

void DistributionChart::setShown(std::vector<Shown> shown) {
    const bool sameStrips = shown.size() == shown_.size();
    shown_ = std::move(shown);
    if (sameStrips)
        showFormats();
    else
        rebuild();
}

QColor DistributionChart::formatColor(std::size_t format) const {
    const auto of = [&](std::size_t at) {
        return shown_[at].format
                   ? theme_.formatColor(QString::fromStdString(shown_[at].format->spec()))
                   : theme_.accent;
    };
    const QColor color = of(format);
    if (format == 0 || color != of(0)) return color;
    return color == theme_.highlight ? theme_.text : theme_.highlight;
}

/// Of all strips together.
double DistributionChart::stripShare() const {
    return shown_.size() > 1 ? kRugShareOfSeveral * static_cast<double>(shown_.size()) : kRugShare;
}

AxisInterval DistributionChart::wholeX() const {
    const AxisInterval& range = scale_ == DistributionScale::Linear ? data_.linear : data_.log2;
    return niceInterval(range.from, range.to, xTicks(scale_));
}

void DistributionChart::showWindow() {
    const AxisInterval& range = scale_ == DistributionScale::Linear ? data_.linear : data_.log2;
    showX(*xAxis_, range, xTicks(scale_));
    for (std::size_t i = 0; i < shown_.size(); ++i) showTicks(i);
}

void DistributionChart::fitAxes() {
    const bool linear = scale_ == DistributionScale::Linear;
    std::int64_t largest = 1;
    for (const DistributionData::Tensor& tensor : data_.tensors)
        largest = std::max(largest, (linear ? tensor.linear : tensor.log2).largest);
    const double top = std::max(1.0, 1.04 * std::log10(static_cast<double>(largest)));
    const double bottom = kFloor - stripShare() / (1 - stripShare()) * (top - kFloor);
    setLogCounts(*countAxis_, bottom, top, largest);
    const AxisInterval& range = linear ? data_.linear : data_.log2;
    showX(*xAxis_, range, xTicks(scale_));
    const double width = data_.tensors.empty() ? 0 : range.width() / data_.bins;
    const QString bin = briefText(width, 2);
    xAxis_->setTitleText(linear
                             ? tr("%1 value (no unit, bins of %2)").arg(capitalised(quantity_), bin)
                             : tr("log2 |%1| (octaves, bins of %2)").arg(quantity_, bin));
    countAxis_->setTitleText(tr("%1s per bin").arg(capitalised(quantity_)));
}

void DistributionChart::rebuild() {
    removeAllSeries();
    curves_.clear();
    fitAxes();
    const bool linear = scale_ == DistributionScale::Linear, alone = data_.tensors.size() == 1,
               any = !data_.tensors.empty();
    xAxis_->setVisible(any);
    countAxis_->setVisible(any);
    legend()->setVisible(any);
    for (std::size_t i = 0; i < data_.tensors.size(); ++i) {
        const DistributionData::Tensor& tensor = data_.tensors[i];
        const Histogram& histogram = linear ? tensor.linear : tensor.log2;
        QAreaSeries* area =
            addTensorArea(*this, theme_, tensor.name, stepOutline(histogram, kFloor), kFloor,
                          {i, data_.tensors.size()});
        area->attachAxis(xAxis_);
        area->attachAxis(countAxis_);
    }
    setTitle(!heading_.isEmpty() ? heading_
             : alone ? tr("Distribution of %1s in %2").arg(quantity_, data_.tensors[0].name)
                     : tr("Distribution of %1s").arg(quantity_));
    while (rugs_.size() > shown_.size()) {
        delete rugs_.back();
        rugs_.pop_back();
    }
    while (rugs_.size() < shown_.size()) rugs_.push_back(new RugItem(this));
    const double share = stripShare() / static_cast<double>(std::max<std::size_t>(1, rugs_.size()));
    for (std::size_t i = 0; i < rugs_.size(); ++i) {
        rugs_[i]->setStrip(static_cast<double>(rugs_.size() - 1 - i) * share, share);
        rugs_[i]->setVisible(any);
    }
    accuracyTop_ = 0;
    showFormats();
    showLegend();
}

void DistributionChart::showLegend() {
    styleTensorLegend(*this, theme_, data_.tensors.size());
}

void DistributionChart::showFormats() {
    const auto pieces = accuracyPieces();
    for (std::size_t i = 0; i < shown_.size(); ++i) {
        showTicks(i);
        showCurve(i, pieces[i]);
    }
}

void DistributionChart::showTicks(std::size_t format) {
    const bool linear = scale_ == DistributionScale::Linear;
    const Shown& shown = shown_[format];
    std::vector<double> ticks;
    if (shown.format && !data_.tensors.empty()) {
        // Ascending, as the rug wants them; the first value of a side is 0. Of the 65,536 codes of
        // 16 bits no more are kept than any screen can show.
        const double least = (xAxis_->max() - xAxis_->min()) / kMostTicks;
        const auto &minus = shown.quantizer->negative().values,
                   &plus = shown.quantizer->positive().values;
        const auto add = [&](double position) {
            if (ticks.empty() || position - ticks.back() >= least) ticks.push_back(position);
        };
        if (linear) {
            for (std::size_t i = minus.size(); i-- > 1;) add(-static_cast<double>(minus[i]));
            for (const float value : plus) add(value);
        } else {
            const double factor = std::exp2(least);
            double next = 0;
            for (std::size_t i = 1; i < plus.size(); ++i) {
                const double value = plus[i];
                if (value < next) continue;
                ticks.push_back(std::log2(value));
                next = factor * value;
            }
        }
    }
    rugs_[format]->setColors(formatColor(format), theme_.grid);
    rugs_[format]->setTicks(std::move(ticks), xAxis_->min(), xAxis_->max());
}

/// The curves of all formats, empty where none is shown; brings the accuracy axis up to date.
std::vector<std::vector<std::vector<PlotPoint>>> DistributionChart::accuracyPieces() {
    std::vector<std::vector<std::vector<PlotPoint>>> pieces(shown_.size());
    const bool any =
        accuracyVisible_ && !data_.tensors.empty() &&
        std::any_of(shown_.begin(), shown_.end(), [](const Shown& one) { return !!one.format; });
    accuracyAxis_->setVisible(any);
    if (!any) return pieces;
    const bool linear = scale_ == DistributionScale::Linear;
    const AxisInterval whole = wholeX();
    const double to = std::log2(std::max(std::abs(whole.from), std::abs(whole.to)));
    // On a linear axis twelve octaves below the largest are within a pixel of zero.
    const double last = linear ? to : whole.to;
    const double first = linear ? to - 12 : whole.from;
    const int intervals =
        std::max(1, static_cast<int>(std::lround((last - first) * kIntervalsPerOctave)));
    double most = 1;
    for (std::size_t i = 0; i < shown_.size(); ++i) {
        if (!shown_[i].format) continue;
        const std::vector<AccuracyPoint> points =
            relativeAccuracy(*shown_[i].quantizer, first, last, intervals);
        for (const AccuracyPoint& point : points)
            if (std::isfinite(point.decimals)) most = std::max(most, point.decimals);
        pieces[i] = accuracyCurves(points, scale_, (last - first) / intervals);
        // Off by more than a factor of ten: no digit is right. Lower it would run into the ticks.
        for (auto& piece : pieces[i])
            for (PlotPoint& point : piece) point.y = std::max(0.0, point.y);
    }
    // The curve stays above the strips of ticks as the histogram does. The axis is left alone while
    // it need not change: a new range lays out the whole chart.
    const double step = axisTicks(0, most, 4).step;
    const double top = step * std::ceil(most / step - 1e-9);
    const double strip = top * stripShare() / (1 - stripShare());
    if (top != accuracyTop_ || strip != accuracyStrip_)
        setExactRange(*accuracyAxis_, -strip, top, 4);
    accuracyTop_ = top;
    accuracyStrip_ = strip;
    return pieces;
}

void DistributionChart::makeSeries(std::size_t format, std::size_t count) {
    if (curves_.size() <= format) curves_.resize(format + 1);
    Curve& curve = curves_[format];
    if (curve.size() >= count) return;
    while (curve.size() < count) {
        auto* series = new QLineSeries;
        addSeries(series);
        series->attachAxis(xAxis_);
        series->attachAxis(accuracyAxis_);
        // The pieces of one curve need one entry in the legend.
        if (!curve.empty())
            for (QLegendMarker* marker : legend()->markers(series)) marker->setVisible(false);
        curve.push_back(series);
    }
    showLegend();
}

void DistributionChart::showCurve(std::size_t format,
                                  const std::vector<std::vector<PlotPoint>>& pieces) {
    makeSeries(format, std::max<std::size_t>(1, pieces.size()));
    const Shown& shown = shown_[format];
    const bool listed = shown.format && !data_.tensors.empty();
    const QPen pen = theme_.linePen(formatColor(format));
    const Curve& curve = curves_[format];
    for (std::size_t i = 0; i < curve.size(); ++i) {
        QLineSeries* series = curve[i];
        if (series->pen() != pen) {
            series->setPen(pen);
            for (QLegendMarker* marker : legend()->markers(series)) {
                marker->setBrush(pen.color());
                marker->setPen(QPen(pen.color()));
            }
        }
        if (i < pieces.size())
            series->replace(toQt(pieces[i]));
        else if (series->count() > 0)
            series->clear();
    }
    if (listed) {
        const QString spec = shortSpec(QString::fromStdString(shown.format->spec()));
        // The legend cuts what does not fit: beside several layers the numbers matter most.
        const std::size_t layers = data_.tensors.size();
        curve.front()->setName(
            namesStandAtSide(layers) ? spec
            : !accuracyVisible_      ? tr("%1: code points (ticks)").arg(spec)
            : layers > 1             ? tr("%1: code points, accuracy").arg(spec)
                         : tr("%1: code points (ticks) and relative accuracy (line)").arg(spec));
    }
    for (QLegendMarker* marker : legend()->markers(curve.front())) marker->setVisible(listed);
}

FigureTable DistributionChart::figureTable() const {
    const bool linear = scale_ == DistributionScale::Linear;
    const QString axis = linear ? quantity_ : tr("log2 |%1|, octaves").arg(quantity_);
    FigureTable table({tr("Kind"), tr("Name"), tr("From (%1)").arg(axis), tr("To (%1)").arg(axis),
                       tr("Value (%1s in the bin; decimal digits of accuracy)").arg(quantity_)});
    for (const DistributionData::Tensor& tensor : data_.tensors) {
        const Histogram& histogram = linear ? tensor.linear : tensor.log2;
        const double width = histogram.counts.empty() ? 0 : histogram.binWidth();
        for (std::size_t i = 0; i < histogram.counts.size(); ++i) {
            const double from = histogram.from + static_cast<double>(i) * width;
            table.addRow({tr("histogram"), tensor.name, from, from + width,
                          static_cast<qint64>(histogram.counts[i])});
        }
    }
    for (std::size_t i = 0; i < shown_.size(); ++i) addFormatRows(table, i);
    return table;
}

void DistributionChart::addFormatRows(FigureTable& table, std::size_t format) const {
    const Shown& shown = shown_[format];
    if (!shown.format || data_.tensors.empty()) return;
    const bool linear = scale_ == DistributionScale::Linear;
    const QString spec = QString::fromStdString(shown.format->spec());
    const double none = std::nan("");
    const auto addCode = [&](double value) {
        const double place = linear ? value : std::log2(value);
        table.addRow({tr("code point"), spec, place, place, none});
    };
    const auto &minus = shown.quantizer->negative().values,
               &plus = shown.quantizer->positive().values;
    // The first value of a side is 0, which has no logarithm.
    if (linear) {
        for (std::size_t i = minus.size(); i-- > 1;) addCode(-static_cast<double>(minus[i]));
        if (!plus.empty()) addCode(plus[0]);
    }
    for (std::size_t i = 1; i < plus.size(); ++i) addCode(plus[i]);
    if (!accuracyVisible_ || format >= curves_.size()) return;
    // Levels are drawn as their left and right ends.
    for (const QLineSeries* series : curves_[format]) {
        const QList<QPointF> points = series->points();
        for (qsizetype i = 1; i < points.size(); ++i)
            if (points[i].y() == points[i - 1].y() && points[i].x() > points[i - 1].x())
                table.addRow(
                    {tr("accuracy"), spec, points[i - 1].x(), points[i].x(), points[i].y()});
    }
}

}  // namespace lpstudio
