#include "app/desktop/charts/bars_item.h"

#include <QPainter>
#include <QPen>
#include <algorithm>

namespace lpstudio {

void BarsItem::setBars(std::vector<Bar> bars) {
    bars_ = std::move(bars);
    update();
}

void BarsItem::setSelected(int bar, const QColor& outline) {
    selected_ = bar;
    outline_ = outline;
    update();
}

int BarsItem::barAt(const QPointF& position) const {
    if (bars_.empty() || !area().contains(position)) return -1;
    const QRectF all = whole();
    const double share = orientation_ == Qt::Vertical ? (position.x() - all.left()) / all.width()
                                                      : (position.y() - all.top()) / all.height();
    const int count = static_cast<int>(bars_.size());
    return std::clamp(static_cast<int>(share * count), 0, count - 1);
}

QRectF BarsItem::rectOf(std::size_t bar) const {
    const QRectF all = whole();
    const double along = orientation_ == Qt::Vertical ? all.width() : all.height();
    const double pitch = along / static_cast<double>(bars_.size());
    const double gap = 0.12 * pitch;
    const double start = static_cast<double>(bar) * pitch + gap;
    const double share = std::clamp(bars_[bar].share, 0.0, 1.0);
    if (orientation_ == Qt::Horizontal)
        return {all.left(), all.top() + start, share * all.width(), pitch - 2 * gap};
    const double height = share * all.height();
    return {all.left() + start, all.bottom() - height, pitch - 2 * gap, height};
}

QRectF BarsItem::partOf(std::size_t bar) const {
    const QRectF all = whole();
    const QRectF rect = rectOf(bar);
    const double share = std::clamp(bars_[bar].share, 0.0, 1.0);
    const double part = std::clamp(bars_[bar].part, 0.0, share);
    if (orientation_ == Qt::Horizontal) {
        const double width = part * all.width();
        return {rect.right() - width, rect.top(), width, rect.height()};
    }
    return {rect.left(), rect.top(), rect.width(), part * all.height()};
}

void BarsItem::paint(QPainter* painter, const QStyleOptionGraphicsItem*, QWidget*) {
    painter->save();
    // An outline may reach over the edge.
    if (whole() != area()) painter->setClipRect(area());
    painter->setPen(Qt::NoPen);
    for (std::size_t i = 0; i < bars_.size(); ++i) {
        painter->setBrush(bars_[i].color);
        painter->drawRect(rectOf(i));
        if (!(bars_[i].part > 0)) continue;
        painter->setBrush(bars_[i].partColor);
        painter->drawRect(partOf(i));
    }
    if (selected_ >= 0 && selected_ < static_cast<int>(bars_.size())) {
        painter->setBrush(Qt::NoBrush);
        painter->setPen(QPen(outline_, 1.5));
        painter->drawRect(rectOf(static_cast<std::size_t>(selected_)));
    }
    painter->restore();
}

}  // namespace lpstudio
