#include "app/desktop/charts/lines_chart.h"

#include <QFontMetricsF>
#include <QGraphicsSceneHoverEvent>
#include <QLegend>
#include <QMargins>
#include <QPainter>
#include <QPen>
#include <QPolygonF>
#include <QValueAxis>
#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "app/desktop/plot/axes.h"
#include "app/desktop/plot/chart_theme.h"
#include "app/desktop/plot/family_style.h"

namespace lpstudio {
namespace {

double distanceToSegment(const PlotPoint& a, const PlotPoint& b, double x, double y) {
    const double dx = b.x - a.x, dy = b.y - a.y, length = dx * dx + dy * dy;
    const double along =
        length > 0 ? std::clamp(((x - a.x) * dx + (y - a.y) * dy) / length, 0.0, 1.0) : 0;
    return std::hypot(x - (a.x + along * dx), y - (a.y + along * dy));
}

bool isInside(const PlotPoint& point, const PlotRange& rect) {
    // What lies on the edge up to a rounding error is inside.
    const double slackX = 1e-6 * rect.width(), slackY = 1e-6 * rect.height();
    return point.x >= rect.xFrom - slackX && point.x <= rect.xTo + slackX &&
           point.y >= rect.yFrom - slackY && point.y <= rect.yTo + slackY;
}

/// The part of a segment inside, as shares of its length (Liang and Barsky 1984).
std::optional<std::pair<double, double>> partInside(const PlotPoint& a, const PlotPoint& b,
                                                    const PlotRange& rect) {
    double from = 0, to = 1;
    const double dx = b.x - a.x, dy = b.y - a.y;
    const double steps[] = {-dx, dx, -dy, dy};
    const double rooms[] = {a.x - rect.xFrom, rect.xTo - a.x, a.y - rect.yFrom, rect.yTo - a.y};
    for (std::size_t side = 0; side < 4; ++side) {
        if (steps[side] < 0)
            from = std::max(from, rooms[side] / steps[side]);
        else if (steps[side] > 0)
            to = std::min(to, rooms[side] / steps[side]);
        else if (rooms[side] < 0)
            return std::nullopt;
    }
    if (from > to) return std::nullopt;
    return std::pair(from, to);
}

constexpr double kPointRadius = 3.2;
/// Between plot area and labels, for the leaders that join a line to a label moved out of the way.
constexpr double kLeader = 14;
/// A shape before each label's text.
constexpr double kSwatch = 14;
constexpr double kDim = 0.16;
constexpr double kHoverRadius = 8;

constexpr int kYTicks = 8;

}  // namespace

std::vector<double> spreadLabels(std::span<const double> wanted, double height, double from,
                                 double to) {
    std::vector<std::size_t> order(wanted.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t a, std::size_t b) { return wanted[a] < wanted[b]; });
    // With the i-th label's place less i heights the wish is an ascending sequence: the least
    // squares are found by pooling neighbours that violate it.
    struct Pool {
        double sum = 0;
        std::size_t count = 0;
        double mean() const { return sum / static_cast<double>(count); }
    };
    std::vector<Pool> pools;
    for (std::size_t i = 0; i < order.size(); ++i) {
        pools.push_back({wanted[order[i]] - static_cast<double>(i) * height, 1});
        while (pools.size() > 1 && pools[pools.size() - 2].mean() > pools.back().mean()) {
            pools[pools.size() - 2].sum += pools.back().sum;
            pools[pools.size() - 2].count += pools.back().count;
            pools.pop_back();
        }
    }
    std::vector<double> places(wanted.size());
    const double first = from + height / 2;
    const double last =
        std::max(first, to - height / 2 -
                            static_cast<double>(wanted.empty() ? 0 : wanted.size() - 1) * height);
    std::size_t i = 0;
    for (const Pool& pool : pools)
        for (std::size_t k = 0; k < pool.count; ++k, ++i)
            places[order[i]] =
                std::clamp(pool.mean(), first, last) + static_cast<double>(i) * height;
    return places;
}

std::optional<LineHit> nearestLine(std::span<const std::vector<PlotPoint>> lines, double x,
                                   double y, double radius) {
    std::optional<LineHit> hit;
    double least = radius;
    for (std::size_t line = 0; line < lines.size(); ++line) {
        const std::vector<PlotPoint>& points = lines[line];
        double distance = std::numeric_limits<double>::infinity();
        for (std::size_t i = 0; i < points.size(); ++i)
            distance =
                std::min(distance, distanceToSegment(points[i > 0 ? i - 1 : 0], points[i], x, y));
        if (!(distance <= least)) continue;
        least = distance;
        hit = LineHit{line, 0};
    }
    if (!hit) return hit;
    const std::vector<PlotPoint>& points = lines[hit->line];
    const auto away = [&](const PlotPoint& p) { return std::hypot(p.x - x, p.y - y); };
    hit->point = static_cast<std::size_t>(
        std::min_element(points.begin(), points.end(),
                         [&](const auto& a, const auto& b) { return away(a) < away(b); }) -
        points.begin());
    return hit;
}

std::optional<PlotPoint> lastInside(std::span<const PlotPoint> line, const PlotRange& rect) {
    if (line.empty()) return std::nullopt;
    if (isInside(line.back(), rect)) return line.back();
    for (std::size_t i = line.size() - 1; i > 0; --i)
        if (const auto part = partInside(line[i - 1], line[i], rect)) {
            const PlotPoint &a = line[i - 1], &b = line[i];
            return PlotPoint{a.x + part->second * (b.x - a.x), a.y + part->second * (b.y - a.y)};
        }
    return std::nullopt;
}

LinesItem::LinesItem(QChart* chart) : PlotItem(chart) {
    setAcceptHoverEvents(true);
}

void LinesItem::setLines(std::vector<PlotLine> lines, const PlotRange& range) {
    lines_ = std::move(lines);
    range_ = range;
    refresh();
}

void LinesItem::refresh() {
    prepareGeometryChange();
    const QFontMetricsF metrics(theme_.labelFont());
    labelRoom_ = 0;
    for (const PlotLine& line : lines_)
        if (const QString& label = labelOf(line); !label.isEmpty())
            labelRoom_ =
                std::max(labelRoom_, kLeader + kSwatch + metrics.horizontalAdvance(label) + 4);
    update();
}

const QString& LinesItem::labelOf(const PlotLine& line) const {
    return line.label.isEmpty() && theme_.paper ? line.name : line.label;
}

void LinesItem::setHighlighted(const QString& family) {
    if (family == highlighted_) return;
    highlighted_ = family;
    update();
}

QRectF LinesItem::boundingRect() const {
    return PlotItem::boundingRect().adjusted(0, 0, labelRoom_, 0);
}

std::vector<PlotPoint> LinesItem::inPixels(const std::vector<PlotPoint>& points) const {
    const PlotMap map = this->map();
    std::vector<PlotPoint> pixels;
    pixels.reserve(points.size());
    for (const PlotPoint& point : points) pixels.push_back({map.x(point.x), map.y(point.y)});
    return pixels;
}

std::vector<LinesItem::Label> LinesItem::labels() const {
    std::vector<Label> labels;
    std::vector<double> wanted;
    for (std::size_t i = 0; i < lines_.size(); ++i) {
        const PlotLine& line = lines_[i];
        if (labelOf(line).isEmpty() || line.pieces.empty()) continue;
        // Of a line that is not in view the label would only tell what the picture does not show.
        const auto end = lastInside(inPixels(line.pieces.back()),
                                    {area().left(), area().right(), area().top(), area().bottom()});
        if (!end) continue;
        labels.push_back({i, 0, *end});
        wanted.push_back(end->y);
    }
    const double height = QFontMetricsF(theme_.labelFont()).height();
    const auto places =
        spreadLabels(wanted, height, area().top() - height / 2, area().bottom() + height / 2);
    for (std::size_t i = 0; i < labels.size(); ++i) labels[i].y = places[i];
    return labels;
}

void LinesItem::paint(QPainter* painter, const QStyleOptionGraphicsItem*, QWidget*) {
    if (area().width() <= 0 || area().height() <= 0) return;
    painter->setRenderHint(QPainter::Antialiasing);
    const auto isLit = [&](const PlotLine& line) {
        return highlighted_.isEmpty() || line.family == highlighted_;
    };
    painter->save();
    const bool marked =
        std::any_of(lines_.begin(), lines_.end(), [](const PlotLine& line) { return line.points; });
    // Marks on the edge are whole; what goes on beyond the view must not run into the labels.
    const double beyond = marked && whole() == area() ? 2 * kPointRadius : 0;
    painter->setClipRect(area().adjusted(-beyond, -beyond, beyond, beyond));
    // What matters most is painted last: the first families of the list, and what is highlighted.
    for (const bool lit : {false, true})
        for (auto line = lines_.rbegin(); line != lines_.rend(); ++line)
            if (isLit(*line) == lit) paintLine(*painter, *line, !lit);
    painter->restore();
    paintLabels(*painter);
}

void LinesItem::paintLine(QPainter& painter, const PlotLine& line, bool dim) const {
    FamilyStyle style = familyStyle(line.family, theme_, line.variant);
    if (dim) style.color = faded(style.color, kDim);
    const bool strong = line.family == highlighted_;
    QPen pen(style.color, theme_.lineWidth * (strong ? 1.8 : 1.1), style.dash);
    pen.setJoinStyle(Qt::RoundJoin);
    for (const auto& piece : line.pieces) {
        QPolygonF polygon;
        for (const PlotPoint& point : inPixels(piece)) polygon << QPointF(point.x, point.y);
        painter.setPen(pen);
        painter.setBrush(Qt::NoBrush);
        painter.drawPolyline(polygon);
        if (!line.points) continue;
        for (const QPointF& point : polygon)
            drawPointShape(painter, style, point, kPointRadius * (strong ? 1.25 : 1));
    }
}

void LinesItem::paintLabels(QPainter& painter) const {
    painter.setFont(theme_.labelFont());
    const QFontMetricsF metrics(theme_.labelFont());
    const double left = area().right() + kLeader;
    for (const Label& label : labels()) {
        const PlotLine& line = lines_[label.line];
        const bool dim = !highlighted_.isEmpty() && line.family != highlighted_;
        FamilyStyle style = familyStyle(line.family, theme_, line.variant);
        if (dim) style.color = faded(style.color, kDim);
        const PlotPoint& end = label.end;
        // A line that ends far from the edge is known by its shape; a leader would cross the rest.
        const bool leavesAside = whole() != area() && end.x < area().right() - 1;
        if (end.x > area().right() - 0.12 * area().width() && !leavesAside) {
            painter.setPen(QPen(faded(style.color, dim ? kDim : 0.5), 0.8));
            painter.drawLine(QPointF(end.x + kPointRadius + 1, end.y), QPointF(left - 1, label.y));
        }
        if (line.points) {
            drawPointShape(painter, style, {left + kSwatch / 2 - 1, label.y}, kPointRadius);
        } else {
            painter.setPen(QPen(style.color, theme_.lineWidth * 1.1, style.dash));
            painter.drawLine(QPointF(left - 4, label.y), QPointF(left + kSwatch - 3, label.y));
        }
        painter.setPen(dim ? faded(theme_.text, 0.35) : theme_.text);
        painter.drawText(
            QPointF(left + kSwatch, label.y + (metrics.ascent() - metrics.descent()) / 2),
            labelOf(line));
    }
}

void LinesItem::hoverMoveEvent(QGraphicsSceneHoverEvent* event) {
    const QPointF at = event->pos();
    if (at.x() > area().right() + kLeader) {
        const double height = QFontMetricsF(theme_.labelFont()).height();
        for (const Label& label : labels())
            if (std::abs(at.y() - label.y) <= height / 2)
                return hover(lines_[label.line].family, {});
        return hover({}, {});
    }
    std::vector<std::vector<PlotPoint>> pieces;
    std::vector<std::size_t> owner;
    // In the order of painting: the last lies on top.
    for (std::size_t i = lines_.size(); i-- > 0;)
        for (const auto& piece : lines_[i].pieces) {
            pieces.push_back(inPixels(piece));
            owner.push_back(i);
        }
    const auto hit = nearestLine(pieces, at.x(), at.y(), kHoverRadius);
    if (!hit) return hover({}, {});
    const PlotLine& line = lines_[owner[hit->line]];
    const auto tip = static_cast<qsizetype>(line.tips.size() > 1 ? hit->point : 0);
    hover(line.family, tip < line.tips.size() ? line.tips[tip] : QString());
}

void LinesItem::hoverLeaveEvent(QGraphicsSceneHoverEvent*) {
    hover({}, {});
}

void LinesItem::hover(const QString& family, const QString& tip) {
    setToolTip(tip);
    if (family == hovered_) return;
    hovered_ = family;
    Q_EMIT lineHovered(family);
}

LinesChart::LinesChart(const lpstudio::ChartTheme& theme, QGraphicsItem* parent)
    : PlotChart(parent),
      xAxis_(new QValueAxis),
      yAxis_(new QValueAxis),
      item_(new LinesItem(this)) {
    addAxis(xAxis_, Qt::AlignBottom);
    addAxis(yAxis_, Qt::AlignLeft);
    legend()->hide();
    connect(item_, &LinesItem::lineHovered, this,
            [this](const QString& family) { bringOut(family.isEmpty() ? chosen_ : family); });
    setTheme(theme);
}

void LinesChart::showTheme() {
    item_->setTheme(theme_);
    makeRoom();
}

void LinesChart::setLines(std::vector<PlotLine> lines, const LineAxes& axes) {
    setTitle(axes.title);
    xAxis_->setTitleText(axes.x);
    yAxis_->setTitleText(axes.y);
    const bool any = !lines.empty();
    xAxis_->setVisible(any);
    yAxis_->setVisible(any);
    if (axes.x != axes_.x || axes.range.xFrom != axes_.range.xFrom ||
        axes.range.xTo != axes_.range.xTo)
        forgetWindow();
    axes_ = axes;
    item_->setLines(std::move(lines), axes.range);
    fitAxes();
    bringOut(chosen_);
    makeRoom();
}

void LinesChart::fitAxes() {
    if (item_->lines().empty()) return;
    setNiceRange(*yAxis_, axes_.range.yFrom, axes_.range.yTo, kYTicks);
    whole_ = {axes_.range.xFrom, axes_.range.xTo, yAxis_->min(), yAxis_->max()};
    const PlotRange shown = shownOf(whole_, window());
    setExactRange(*xAxis_, shown.xFrom, shown.xTo, axes_.xTicks);
    if (!showsAll()) setExactRange(*yAxis_, shown.yFrom, shown.yTo, kYTicks);
    item_->setRange(shown);
}

void LinesChart::showWindow() {
    fitAxes();
    item_->setToolTip({});
}

FigureTable LinesChart::figureTable() const {
    const auto plain = [](const QString& title, const QString& otherwise) {
        return title.isEmpty() ? otherwise : title;
    };
    FigureTable table(
        {tr("Series"), tr("Piece"), plain(axes_.x, tr("x")), plain(axes_.y, tr("y"))});
    for (const PlotLine& line : lines()) {
        const QString name = plain(line.label, plain(line.name, line.family));
        for (std::size_t piece = 0; piece < line.pieces.size(); ++piece)
            for (const PlotPoint& point : line.pieces[piece])
                table.addRow({name, static_cast<qint64>(piece + 1), point.x, point.y});
    }
    return table;
}

void LinesChart::setHighlighted(const QString& family) {
    chosen_ = family;
    bringOut(family);
}

void LinesChart::bringOut(const QString& family) {
    const auto& lines = item_->lines();
    const bool known = std::any_of(lines.begin(), lines.end(),
                                   [&](const PlotLine& line) { return line.family == family; });
    item_->setHighlighted(known ? family : QString());
}

void LinesChart::makeRoom() {
    QMargins room = margins();
    room.setRight(static_cast<int>(std::ceil(item_->labelRoom())) + theme_.fontPixels / 2);
    setMargins(room);
}

}  // namespace lpstudio
