#include "app/desktop/charts/cloud_item.h"

#include <QFontMetricsF>
#include <QLineF>
#include <QPaintEngine>
#include <QPainter>
#include <QPainterPath>
#include <QPen>
#include <QPolygonF>
#include <QVector>
#include <algorithm>
#include <map>
#include <utility>

#include "app/desktop/charts/cloud_raster.h"
#include "app/desktop/plot/chart_theme.h"
#include "app/desktop/plot/plot_geometry.h"

namespace lpstudio {
namespace {

/// Rings that are painted at most.
constexpr std::size_t kPicked = 500;

/// Positions of the points on their Pareto front.
std::vector<std::size_t> frontOfPoints(const std::vector<ParetoPoint>& points, FrontSense sense,
                                       std::span<const std::uint8_t> excluded) {
    std::vector<double> x, y;
    x.reserve(points.size());
    y.reserve(points.size());
    for (const ParetoPoint& point : points) {
        x.push_back(point.x);
        y.push_back(point.y);
    }
    return paretoFront(x, y, sense, excluded);
}

}  // namespace

CloudItem::CloudItem(QChart* chart) : PlotItem(chart) {
    connect(this, &PlotItem::areaChanged, this, &CloudItem::refresh);
}

void CloudItem::setData(const ParetoData* data) {
    data_ = data;
    hovered_.reset();
    hoveredOther_.reset();
    findFronts();
    best_ = data_ ? positionOf(data_->best) : std::nullopt;
    selected_ = positionOf(selectedId_);
    findPicked();
    refresh();
}

void CloudItem::setPicked(std::vector<CandidateId> ids) {
    if (ids.size() > kPicked) ids.resize(kPicked);
    pickedIds_ = std::move(ids);
    findPicked();
    update();
}

void CloudItem::findPicked() {
    picked_.clear();
    for (const CandidateId id : pickedIds_)
        if (const auto position = positionOf(id)) picked_.push_back(*position);
}

void CloudItem::findFronts() {
    front_.clear();
    ownFront_.clear();
    frontOfAll_.clear();
    if (!data_) return;
    front_ = frontOfPoints(data_->points, data_->sense(), data_->looks.excluded);
    for (const std::size_t i : front_) ownFront_.push_back(data_->points[i]);
    const ParetoOthers& others = data_->others;
    if (others.count == 0) return;
    // The front of both fronts is that of all points; of equal points ours comes first.
    std::vector<ParetoPoint> both = ownFront_;
    for (const std::size_t i : frontOfPoints(others.points, data_->sense(), others.looks.excluded))
        both.push_back(others.points[i]);
    for (const std::size_t i : frontOfPoints(both, data_->sense(), {}))
        frontOfAll_.push_back(both[i]);
}

void CloudItem::setSelected(std::optional<CandidateId> id) {
    selectedId_ = id;
    selected_ = positionOf(id);
    update();
}

void CloudItem::setHovered(std::optional<CandidateId> id) {
    const auto position = positionOf(id);
    if (position == hovered_) return;
    hovered_ = position;
    update();
}

void CloudItem::setHoveredOther(std::optional<std::size_t> position) {
    if (position == hoveredOther_) return;
    hoveredOther_ = position;
    update();
}

void CloudItem::refresh() {
    stale_ = true;
    grid_.reset();
    otherGrid_.reset();
    update();
}

QPointF CloudItem::place(double x, double y) const {
    const PlotMap m = map();
    return {m.x(x), m.y(y)};
}

std::optional<std::size_t> CloudItem::positionOf(std::optional<CandidateId> id) const {
    if (!id || !data_) return std::nullopt;
    const auto& points = data_->points;
    // Mostly they lie by number, and then as far in as the number says or a little before.
    const auto begin = points.begin();
    const auto guess = std::lower_bound(begin, points.end(), *id,
                                        [](const auto& point, auto key) { return point.id < key; });
    if (guess != points.end() && guess->id == *id) return static_cast<std::size_t>(guess - begin);
    const auto found =
        std::find_if(begin, points.end(), [&](const auto& point) { return point.id == *id; });
    return found == points.end() ? std::nullopt
                                 : std::optional(static_cast<std::size_t>(found - begin));
}

std::optional<QPointF> CloudItem::placeOf(std::optional<std::size_t> position) const {
    if (!position || !data_) return std::nullopt;
    return placeOf(data_->points[*position]);
}

std::optional<QPointF> CloudItem::placeOfHovered() const {
    if (!data_ || !hoveredOther_) return placeOf(hovered_);
    return placeOf(data_->others.points[*hoveredOther_]);
}

QColor CloudItem::colorOf(std::size_t position) const {
    const auto& shades = data_->looks.shades;
    if (shades.empty()) return theme_.accent;
    const std::uint8_t shade = shades[position];
    return shade == PointLooks::kUnknownShade ? unknownColor(theme_)
                                              : scaleColor(theme_, shade / 254.0);
}

std::optional<CloudHit> CloudItem::pointAt(const QPointF& position, double radius) const {
    if (!data_ || area().isEmpty()) return std::nullopt;
    const std::vector<ParetoPoint>& others = data_->others.points;
    if (!grid_) grid_.emplace(data_->points, map());
    if (!otherGrid_) otherGrid_.emplace(others, map());
    const auto own = grid_->nearest(position.x(), position.y(), radius);
    const auto other = otherGrid_->nearest(position.x(), position.y(), radius);
    const auto distance = [&](const ParetoPoint& point) {
        return QLineF(position, placeOf(point)).length();
    };
    if (other && (!own || distance(others[*other]) < distance(data_->points[*own])))
        return CloudHit{*other, true};
    return own ? std::optional(CloudHit{*own, false}) : std::nullopt;
}

void CloudItem::paint(QPainter* painter, const QStyleOptionGraphicsItem*, QWidget*) {
    if (!data_ || area().isEmpty()) return;
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setClipRect(area());
    const bool screen = painter->paintEngine()->type() == QPaintEngine::Raster &&
                        painter->worldTransform().type() <= QTransform::TxTranslate;
    if (screen)
        paintPicture(*painter);
    else
        paintVectors(*painter);
    // Wider than the run's own, so that it shows where the two are one.
    paintFront(*painter, frontOfAll_, theme_.text, 3);
    paintOwnFront(*painter);
    paintMarks(*painter);
    paintBest(*painter);
    for (const std::size_t position : picked_)
        paintRing(*painter, placeOf(std::optional(position)), theme_.highlight, 5.5 * unit());
    paintRing(*painter, placeOf(selected_), theme_.text, 7.5 * unit());
    paintRing(*painter, placeOfHovered(), faded(theme_.text, 0.6), 6.5 * unit());
    painter->restore();
}

void CloudItem::paintPicture(QPainter& painter) {
    const double ratio = painter.device()->devicePixelRatioF();
    const QSize size = (area().size() * ratio).toSize();
    if (picture_.size() != size) {
        picture_ = QImage(size, QImage::Format_ARGB32_Premultiplied);
        stale_ = true;
    }
    if (stale_) {
        stale_ = false;
        picture_.setDevicePixelRatio(ratio);
        picture_.fill(Qt::transparent);
        const PlotMap pixels{range_, 0, 0, area().width() * ratio, area().height() * ratio};
        const ParetoOthers& others = data_->others;
        splatCloud(picture_, pixels, others.points, others.looks, others.colors,
                   cloudStyle(theme_, *data_, true, unit() * ratio));
        splatCloud(picture_, pixels, data_->points, data_->looks, {},
                   cloudStyle(theme_, *data_, false, unit() * ratio));
    }
    painter.drawImage(area().topLeft(), picture_);
}

void CloudItem::paintVectors(QPainter& painter) const {
    paintVectors(painter, true);
    paintVectors(painter, false);
}

void CloudItem::paintVectors(QPainter& painter, bool others) const {
    const auto& points = others ? data_->others.points : data_->points;
    const PointLooks& looks = others ? data_->others.looks : data_->looks;
    const auto& groups = data_->others.colors;
    const CloudStyle style = cloudStyle(theme_, *data_, others, unit());
    const PlotMap m = map();
    // One round point for each colour and size: few, and one call each.
    std::map<std::pair<QRgb, int>, QVector<QPointF>> dots;
    for (const std::size_t i : thinned(points, m, unit())) {
        QColor color = style.groups[others && !groups.empty() ? groups[i] % 6 : 0];
        if (!looks.shades.empty()) color = style.shades[looks.shades[i]];
        if (!looks.outside.empty() && looks.outside[i] != 0)
            color = faded(color, color.alphaF() * style.outsideAlpha);
        if (!looks.excluded.empty() && looks.excluded[i] != 0) color = style.excluded;
        const int size = looks.sizes.empty() ? -1 : looks.sizes[i];
        dots[{color.rgba(), size}].append(QPointF(m.x(points[i].x), m.y(points[i].y)));
    }
    for (const auto& [look, places] : dots) {
        const double radius = look.second < 0 ? style.radius : style.radiusOf(look.second);
        QPen pen(QColor::fromRgba(look.first), 2 * radius);
        pen.setCapStyle(Qt::RoundCap);
        painter.setPen(pen);
        painter.drawPoints(places.constData(), static_cast<int>(places.size()));
    }
}

void CloudItem::paintOwnFront(QPainter& painter) const {
    paintFront(painter, ownFront_, theme_.accent, 1);
    if (data_->looks.shades.empty()) return;
    // The line has the accent, its points the colour of their value.
    painter.setPen(QPen(theme_.base, 0.8 * unit()));
    const double radius = (front_.size() > 60 ? 2.6 : 3.4) * unit();
    for (const std::size_t i : front_) {
        painter.setBrush(colorOf(i));
        painter.drawEllipse(placeOf(data_->points[i]), radius, radius);
    }
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
    const auto center = placeOf(best_);
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
    for (std::size_t i = 1; i < ownFront_.size(); ++i) {
        const QPointF start = placeOf(ownFront_[i - 1]), end = placeOf(ownFront_[i]);
        // The step goes across at the height of its start, then up or down to its end.
        const QRectF across = QRectF(start, QPointF(end.x(), start.y())).normalized();
        const QRectF down = QRectF(QPointF(end.x(), start.y()), end).normalized();
        const auto meets = [&](const QRectF& line) {
            return line.left() <= rect.right() && line.right() >= rect.left() &&
                   line.top() <= rect.bottom() && line.bottom() >= rect.top();
        };
        if (meets(across) || meets(down)) return true;
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
