#include "app/desktop/charts/roofline_chart.h"

#include <QCategoryAxis>
#include <QFontMetricsF>
#include <QLegend>
#include <QScatterSeries>
#include <algorithm>
#include <cmath>
#include <vector>

#include "app/desktop/charts/roofline_item.h"
#include "app/desktop/plot/axes.h"
#include "app/desktop/plot/chart_theme.h"
#include "app/desktop/plot/number_text.h"

namespace lpstudio {
namespace {

/// Of the roofs beyond their ends, as a factor: half a decade.
constexpr double kBeyond = 3;
constexpr double kLeastDecades = 1;
constexpr double kMargin = 0.07;

}  // namespace

bool isPlaceable(const RooflinePoint& point) {
    return std::isfinite(point.intensity) && std::isfinite(point.achieved) && point.intensity > 0 &&
           point.achieved > 0;
}

PlotRange rooflineRange(const Roofline& roofline) {
    std::vector<double> xs, ys;
    if (roofline.bandwidth > 0 && !roofline.peaks.empty()) {
        const auto [least, largest] = std::ranges::minmax(roofline.peaks);
        xs = {least / roofline.bandwidth / kBeyond, largest / roofline.bandwidth * kBeyond};
        ys = {least / kBeyond, largest};
    }
    for (const RooflinePoint& point : roofline.points) {
        if (!isPlaceable(point)) continue;
        xs.push_back(point.intensity);
        ys.push_back(point.achieved);
    }
    const AxisInterval x = logInterval(xs, kLeastDecades, kMargin);
    const AxisInterval y = logInterval(ys, kLeastDecades, kMargin);
    return {x.from, x.to, y.from, y.to};
}

std::optional<RoofPiece> bandwidthRoof(double bandwidth, double peak, const PlotRange& range) {
    if (!(bandwidth > 0) || !(peak > 0)) return std::nullopt;
    // y = x + slope, in log10.
    const double slope = std::log10(bandwidth);
    const double from = std::max(range.xFrom, range.yFrom - slope);
    const double to = std::min({range.xTo, range.yTo - slope, std::log10(peak) - slope});
    if (!(to > from)) return std::nullopt;
    return RoofPiece{{from, from + slope}, {to, to + slope}};
}

std::optional<RoofPiece> peakRoof(double bandwidth, double peak, const PlotRange& range) {
    if (!(bandwidth > 0) || !(peak > 0)) return std::nullopt;
    const double height = std::log10(peak);
    const double from = std::max(range.xFrom, height - std::log10(bandwidth));
    if (!(range.xTo > from) || height < range.yFrom || height > range.yTo) return std::nullopt;
    return RoofPiece{{from, height}, {range.xTo, height}};
}

std::optional<std::size_t> quietPlace(std::span<const QRectF> places, const QRectF& area,
                                      std::span<const QRectF> taken,
                                      std::span<const QPointF> points, double radius) {
    std::optional<std::size_t> best;
    std::ptrdiff_t fewest = 0;
    for (std::size_t i = 0; i < places.size(); ++i) {
        const QRectF& place = places[i];
        if (!area.contains(place)) continue;
        if (std::ranges::any_of(taken, [&](const QRectF& t) { return t.intersects(place); }))
            continue;
        const QRectF wide = place.adjusted(-radius, -radius, radius, radius);
        const auto covered = std::ranges::count_if(
            points, [&](const QPointF& point) { return wide.contains(point); });
        if (best && covered >= fewest) continue;
        best = i;
        fewest = covered;
    }
    return best;
}

RooflineChart::RooflineChart(const lpstudio::ChartTheme& theme, QGraphicsItem* parent)
    : PlotChart(parent), xAxis_(new QCategoryAxis), yAxis_(new QCategoryAxis) {
    xAxis_->setTitleText(axisTitle(tr("Operations per byte of DRAM traffic"), tr("op/B")));
    addAxis(xAxis_, Qt::AlignBottom);
    addAxis(yAxis_, Qt::AlignLeft);
    item_ = new RooflineItem(this);
    connect(item_, &PlotItem::areaChanged, this, &RooflineChart::showTicks);
    legend()->setAlignment(Qt::AlignBottom);
    setTitle(tr("Roofline"));
    setTheme(theme);
}

void RooflineChart::showTheme() {
    item_->setTheme(theme_);
    showRoofline();
}

void RooflineChart::setRoofline(Roofline roofline, QStringList peakNames) {
    roofline_ = std::move(roofline);
    peakNames_ = std::move(peakNames);
    const PlotRange before = std::exchange(range_, rooflineRange(roofline_));
    if (before != range_) forgetWindow();
    showRoofline();
}

void RooflineChart::showRoofline() {
    range_ = rooflineRange(roofline_);
    // The prefix of the middle: the ends of the axis are decades apart.
    const bool empty = roofline_.peaks.empty() && roofline_.points.empty();
    const SiScale scale =
        empty ? siScale(1e9) : siScale(std::pow(10, (range_.yFrom + range_.yTo) / 2));
    if (empty) {
        range_.yFrom += 9;
        range_.yTo += 9;
    }
    factor_ = scale.factor;
    yAxis_->setTitleText(
        axisTitle(tr("Throughput"), QString::fromUtf8(scale.prefix) + QStringLiteral("OPS")));
    QStringList labels;
    for (std::size_t i = 0; i < roofline_.peaks.size(); ++i) {
        const QString name = peakNames_.value(static_cast<qsizetype>(i));
        const QString text = siBriefText(roofline_.peaks[i], QStringLiteral("OPS"));
        labels += name.isEmpty() ? text : tr("%1, %2").arg(text, name);
    }
    item_->setRoofline(&roofline_, range(),
                       tr("%1 DRAM").arg(siBriefText(roofline_.bandwidth, QStringLiteral("B/s"))),
                       labels);
    showLegend();
    ticksWidth_ = ticksHeight_ = 0;
    showTicks();
    setSelected(selected_);
}

void RooflineChart::showTicks() {
    const QFontMetricsF metrics(theme_.labelFont());
    const double width = std::max(1.0, item_->area().width());
    const double height = std::max(1.0, item_->area().height());
    // New labels move the plot area, which comes back here.
    if (std::abs(width - ticksWidth_) < 1 && std::abs(height - ticksHeight_) < 1) return;
    ticksWidth_ = width;
    ticksHeight_ = height;
    const PlotRange shown = range();
    const AxisInterval x{shown.xFrom, shown.xTo}, y{shown.yFrom, shown.yTo};
    const double apart = metrics.horizontalAdvance(QStringLiteral("00000"));
    setLogTicks(*xAxis_, x, decadeTicksAcross(x, width, apart, theme_.fontPixels / 2.0));
    // In shown units: the prefix is a power of 1000, so that 1, 2, 5 stay what they are.
    const double shift = std::log10(factor_);
    std::vector<double> ticks =
        decadeTicks(y.from - shift, y.to - shift, height, 1.4 * metrics.height());
    for (double& tick : ticks) tick *= factor_;
    setLogTicks(*yAxis_, y, ticks, factor_);
}

void RooflineChart::showWindow() {
    item_->setRange(range());
    ticksWidth_ = ticksHeight_ = 0;
    showTicks();
}

FigureTable RooflineChart::figureTable() const {
    FigureTable table({tr("Kind"), tr("Name"), tr("Intensity (op/B)"), tr("Throughput (op/s)"),
                       tr("Attainable (op/s)"), tr("DRAM bandwidth (B/s)"), tr("Limit")});
    const double none = std::nan("");
    const QString empty;
    if (roofline_.bandwidth > 0)
        table.addRow({tr("memory roof"), tr("DRAM"), none, none, none, roofline_.bandwidth, empty});
    for (std::size_t i = 0; i < roofline_.peaks.size(); ++i)
        table.addRow({tr("compute roof"), peakNames_.value(static_cast<qsizetype>(i)), none,
                      roofline_.peaks[i], none, none, empty});
    for (const RooflinePoint& point : roofline_.points)
        table.addRow({tr("layer"), QString::fromStdString(point.name), point.intensity,
                      point.achieved, point.attainable, none,
                      point.memoryBound ? tr("memory") : tr("grid")});
    return table;
}

void RooflineChart::showLegend() {
    // The points are painted by an item of ours; empty series give the legend its entries.
    removeAllSeries();
    const auto waiting = static_cast<std::size_t>(std::ranges::count_if(
        roofline_.points, [](const RooflinePoint& point) { return point.memoryBound; }));
    const auto add = [&](const QString& name, std::size_t count, const QColor& color,
                         QScatterSeries::MarkerShape shape) {
        if (count == 0) return;
        auto* series = new QScatterSeries;
        series->setName(count == 1 ? tr("%1: 1 layer").arg(name)
                                   : tr("%1: %2 layers").arg(name).arg(count));
        series->setColor(color);
        series->setBorderColor(Qt::transparent);
        series->setMarkerShape(shape);
        series->setMarkerSize(0.9 * theme_.fontPixels);
        addSeries(series);
    };
    add(tr("compute-bound"), roofline_.points.size() - waiting, theme_.accent,
        QScatterSeries::MarkerShapeCircle);
    add(tr("memory-bound"), waiting, waitColor(theme_),
        QScatterSeries::MarkerShapeRotatedRectangle);
    legend()->setVisible(!roofline_.points.empty());
    theme_.apply(*legend());
    legend()->setMarkerShape(QLegend::MarkerShapeFromSeries);
}

void RooflineChart::setSelected(int layer) {
    selected_ = layer;
    item_->setSelected(layer);
}

void RooflineChart::setHovered(int layer) {
    item_->setHovered(layer);
}

int RooflineChart::pointAt(const QPointF& position, double radius) const {
    return item_->pointAt(position, radius);
}

QString RooflineChart::textOf(int layer) const {
    if (layer < 0 || layer >= static_cast<int>(roofline_.points.size())) return {};
    const RooflinePoint& point = roofline_.points[static_cast<std::size_t>(layer)];
    const QString ops = QStringLiteral("OPS");
    const QString share = point.attainable > 0
                              ? fixedText(100 * point.achieved / point.attainable, 0)
                              : QStringLiteral("0");
    return tr("%1\n%2\n%3 of %4 attainable (%5 %)\n%6")
        .arg(QString::fromStdString(point.name), unitText(point.intensity, tr("op/B")),
             siText(point.achieved, ops), siText(point.attainable, ops), share,
             point.memoryBound ? tr("memory-bound") : tr("compute-bound"));
}

}  // namespace lpstudio
