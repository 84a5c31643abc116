#include "app/desktop/charts/roofline_item.h"

#include <QFontMetricsF>
#include <QLineF>
#include <QPainter>
#include <QPainterPath>
#include <QPen>
#include <QPolygonF>
#include <QTransform>
#include <algorithm>
#include <cmath>

#include "app/desktop/plot/chart_theme.h"
#include "app/desktop/plot/plot_geometry.h"

namespace lpstudio {
namespace {

constexpr double kPointRadius = 4;
constexpr double kRingRadius = 7;
/// Between a roof and what is written on it.
constexpr double kLabelGap = 3;
constexpr double kRoofGap = 1.5;
constexpr double kLabelStep = 8;
constexpr double kBeyondTint = 0.04;

}  // namespace

RooflineItem::RooflineItem(QChart* chart) : PlotItem(chart) {}

void RooflineItem::setRoofline(const Roofline* roofline, const PlotRange& range,
                               QString bandwidthLabel, QStringList peakLabels) {
    roofline_ = roofline;
    range_ = range;
    bandwidthLabel_ = std::move(bandwidthLabel);
    peakLabels_ = std::move(peakLabels);
    hovered_ = -1;
    update();
}

void RooflineItem::setSelected(int layer) {
    selected_ = layer;
    update();
}

void RooflineItem::setHovered(int layer) {
    if (layer == hovered_) return;
    hovered_ = layer;
    update();
}

QPointF RooflineItem::place(const PlotPoint& log) const {
    return {map().x(log.x), map().y(log.y)};
}

QPointF RooflineItem::placeOf(const RooflinePoint& point) const {
    return place({std::log10(point.intensity), std::log10(point.achieved)});
}

const RooflinePoint* RooflineItem::pointOf(int layer) const {
    if (!roofline_ || layer < 0 || layer >= static_cast<int>(roofline_->points.size()))
        return nullptr;
    const RooflinePoint& point = roofline_->points[static_cast<std::size_t>(layer)];
    return isPlaceable(point) ? &point : nullptr;
}

std::vector<QPointF> RooflineItem::places() const {
    std::vector<QPointF> places;
    for (const RooflinePoint& point : roofline_->points)
        if (isPlaceable(point)) places.push_back(placeOf(point));
    return places;
}

int RooflineItem::pointAt(const QPointF& position, double radius) const {
    if (!roofline_ || area().isEmpty()) return -1;
    int nearest = -1;
    double least = radius;
    for (int i = 0; i < static_cast<int>(roofline_->points.size()); ++i) {
        const RooflinePoint* point = pointOf(i);
        if (!point) continue;
        const double distance = QLineF(position, placeOf(*point)).length();
        if (distance > least || (distance == least && nearest >= 0)) continue;
        least = distance;
        nearest = i;
    }
    return nearest;
}

std::vector<RooflineItem::Label> RooflineItem::labels() const {
    std::vector<Label> labels;
    if (!roofline_ || area().isEmpty()) return labels;
    const QFontMetricsF metrics(theme_.labelFont());
    if (!roofline_->peaks.empty()) {
        const double highest = *std::ranges::max_element(roofline_->peaks);
        if (const auto roof = bandwidthRoof(roofline_->bandwidth, highest, range_)) {
            const QLineF line(place(roof->from), place(roof->to));
            const double width = metrics.horizontalAdvance(bandwidthLabel_);
            // Above the slope there are no points.
            if (width + 2 * kLabelGap < line.length()) {
                const QLineF normal = line.normalVector().unitVector();
                const QPointF start = line.pointAt((1 - width / line.length()) / 2) +
                                      kLabelGap * QPointF(normal.dx(), normal.dy());
                labels.push_back(
                    {bandwidthLabel_,
                     {start.x(), start.y() - metrics.height(), width, metrics.height()},
                     -line.angle()});
            }
        }
        addPeakLabels(labels, metrics);
    }
    addLayerLabel(labels, metrics);
    return labels;
}

namespace {

/// What a label covers, turned.
QRectF boundsOf(const RooflineItem::Label& label) {
    if (label.degrees == 0) return label.place;
    QTransform turn;
    const QPointF corner = label.place.bottomLeft();
    turn.translate(corner.x(), corner.y());
    turn.rotate(label.degrees);
    turn.translate(-corner.x(), -corner.y());
    return turn.mapRect(label.place);
}

std::vector<QRectF> boundsOf(const std::vector<RooflineItem::Label>& labels) {
    std::vector<QRectF> bounds;
    bounds.reserve(labels.size());
    for (const RooflineItem::Label& label : labels) bounds.push_back(boundsOf(label));
    return bounds;
}

}  // namespace

void RooflineItem::addPeakLabels(std::vector<Label>& labels, const QFontMetricsF& metrics) const {
    struct Wish {
        QString text;
        std::vector<QRectF> places;
    };
    std::vector<Wish> wishes;
    std::vector<QRectF> roofs;
    for (std::size_t i = 0; i < roofline_->peaks.size(); ++i) {
        const auto roof = peakRoof(roofline_->bandwidth, roofline_->peaks[i], range_);
        if (!roof) continue;
        const QPointF from = place(roof->from), to = place(roof->to);
        roofs.emplace_back(from.x(), from.y() - 0.5, to.x() - from.x(), 1);
        const QString text = peakLabels_.value(static_cast<qsizetype>(i));
        if (text.isEmpty()) continue;
        // At the right end if it is free, else further left; above rather than below.
        Wish wish{text, {}};
        const QSizeF size(metrics.horizontalAdvance(text), metrics.height());
        for (const double top : {from.y() - kRoofGap - size.height(), from.y() + kRoofGap})
            for (double right = to.x() - 2 * kLabelGap; right - size.width() > from.x() + kLabelGap;
                 right -= kLabelStep)
                wish.places.emplace_back(QPointF(right - size.width(), top), size);
        wishes.push_back(std::move(wish));
    }
    const std::vector<QPointF> points = places();
    const double around = kPointRadius * unit();
    std::vector<QRectF> taken = boundsOf(labels);
    taken.insert(taken.end(), roofs.begin(), roofs.end());
    const auto isFree = [&](const QRectF& place) {
        const QRectF wide = place.adjusted(-around, -around, around, around);
        return area().contains(place) &&
               std::ranges::none_of(points, [&](const QPointF& p) { return wide.contains(p); }) &&
               std::ranges::none_of(taken, [&](const QRectF& r) { return r.intersects(place); });
    };
    // In a column, if they are free at the same distance from the right edge.
    for (std::size_t at = 0; !wishes.empty() && at < wishes.front().places.size(); ++at)
        if (std::ranges::all_of(wishes, [&](const Wish& wish) {
                return at < wish.places.size() && isFree(wish.places[at]);
            })) {
            for (const Wish& wish : wishes) labels.push_back({wish.text, wish.places[at], 0});
            return;
        }
    for (const Wish& wish : wishes) {
        const auto found = quietPlace(wish.places, area(), taken, points, around);
        if (!found) continue;
        labels.push_back({wish.text, wish.places[*found], 0});
        taken.push_back(wish.places[*found]);
    }
}

void RooflineItem::addLayerLabel(std::vector<Label>& labels, const QFontMetricsF& metrics) const {
    const RooflinePoint* point = pointOf(selected_);
    if (!point) return;
    const QString name = metrics.elidedText(QString::fromStdString(point->name), Qt::ElideMiddle,
                                            0.4 * area().width());
    const QPointF center = placeOf(*point);
    const QSizeF size(metrics.horizontalAdvance(name), metrics.height());
    std::vector<QRectF> candidates;
    const auto add = [&](double away, bool beside) {
        const double middle = center.y() - size.height() / 2;
        const double right = center.x() + away, left = center.x() - away - size.width();
        const double above = center.y() - away - size.height(), below = center.y() + away;
        if (beside) {
            candidates.emplace_back(QPointF(right, middle), size);
            candidates.emplace_back(QPointF(left, middle), size);
            candidates.emplace_back(QPointF(center.x() - size.width() / 2, below), size);
        }
        for (const QPointF corner : {QPointF(right, below), QPointF(left, below),
                                     QPointF(right, above), QPointF(left, above)})
            candidates.emplace_back(corner, size);
    };
    const double near = (kRingRadius + kLabelGap) * unit();
    add(near, true);
    const std::size_t nearOnes = candidates.size();
    // Where it is crowded further out, at the end of a leader.
    for (const double farther : {3.0, 5.0}) add(farther * near, false);
    const std::vector<QRectF> written = boundsOf(labels);
    // Rather not across a roof.
    std::vector<QRectF> taken = written;
    for (const double peak : roofline_->peaks)
        if (const auto roof = peakRoof(roofline_->bandwidth, peak, range_)) {
            const QPointF from = place(roof->from), to = place(roof->to);
            taken.emplace_back(from.x(), from.y() - 0.5, to.x() - from.x(), 1);
        }
    // Of a name close to another point it would be unclear whose it is.
    std::vector<QPointF> others = places();
    std::erase(others, center);
    const double radius = 2 * kRingRadius * unit();
    auto found = quietPlace(candidates, area(), taken, others, radius);
    if (!found) found = quietPlace(candidates, area(), written, others, radius);
    if (!found) return;
    labels.push_back({name, candidates[*found], 0});
    if (*found >= nearOnes) labels.back().of = center;
}

void RooflineItem::paint(QPainter* painter, const QStyleOptionGraphicsItem*, QWidget*) {
    if (!roofline_ || area().isEmpty()) return;
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setClipRect(area());
    paintBeyond(*painter);
    paintRoofs(*painter);
    const RooflinePoint* selected = pointOf(selected_);
    const RooflinePoint* hovered = pointOf(hovered_);
    if (hovered) paintPlumb(*painter, *hovered, theme_.secondary);
    if (selected) paintPlumb(*painter, *selected, theme_.highlight);
    // Rare ones last, so that none is hidden under the many.
    const auto waiting = std::ranges::count_if(
        roofline_->points, [](const RooflinePoint& point) { return point.memoryBound; });
    const bool fewWait = 2 * waiting <= static_cast<std::ptrdiff_t>(roofline_->points.size());
    for (const bool memoryBound : {!fewWait, fewWait})
        for (const RooflinePoint& point : roofline_->points)
            if (point.memoryBound == memoryBound && isPlaceable(point)) paintPoint(*painter, point);
    for (const RooflinePoint* marked : {hovered, selected})
        if (marked) paintPoint(*painter, *marked);
    if (hovered && hovered != selected) paintRing(*painter, *hovered, theme_.text);
    if (selected) paintRing(*painter, *selected, theme_.highlight);
    paintLabels(*painter);
    painter->restore();
}

void RooflineItem::paintBeyond(QPainter& painter) const {
    if (roofline_->peaks.empty()) return;
    const double highest = *std::ranges::max_element(roofline_->peaks);
    const auto slope = bandwidthRoof(roofline_->bandwidth, highest, range_);
    const auto flat = peakRoof(roofline_->bandwidth, highest, range_);
    if (!slope || !flat) return;
    // What no layer can reach.
    QPolygonF beyond;
    const QPointF entry = place(slope->from);
    if (entry.x() > area().left() + 0.5) beyond << area().bottomLeft();
    beyond << entry << place(flat->from) << place(flat->to) << area().topRight()
           << area().topLeft();
    painter.setPen(Qt::NoPen);
    painter.setBrush(faded(theme_.text, kBeyondTint));
    painter.drawPolygon(beyond);
}

void RooflineItem::paintRoofs(QPainter& painter) const {
    if (roofline_->peaks.empty()) return;
    const double highest = *std::ranges::max_element(roofline_->peaks);
    for (const double peak : roofline_->peaks) {
        const auto roof = peakRoof(roofline_->bandwidth, peak, range_);
        if (!roof) continue;
        const bool top = peak == highest;
        QPen pen = theme_.linePen(top ? theme_.text : theme_.secondary);
        if (!top) pen.setWidthF(theme_.lineWidth * 0.8);
        painter.setPen(pen);
        painter.drawLine(place(roof->from), place(roof->to));
    }
    if (const auto roof = bandwidthRoof(roofline_->bandwidth, highest, range_)) {
        painter.setPen(theme_.linePen(theme_.text));
        painter.drawLine(place(roof->from), place(roof->to));
    }
}

void RooflineItem::paintPoint(QPainter& painter, const RooflinePoint& point) const {
    const QPointF center = placeOf(point);
    const double radius = kPointRadius * unit();
    painter.setPen(QPen(theme_.base, unit()));
    // The shape tells the two apart in print without colour.
    if (point.memoryBound) {
        painter.setBrush(waitColor(theme_));
        const double half = radius * 1.2;
        painter.drawPolygon(QPolygonF({center + QPointF(0, -half), center + QPointF(half, 0),
                                       center + QPointF(0, half), center + QPointF(-half, 0)}));
    } else {
        painter.setBrush(theme_.accent);
        painter.drawEllipse(center, radius, radius);
    }
}

void RooflineItem::paintPlumb(QPainter& painter, const RooflinePoint& point,
                              const QColor& color) const {
    if (!(point.attainable > 0)) return;
    QPointF center = placeOf(point);
    QPointF roof = place({std::log10(point.intensity), std::log10(point.attainable)});
    // On the middle of a pixel, or it is blurred over two.
    center.setX(std::floor(center.x()) + 0.5);
    roof.setX(center.x());
    painter.setPen(QPen(color, unit()));
    painter.drawLine(center, roof);
    painter.drawLine(roof - QPointF(3 * unit(), 0), roof + QPointF(3 * unit(), 0));
}

void RooflineItem::paintRing(QPainter& painter, const RooflinePoint& point,
                             const QColor& color) const {
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(color, 1.8 * unit()));
    painter.drawEllipse(placeOf(point), kRingRadius * unit(), kRingRadius * unit());
}

void RooflineItem::paintLeader(QPainter& painter, const QRectF& label,
                               const QPointF& center) const {
    const QPointF end(std::clamp(center.x(), label.left() - 1, label.right() + 1),
                      std::clamp(center.y(), label.top() + 2, label.bottom() - 2));
    QLineF leader(end, center);
    leader.setLength(std::max(0.0, leader.length() - kRingRadius * unit()));
    painter.setPen(QPen(theme_.highlight, unit()));
    painter.drawLine(leader);
}

void RooflineItem::paintLabels(QPainter& painter) const {
    const QFont font = theme_.labelFont();
    const QFontMetricsF metrics(font);
    painter.setFont(font);
    for (const Label& label : labels()) {
        if (label.of) paintLeader(painter, label.place, *label.of);
        painter.save();
        painter.translate(label.place.bottomLeft());
        painter.rotate(label.degrees);
        const QPointF baseline(0, -metrics.descent());
        // A halo of the ground keeps the text readable over points.
        QPainterPath path;
        path.addText(baseline, font, label.text);
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(faded(theme_.base, 0.85), 3 * unit()));
        painter.drawPath(path);
        painter.setPen(theme_.text);
        painter.drawText(baseline, label.text);
        painter.restore();
    }
}

}  // namespace lpstudio
