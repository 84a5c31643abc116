#include "app/desktop/charts/pareto_overlay.h"

#include <QFontMetricsF>
#include <QPainter>
#include <QPolygonF>
#include <algorithm>
#include <cmath>

#include "app/desktop/plot/chart_theme.h"

namespace lpstudio {
namespace {

constexpr double kHandleDepth = 8, kHandleHalf = 5;
/// The room that handles take beside the plot area.
constexpr double kOuterMargin = 16;

}  // namespace

PlotPlace handlePlace(LimitHandle handle, const PlotMap& map, const Limit& x, const Limit& y) {
    const double right = map.left + map.width, bottom = map.top + map.height;
    if (isHorizontal(handle)) {
        const auto& value = isLeast(handle) ? x.least : x.most;
        const double end = isLeast(handle) ? map.left : right;
        return {value ? std::clamp(map.x(*value), map.left, right) : end, bottom};
    }
    const auto& value = isLeast(handle) ? y.least : y.most;
    const double end = isLeast(handle) ? bottom : map.top;
    return {map.left, value ? std::clamp(map.y(*value), map.top, bottom) : end};
}

std::optional<LimitHandle> handleAt(double px, double py, const PlotMap& map, const Limit& x,
                                    const Limit& y, double radius, double depth) {
    std::optional<LimitHandle> best;
    double least = radius;
    for (const LimitHandle handle : kLimitHandles) {
        const PlotPlace tip = handlePlace(handle, map, x, y);
        const double along = std::abs(isHorizontal(handle) ? px - tip.x : py - tip.y);
        const double off = isHorizontal(handle) ? py - tip.y : tip.x - px;
        // A few pixels inside the plot still count: the tip is there.
        if (along > least || off < -3 || off > depth) continue;
        least = along;
        best = handle;
    }
    return best;
}

Limit dragged(LimitHandle handle, double px, double py, const PlotMap& map, const Limit& limit) {
    Limit result = limit;
    const bool horizontal = isHorizontal(handle);
    const double value = horizontal ? map.dataX(px) : map.dataY(py);
    const double from = horizontal ? map.data.xFrom : map.data.yFrom;
    const double to = horizontal ? map.data.xTo : map.data.yTo;
    if (isLeast(handle)) {
        result.least.reset();
        if (value > from) result.least = std::min(value, std::min(to, limit.most.value_or(to)));
    } else {
        result.most.reset();
        if (value < to) result.most = std::max(value, std::max(from, limit.least.value_or(from)));
    }
    return result;
}

void ParetoOverlay::setLimits(const Limit& x, const Limit& y, std::array<QString, 4> texts) {
    x_ = x;
    y_ = y;
    texts_ = std::move(texts);
    update();
}

void ParetoOverlay::setHandlesShown(bool shown) {
    handles_ = shown;
    update();
}

void ParetoOverlay::setActive(std::optional<LimitHandle> handle) {
    if (handle == active_) return;
    active_ = handle;
    update();
}

void ParetoOverlay::setRegion(std::optional<PlotRange> region) {
    region_ = region;
    update();
}

std::optional<LimitHandle> ParetoOverlay::handleAt(const QPointF& position) const {
    if (!handles_) return std::nullopt;
    return lpstudio::handleAt(position.x(), position.y(), map(), x_, y_);
}

QRectF ParetoOverlay::boundingRect() const {
    return area().adjusted(-kOuterMargin, -kOuterMargin, kOuterMargin, kOuterMargin);
}

bool ParetoOverlay::isSet(LimitHandle handle) const {
    const Limit& limit = isHorizontal(handle) ? x_ : y_;
    return (isLeast(handle) ? limit.least : limit.most).has_value();
}

void ParetoOverlay::paint(QPainter* painter, const QStyleOptionGraphicsItem*, QWidget*) {
    if (area().isEmpty()) return;
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->save();
    painter->setClipRect(area());
    paintExcluded(*painter);
    if (region_) {
        const PlotMap m = map();
        const QRectF rect = QRectF(QPointF(m.x(region_->xFrom), m.y(region_->yTo)),
                                   QPointF(m.x(region_->xTo), m.y(region_->yFrom)));
        painter->setBrush(faded(theme_.accent, 0.08));
        painter->setPen(QPen(theme_.accent, 1, Qt::DashLine));
        painter->drawRect(rect.intersected(area().adjusted(-2, -2, 2, 2)));
    }
    painter->restore();
    for (const LimitHandle handle : kLimitHandles) {
        // Paper cannot be dragged.
        if (handles_ && !theme_.paper) paintHandle(*painter, handle);
        if (isSet(handle)) paintText(*painter, handle);
    }
    painter->restore();
}

void ParetoOverlay::paintExcluded(QPainter& painter) const {
    for (const LimitHandle handle : kLimitHandles) {
        if (!isSet(handle)) continue;
        const PlotPlace tip = handlePlace(handle, map(), x_, y_);
        QRectF excluded = area();
        switch (handle) {
            case LimitHandle::XLeast:
                excluded.setRight(tip.x);
                break;
            case LimitHandle::XMost:
                excluded.setLeft(tip.x);
                break;
            case LimitHandle::YLeast:
                excluded.setTop(tip.y);
                break;
            case LimitHandle::YMost:
                excluded.setBottom(tip.y);
                break;
        }
        painter.fillRect(excluded, faded(theme_.text, 0.05));
        painter.setPen(QPen(theme_.highlight, 1.2, Qt::DashLine));
        if (isHorizontal(handle))
            painter.drawLine(QPointF(tip.x, area().top()), QPointF(tip.x, area().bottom()));
        else
            painter.drawLine(QPointF(area().left(), tip.y), QPointF(area().right(), tip.y));
    }
}

void ParetoOverlay::paintHandle(QPainter& painter, LimitHandle handle) const {
    const PlotPlace tip = handlePlace(handle, map(), x_, y_);
    const QPointF at(tip.x, tip.y);
    const double depth = kHandleDepth, half = kHandleHalf;
    const QPolygonF triangle =
        isHorizontal(handle)
            ? QPolygonF({at, at + QPointF(half, depth), at + QPointF(-half, depth)})
            : QPolygonF({at, at + QPointF(-depth, half), at + QPointF(-depth, -half)});
    const bool active = active_ == handle;
    const QColor color = isSet(handle) ? theme_.highlight
                         : active      ? theme_.accent
                                       : theme_.secondary;
    painter.setBrush(isSet(handle) || active ? color : theme_.base);
    painter.setPen(QPen(color, 1.2));
    painter.drawPolygon(triangle);
}

void ParetoOverlay::paintText(QPainter& painter, LimitHandle handle) const {
    const QString& text = texts_[static_cast<std::size_t>(handle)];
    if (text.isEmpty()) return;
    const QFont font = theme_.labelFont();
    const QFontMetricsF metrics(font);
    const PlotPlace tip = handlePlace(handle, map(), x_, y_);
    QRectF box(0, 0, metrics.horizontalAdvance(text) + 8, metrics.height() + 2);
    // On the side that is not excluded, as far as there is room.
    if (isHorizontal(handle)) {
        box.moveBottom(area().bottom() - 4);
        box.moveLeft(isLeast(handle) ? tip.x + 4 : tip.x - 4 - box.width());
    } else {
        box.moveLeft(area().left() + 4);
        box.moveTop(isLeast(handle) ? tip.y - 4 - box.height() : tip.y + 4);
    }
    box.moveLeft(std::clamp(box.left(), area().left() + 2,
                            std::max(area().left() + 2, area().right() - 2 - box.width())));
    box.moveTop(std::clamp(box.top(), area().top() + 2,
                           std::max(area().top() + 2, area().bottom() - 2 - box.height())));
    painter.setPen(Qt::NoPen);
    painter.setBrush(faded(theme_.base, 0.85));
    painter.drawRoundedRect(box, 3, 3);
    painter.setFont(font);
    painter.setPen(theme_.text);
    painter.drawText(box, Qt::AlignCenter, text);
}

}  // namespace lpstudio
