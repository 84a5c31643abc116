#include "app/desktop/charts/trace_chart.h"

#include <QLegend>
#include <QLegendMarker>
#include <QLineSeries>
#include <QPainter>
#include <QPen>
#include <QPolygonF>
#include <QScatterSeries>
#include <QValueAxis>
#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <map>

#include "app/desktop/plot/axes.h"
#include "app/desktop/plot/chart_theme.h"
#include "app/desktop/plot/number_text.h"

namespace lpstudio {
namespace {

/// Share of the dots that the range holds.
constexpr double kDotsInside = 0.98;

constexpr double kDot = 2;
constexpr double kTriangle = 3;
/// So many dots are a cloud, in which round ones cannot be told from square ones, which are painted
/// ten times as fast.
constexpr std::size_t kCloud = 500;
/// So many points stand so close that the joins of a line cannot be seen; without them, and without
/// the round ends, Qt is ten times as fast.
constexpr qsizetype kLong = 300;

constexpr int kXTicks = 5, kYTicks = 4;

}  // namespace

PlotRange traceRange(std::span<const Trace> traces, bool fromZero) {
    double x = 0;
    double least = std::numeric_limits<double>::infinity(), greatest = -least;
    for (const Trace& trace : traces) {
        std::vector<double> values;
        for (const PlotPoint& point : trace.points) {
            if (!std::isfinite(point.y)) continue;
            x = std::max(x, point.x);
            values.push_back(point.y);
        }
        if (values.empty()) continue;
        least = std::min(least, *std::ranges::min_element(values));
        auto high = values.end() - 1;
        if (trace.kind == Trace::Kind::Each)
            high = values.begin() + static_cast<std::ptrdiff_t>(
                                        kDotsInside * static_cast<double>(values.size() - 1));
        std::ranges::nth_element(values, high);
        greatest = std::max(
            greatest, trace.kind == Trace::Kind::Each ? *high : *std::ranges::max_element(values));
    }
    PlotRange range{0, x > 0 ? x : 1, 0, 1};
    if (least > greatest) return range;
    const double margin =
        greatest > least ? 0.03 * (greatest - least) : std::max(0.05 * std::abs(greatest), 1e-9);
    range.yFrom = least >= 0 ? std::max(0.0, least - margin) : least - margin;
    if (fromZero) range.yFrom = std::min(0.0, range.yFrom);
    range.yTo = greatest + margin;
    return range;
}

std::vector<PlotPoint> perColumn(std::span<const PlotPoint> line, double column) {
    std::vector<PlotPoint> kept;
    for (std::size_t first = 0; first < line.size();) {
        const double place = std::floor(line[first].x / column);
        std::size_t last = first, lowest = first, highest = first;
        for (std::size_t at = first + 1;
             at < line.size() && std::floor(line[at].x / column) == place; ++at) {
            last = at;
            if (line[at].y < line[lowest].y) lowest = at;
            if (line[at].y > line[highest].y) highest = at;
        }
        std::array<std::size_t, 4> some{first, lowest, highest, last};
        std::sort(some.begin(), some.end());
        const auto end = std::unique(some.begin(), some.end());
        for (auto at = some.begin(); at != end; ++at) kept.push_back(line[*at]);
        first = last + 1;
    }
    return kept;
}

std::optional<std::size_t> nearestPoint(std::span<const PlotPoint> points, double x) {
    if (points.empty()) return std::nullopt;
    const auto after = std::ranges::lower_bound(points, x, {}, &PlotPoint::x);
    auto at = static_cast<std::size_t>(after - points.begin());
    if (at == points.size() || (at > 0 && x - points[at - 1].x <= points[at].x - x)) --at;
    return at;
}

QPen tracePen(Trace::Kind kind, const ChartTheme& theme) {
    if (kind == Trace::Kind::Best) return theme.linePen(theme.accent);
    // Told apart by the dashes, too.
    QPen pen = theme.linePen(theme.secondary);
    pen.setWidthF(0.8 * theme.lineWidth);
    pen.setDashPattern({4, 2});
    pen.setCapStyle(Qt::FlatCap);
    return pen;
}

QColor dotColor(const ChartTheme& theme) {
    return faded(theme.secondary, 0.45);
}

void TraceItem::setTraces(std::vector<Trace> traces) {
    traces_ = std::move(traces);
    update();
}

void TraceItem::setMark(double x) {
    mark_ = x;
    update();
}

void TraceItem::paint(QPainter* painter, const QStyleOptionGraphicsItem*, QWidget*) {
    if (area().isEmpty()) return;
    const PlotMap map = this->map();
    painter->save();
    painter->setClipRect(area().adjusted(-kDot, -kDot, kDot, kDot));
    painter->setRenderHint(QPainter::Antialiasing);
    for (const Trace& trace : traces_)
        if (trace.kind == Trace::Kind::Each) paintDots(*painter, trace, map);
    for (const Trace& trace : traces_)
        if (trace.kind != Trace::Kind::Each) paintLine(*painter, trace, map);
    if (mark_ >= range_.xFrom && mark_ <= range_.xTo) {
        painter->setPen(QPen(theme_.highlight, theme_.lineWidth));
        painter->drawLine(QPointF(map.x(mark_), area().top()),
                          QPointF(map.x(mark_), area().bottom()));
    }
    painter->restore();
}

void TraceItem::paintDots(QPainter& painter, const Trace& trace, const PlotMap& map) const {
    painter.setPen(Qt::NoPen);
    painter.setBrush(dotColor(theme_));
    QList<QRectF> cloud;
    for (const PlotPoint& point : trace.points) {
        if (!std::isfinite(point.y) || point.x < range_.xFrom || point.x > range_.xTo) continue;
        const double x = map.x(point.x), y = map.y(point.y);
        if (point.y <= range_.yTo && trace.points.size() > kCloud) {
            cloud << QRectF(x - kDot + 0.5, y - kDot + 0.5, 2 * kDot - 1, 2 * kDot - 1);
        } else if (point.y <= range_.yTo) {
            painter.drawEllipse(QPointF(x, y), kDot, kDot);
        } else {
            const double top = area().top();
            painter.drawPolygon(QPolygonF({QPointF(x, top), QPointF(x - kTriangle, top + kTriangle),
                                           QPointF(x + kTriangle, top + kTriangle)}));
        }
    }
    painter.setRenderHint(QPainter::Antialiasing, false);
    painter.drawRects(cloud);
    painter.setRenderHint(QPainter::Antialiasing);
}

void TraceItem::paintLine(QPainter& painter, const Trace& trace, const PlotMap& map) const {
    std::vector<PlotPoint> pixels;
    for (const PlotPoint& point : trace.points)
        if (std::isfinite(point.y)) pixels.push_back({map.x(point.x), map.y(point.y)});
    QPolygonF line;
    for (const PlotPoint& point : perColumn(pixels, 0.5)) line << QPointF(point.x, point.y);
    QPen pen = tracePen(trace.kind, theme_);
    painter.setBrush(Qt::NoBrush);
    painter.setPen(pen);
    if (line.size() == 1) painter.drawPoint(line.front());
    if (line.size() < kLong) {
        painter.drawPolyline(line);
        return;
    }
    pen.setCapStyle(pen.style() == Qt::SolidLine ? Qt::SquareCap : Qt::FlatCap);
    painter.setPen(pen);
    QList<QLineF> parts;
    parts.reserve(line.size() - 1);
    for (qsizetype i = 1; i < line.size(); ++i) parts.append({line[i - 1], line[i]});
    painter.drawLines(parts);
}

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
    const PlotRange before = niceRange(data_, ticksAcross(kXTicks), kYTicks);
    data_ = traceRange(traces, titles_.fromZero);
    item_->setTraces(std::move(traces));
    if (empty) forgetWindow();
    rebase(before, niceRange(data_, ticksAcross(kXTicks), kYTicks));
    showLegend();
    showWindow();
}

void TraceChart::setMark(double x) {
    item_->setMark(x);
}

void TraceChart::showWindow() {
    xTicks_ = ticksAcross(kXTicks);
    showX(*xAxis_, {data_.xFrom, data_.xTo}, xTicks_);
    showY(*yAxis_, {data_.yFrom, data_.yTo}, kYTicks);
    item_->setRange({xAxis_->min(), xAxis_->max(), yAxis_->min(), yAxis_->max()});
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
        if (lines.isEmpty()) lines << tr("%1: %2").arg(titles_.x, unitText(point.x, {}));
        lines << tr("%1: %2").arg(trace.name, shortText(point.y));
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
