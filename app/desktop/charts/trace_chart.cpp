#include "app/desktop/charts/trace_chart.h"

#include <QLegend>
#include <QLegendMarker>
#include <QLineSeries>
#include <QLocale>
#include <QScatterSeries>
#include <QValueAxis>
#include <algorithm>
#include <cmath>
#include <map>

#include "app/desktop/charts/trace_item.h"
#include "app/desktop/plot/axes.h"
#include "app/desktop/plot/plot_geometry.h"

namespace lpstudio {
namespace {

constexpr int kXTicks = 5, kYTicks = 4;

QString numberText(double value) {
    return QLocale().toString(value, 'g', 4);
}

}  // namespace

TraceChart::TraceChart(TraceTitles titles, const lpstudio::ChartTheme& theme, QGraphicsItem* parent)
    : PlotChart(parent),
      titles_(std::move(titles)),
      xAxis_(new QValueAxis),
      yAxis_(new QValueAxis),
      item_(new TraceItem(this)) {
    xAxis_->setTitleText(titles_.x);
    yAxis_->setTitleText(titles_.y);
    addAxis(xAxis_, Qt::AlignBottom);
    addAxis(yAxis_, Qt::AlignLeft);
    legend()->setAlignment(Qt::AlignBottom);
    setTitle(titles_.title);
    setTheme(theme);
    setTraces({});
    connect(this, &QChart::plotAreaChanged, this, [this] {
        if (ticksAcross(kXTicks) != xTicks_) showWindow();
    });
}

void TraceChart::showTheme() {
    item_->setTheme(theme_);
    legendNames_.clear();
    showLegend();
}

const std::vector<Trace>& TraceChart::traces() const {
    return item_->traces();
}

void TraceChart::setTraces(std::vector<Trace> traces) {
    const bool empty =
        std::ranges::all_of(traces, [](const Trace& trace) { return trace.points.empty(); });
    const PlotRange before = wholeRange();
    data_ = traceRange(traces, titles_.fromZero);
    item_->setTraces(std::move(traces));
    if (empty) forgetWindow();
    rebase(before, wholeRange());
    showLegend();
    showWindow();
}

void TraceChart::setMark(double x) {
    item_->setMark(x);
}

PlotRange TraceChart::wholeRange() const {
    const AxisInterval x = niceInterval(data_.xFrom, data_.xTo, ticksAcross(kXTicks));
    const AxisInterval y = niceInterval(data_.yFrom, data_.yTo, kYTicks);
    return {x.from, x.to, y.from, y.to};
}

void TraceChart::showWindow() {
    xTicks_ = ticksAcross(kXTicks);
    showX(*xAxis_, {data_.xFrom, data_.xTo}, xTicks_);
    showY(*yAxis_, {data_.yFrom, data_.yTo}, kYTicks);
    item_->setShown({xAxis_->min(), xAxis_->max(), yAxis_->min(), yAxis_->max()});
}

void TraceChart::showLegend() {
    QStringList names;
    for (const Trace& trace : item_->traces()) names << trace.name;
    if (names == legendNames_) return;
    legendNames_ = names;
    // The traces are painted by an item of ours; empty series give the legend its entries.
    removeAllSeries();
    for (const Trace& trace : item_->traces()) {
        if (trace.kind == Trace::Kind::Each) {
            auto* series = new QScatterSeries;
            series->setColor(dotColor(theme_));
            series->setBorderColor(Qt::transparent);
            series->setName(trace.name);
            addSeries(series);
        } else {
            auto* series = new QLineSeries;
            series->setPen(tracePen(trace.kind, theme_));
            series->setName(trace.name);
            addSeries(series);
        }
    }
    // One line needs no legend: the axis names it.
    legend()->setVisible(names.size() > 1);
    theme_.apply(*legend());
    const auto markers = legend()->markers();
    for (qsizetype i = 0; i < markers.size(); ++i)
        markers[i]->setShape(item_->traces()[static_cast<std::size_t>(i)].kind == Trace::Kind::Each
                                 ? QLegend::MarkerShapeCircle
                                 : QLegend::MarkerShapeFromSeries);
}

QString TraceChart::textAt(const QPointF& place) const {
    const QRectF area = plotArea();
    if (!area.contains(place)) return {};
    const double x =
        xAxis_->min() + (place.x() - area.left()) / area.width() * (xAxis_->max() - xAxis_->min());
    QStringList lines;
    for (const Trace& trace : item_->traces()) {
        const auto at = nearestPoint(trace.points, x);
        if (!at) continue;
        const PlotPoint& point = trace.points[*at];
        if (lines.isEmpty()) lines << tr("%1: %2").arg(titles_.x, numberText(point.x));
        lines << tr("%1: %2").arg(trace.name, numberText(point.y));
    }
    return lines.join(u'\n');
}

FigureTable TraceChart::figureTable() const {
    QStringList header{titles_.x};
    // One line a place that any trace has.
    std::map<double, std::vector<double>> rows;
    const std::size_t count = item_->traces().size();
    for (std::size_t i = 0; i < count; ++i) {
        const Trace& trace = item_->traces()[i];
        header << (count > 1 ? tr("%1: %2").arg(titles_.y, trace.name) : titles_.y);
        for (const PlotPoint& point : trace.points) {
            auto& row = rows[point.x];
            row.resize(count, std::nan(""));
            row[i] = point.y;
        }
    }
    FigureTable table(header);
    for (const auto& [x, values] : rows) {
        std::vector<FigureTable::Cell> cells{x};
        for (const double value : values) cells.emplace_back(value);
        table.addRow(std::move(cells));
    }
    return table;
}

}  // namespace lpstudio
