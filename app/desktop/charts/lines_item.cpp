#include "app/desktop/charts/lines_item.h"

#include <QFontMetricsF>
#include <QGraphicsSceneHoverEvent>
#include <QPainter>
#include <QPen>
#include <QPolygonF>
#include <algorithm>

#include "app/desktop/plot/family_style.h"
#include "app/desktop/plot/plot_geometry.h"

namespace lpstudio {
namespace {

constexpr double kPointRadius = 3.2;
/// Between plot area and labels, for the leaders that join a line to a label moved out of the way.
constexpr double kLeader = 14;
/// A shape before each label's text.
constexpr double kSwatch = 14;
constexpr double kDim = 0.16;
constexpr double kHoverRadius = 8;

QColor faded(QColor color, double alpha) {
    color.setAlphaF(static_cast<float>(alpha));
    return color;
}

}  // namespace

LinesItem::LinesItem(QChart* chart) : PlotItem(chart) {
    setAcceptHoverEvents(true);
}

void LinesItem::setLines(std::vector<PlotLine> lines, const PlotRange& range) {
    lines_ = std::move(lines);
    range_ = range;
    measureLabels();
}

void LinesItem::setRange(const PlotRange& range) {
    if (range == range_) return;
    range_ = range;
    update();
}

void LinesItem::setTheme(const ChartTheme& theme) {
    theme_ = theme;
    measureLabels();
}

void LinesItem::measureLabels() {
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
    const PlotMap map{range_, area().left(), area().top(), area().width(), area().height()};
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

}  // namespace lpstudio
