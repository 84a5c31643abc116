#include "app/charts/cloud_item.h"

#include <QFontMetricsF>
#include <QLineF>
#include <QPaintEngine>
#include <QPainter>
#include <QPainterPath>
#include <QPen>
#include <QPolygonF>
#include <QVector>
#include <algorithm>

namespace lpstudio {
namespace {

QColor faded(QColor color, double alpha) {
    color.setAlphaF(static_cast<float>(alpha));
    return color;
}

}  // namespace

CloudItem::CloudItem(QChart* chart) : PlotItem(chart) {
    connect(this, &PlotItem::areaChanged, this, &CloudItem::invalidate);
}

void CloudItem::setData(const ParetoData* data) {
    data_ = data;
    front_ = data ? frontOf(data->points) : std::vector<std::size_t>{};
    frontOfAll_.clear();
    hoveredOther_.reset();
    if (data && data->others.count > 0) frontOfAll_ = joinedFront(ownFront(), data->others.front);
    invalidate();
}

void CloudItem::setTheme(const ChartTheme& theme) {
    theme_ = theme;
    invalidate();
}

void CloudItem::setRange(const PlotRange& range) {
    range_ = range;
    invalidate();
}

void CloudItem::setSelected(std::optional<CandidateId> id) {
    selected_ = id;
    update();
}

void CloudItem::setHovered(std::optional<CandidateId> id) {
    if (id == hovered_) return;
    hovered_ = id;
    update();
}

void CloudItem::setHoveredOther(std::optional<std::size_t> position) {
    if (position == hoveredOther_) return;
    hoveredOther_ = position;
    update();
}

void CloudItem::invalidate() {
    picture_ = {};
    grid_.reset();
    otherGrid_.reset();
    update();
}

PlotMap CloudItem::map() const {
    return {range_, area().left(), area().top(), area().width(), area().height()};
}

QPointF CloudItem::place(double x, double y) const {
    const PlotMap m = map();
    return {m.x(x), m.y(y)};
}

std::optional<QPointF> CloudItem::placeOf(std::optional<CandidateId> id) const {
    if (!id || !data_) return std::nullopt;
    const auto found = std::find_if(data_->points.begin(), data_->points.end(),
                                    [&](const ParetoPoint& point) { return point.id == *id; });
    if (found == data_->points.end()) return std::nullopt;
    return place(found->x, found->y);
}

std::optional<QPointF> CloudItem::placeOfHovered() const {
    if (!data_ || !hoveredOther_) return placeOf(hovered_);
    const ParetoPoint& point = data_->others.points[*hoveredOther_];
    return place(point.x, point.y);
}

std::vector<ParetoPoint> CloudItem::ownFront() const {
    std::vector<ParetoPoint> points;
    for (const std::size_t i : front_) points.push_back(data_->points[i]);
    return points;
}

QColor CloudItem::othersColor() const {
    return theme_.seriesColor(2);
}

std::optional<CloudHit> CloudItem::pointAt(const QPointF& position, double radius) const {
    if (!data_ || area().isEmpty()) return std::nullopt;
    const std::vector<ParetoPoint>& others = data_->others.points;
    if (!grid_) grid_.emplace(data_->points, map());
    if (!otherGrid_) otherGrid_.emplace(others, map());
    const auto own = grid_->nearest(position.x(), position.y(), radius);
    const auto other = otherGrid_->nearest(position.x(), position.y(), radius);
    const auto distance = [&](const ParetoPoint& point) {
        return QLineF(position, place(point.x, point.y)).length();
    };
    if (other && (!own || distance(others[*other]) < distance(data_->points[*own])))
        return CloudHit{*other, true};
    return own ? std::optional(CloudHit{*own, false}) : std::nullopt;
}

double CloudItem::unit() const {
    // Sizes follow the type: 1 at the screen's 12 pixels.
    return theme_.fontPixels / 12.0;
}

void CloudItem::paint(QPainter* painter, const QStyleOptionGraphicsItem*, QWidget*) {
    if (!data_ || area().isEmpty()) return;
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setClipRect(area());
    const double ratio = painter->device()->devicePixelRatioF();
    const bool screen = painter->paintEngine()->type() == QPaintEngine::Raster &&
                        painter->worldTransform().type() <= QTransform::TxTranslate;
    if (screen) {
        const QSize size = (area().size() * ratio).toSize();
        if (picture_.size() != size || picture_.devicePixelRatio() != ratio) {
            picture_ = QPixmap(size);
            picture_.setDevicePixelRatio(ratio);
            picture_.fill(Qt::transparent);
            QPainter inner(&picture_);
            inner.setRenderHint(QPainter::Antialiasing);
            inner.translate(-area().topLeft());
            paintClouds(inner);
        }
        painter->drawPixmap(area().topLeft(), picture_);
    } else {
        paintClouds(*painter);
    }
    // Wider than the run's own, so that it shows where the two are one.
    paintFront(*painter, frontOfAll_, othersColor(), 3);
    paintFront(*painter, ownFront(), theme_.accent, 1);
    paintMarks(*painter);
    paintBest(*painter);
    paintRing(*painter, placeOf(selected_), theme_.text, 7.5 * unit());
    paintRing(*painter, placeOfHovered(), faded(theme_.text, 0.6), 6.5 * unit());
    painter->restore();
}

void CloudItem::paintClouds(QPainter& painter) const {
    // A dense cloud gets smaller and fainter dots, so that its structure shows.
    const bool dense = data_->points.size() > 5000;
    paintDots(painter, data_->others.points, faded(othersColor(), theme_.dark ? 0.7 : 0.45), 2.5);
    paintDots(painter, data_->points, faded(theme_.text, dense ? 0.2 : 0.25), dense ? 2.5 : 4);
}

void CloudItem::paintDots(QPainter& painter, const std::vector<ParetoPoint>& points,
                          const QColor& color, double size) const {
    const PlotMap m = map();
    QVector<QPointF> dots;
    for (const std::size_t i : thinned(points, m, unit()))
        dots.append(QPointF(m.x(points[i].x), m.y(points[i].y)));
    QPen pen(color, size * unit());
    pen.setCapStyle(Qt::RoundCap);
    painter.setPen(pen);
    painter.drawPoints(dots.constData(), static_cast<int>(dots.size()));
}

void CloudItem::paintFront(QPainter& painter, const std::vector<ParetoPoint>& front,
                           const QColor& color, double width) const {
    if (front.empty()) return;
    const PlotMap m = map();
    // Between two points of the front nothing better is known than the left one's y.
    QPainterPath line;
    QVector<QPointF> points;
    for (const ParetoPoint& one : front) {
        const QPointF point(m.x(one.x), m.y(one.y));
        if (points.isEmpty()) {
            line.moveTo(point);
        } else {
            line.lineTo(point.x(), points.last().y());
            line.lineTo(point);
        }
        points.append(point);
    }
    painter.setBrush(Qt::NoBrush);
    QPen linePen = theme_.linePen(faded(color, width > 1 ? 0.6 : 0.75));
    linePen.setWidthF(width * theme_.lineWidth);
    painter.setPen(linePen);
    painter.drawPath(line);
    QPen pen(color, (points.size() > 60 ? 4 : 5.5) * unit());
    pen.setCapStyle(Qt::RoundCap);
    painter.setPen(pen);
    painter.drawPoints(points.constData(), static_cast<int>(points.size()));
}

void CloudItem::paintBest(QPainter& painter) const {
    const auto center = placeOf(data_->best);
    if (!center) return;
    painter.setBrush(theme_.highlight);
    painter.setPen(QPen(theme_.base, 1.2 * unit()));
    painter.drawEllipse(*center, 5 * unit(), 5 * unit());
}

void CloudItem::paintRing(QPainter& painter, std::optional<QPointF> center, const QColor& color,
                          double radius) const {
    if (!center) return;
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(color, 1.8 * unit()));
    painter.drawEllipse(*center, radius, radius);
}

bool CloudItem::crossesFront(const QRectF& rect) const {
    for (std::size_t i = 1; i < front_.size(); ++i) {
        const ParetoPoint& from = data_->points[front_[i - 1]];
        const ParetoPoint& to = data_->points[front_[i]];
        const QPointF start = place(from.x, from.y), end = place(to.x, to.y);
        // The step goes right at the height of its start, then down to its end.
        if (start.y() >= rect.top() && start.y() <= rect.bottom() && start.x() <= rect.right() &&
            end.x() >= rect.left())
            return true;
        if (end.x() >= rect.left() && end.x() <= rect.right() && start.y() <= rect.bottom() &&
            end.y() >= rect.top())
            return true;
    }
    return false;
}

void CloudItem::paintMarks(QPainter& painter) const {
    const QFont font = theme_.labelFont();
    const QFontMetricsF metrics(font);
    const double size = 4.5 * unit(), gap = 3 * unit();
    std::vector<QRectF> taken;
    painter.setFont(font);
    for (const ParetoMark& mark : data_->marks) {
        const QPointF center = place(mark.x, mark.y);
        if (!area().contains(center)) continue;
        const QPolygonF diamond({center + QPointF(0, -size), center + QPointF(size, 0),
                                 center + QPointF(0, size), center + QPointF(-size, 0)});
        painter.setBrush(theme_.formatColor(mark.format));
        painter.setPen(QPen(theme_.base, unit()));
        painter.drawPolygon(diamond);

        const QSizeF text(metrics.horizontalAdvance(mark.label), metrics.height());
        const double left = center.x() - size - gap - text.width(), right = center.x() + size + gap;
        const double above = center.y() - size - text.height(), below = center.y() + size;
        const double middle = center.y() - text.height() / 2;
        const double around = center.x() - text.width() / 2;
        // Above to the left stays clear of a front that falls to the right.
        const QPointF corners[] = {{right, middle}, {left, above},   {around, above},
                                   {left, middle},  {around, below}, {right, above},
                                   {left, below},   {right, below}};
        std::vector<QRectF> places;
        for (const QPointF& corner : corners) places.emplace_back(corner, text);
        const auto free = [&](const QRectF& place) {
            return area().contains(place) &&
                   std::none_of(taken.begin(), taken.end(),
                                [&](const QRectF& other) { return other.intersects(place); });
        };
        auto found = std::find_if(places.begin(), places.end(), [&](const QRectF& place) {
            return free(place) && !crossesFront(place);
        });
        if (found == places.end()) found = std::find_if(places.begin(), places.end(), free);
        if (found == places.end()) continue;  // the mark's meaning is in its colour and tooltip
        taken.push_back(*found);
        // A halo of the background keeps the label readable over points.
        QPainterPath path;
        path.addText(QPointF(found->left(), found->top() + metrics.ascent()), font, mark.label);
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(faded(theme_.base, 0.85), 3 * unit()));
        painter.drawPath(path);
        painter.setPen(theme_.text);
        painter.drawText(QPointF(found->left(), found->top() + metrics.ascent()), mark.label);
    }
}

}  // namespace lpstudio
