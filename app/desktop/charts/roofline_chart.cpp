#include "app/desktop/charts/roofline_chart.h"

#include <QCategoryAxis>
#include <QFontMetricsF>
#include <QLegend>
#include <QScatterSeries>
#include <algorithm>
#include <cmath>

#include "app/desktop/charts/hardware_colors.h"
#include "app/desktop/charts/roofline_geometry.h"
#include "app/desktop/charts/roofline_item.h"
#include "app/desktop/plot/axes.h"
#include "app/desktop/plot/log_ticks.h"
#include "app/desktop/plot/plot_geometry.h"
#include "app/desktop/plot/si_text.h"
#include "app/desktop/plot/ticks.h"

namespace lpstudio {

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
        const QString text = siText(roofline_.peaks[i], QStringLiteral("OPS"));
        labels += name.isEmpty() ? text : tr("%1, %2").arg(text, name);
    }
    item_->setRoofline(&roofline_, range(),
                       tr("%1 DRAM").arg(siText(roofline_.bandwidth, QStringLiteral("B/s"))),
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
                              ? QString::number(100 * point.achieved / point.attainable, 'f', 0)
                              : QStringLiteral("0");
    return tr("%1\n%2 op/B\n%3 of %4 attainable (%5 %)\n%6")
        .arg(QString::fromStdString(point.name), QString::number(point.intensity, 'g', 4),
             siText(point.achieved, ops), siText(point.attainable, ops), share,
             point.memoryBound ? tr("memory-bound") : tr("compute-bound"));
}

}  // namespace lpstudio
