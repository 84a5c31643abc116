#include "app/desktop/plot/rows_item.h"

#include <QPainter>
#include <algorithm>
#include <cmath>

namespace lpstudio {

QRectF rowBar(const QRectF& area, int row, int count) {
    constexpr double kGap = 0.18;
    constexpr double kMostHeight = 28;
    const double pitch = area.height() / std::max(1, count);
    const double height = std::min(kMostHeight, (1 - 2 * kGap) * pitch);
    const double middle = area.top() + (row + 0.5) * pitch;
    return {area.left(), middle - height / 2, area.width(), height};
}

int rowAtHeight(const QRectF& area, double y, int count) {
    if (count <= 0 || !(y >= area.top()) || y > area.bottom() || area.height() <= 0) return -1;
    const int row = static_cast<int>((y - area.top()) / area.height() * count);
    return std::min(row, count - 1);
}

AxisInterval withRoom(const AxisInterval& interval, double length, double before, double after) {
    if (!(length > 0) || before + after > length / 2) return interval;
    const double perPixel = interval.width() / (length - before - after);
    return {interval.from - before * perPixel, interval.to + after * perPixel};
}

bool callsForLog(std::span<const double> values) {
    constexpr double kMostRatio = 20;
    if (values.empty()) return false;
    const auto [least, greatest] = std::ranges::minmax(values);
    return least > 0 && std::isfinite(greatest) && greatest > kMostRatio * least;
}

void RowsItem::setInterval(const AxisInterval& interval) {
    interval_ = interval;
    update();
}

void RowsItem::setHovered(int row) {
    if (row == hovered_) return;
    hovered_ = row;
    update();
}

void RowsItem::forgetRows(double line) {
    line_ = line;
    hovered_ = -1;
    update();
}

double RowsItem::x(double value) const {
    const QRectF all = whole();
    return all.left() + (value - interval_.from) / interval_.width() * all.width();
}

QRectF RowsItem::band(int row) const {
    const QRectF all = whole();
    const double pitch = all.height() / rowCount();
    return {area().left(), all.top() + row * pitch, area().width(), pitch};
}

void RowsItem::paint(QPainter* painter, const QStyleOptionGraphicsItem*, QWidget*) {
    if (area().isEmpty() || rowCount() == 0) return;
    painter->save();
    if (whole() != area()) painter->setClipRect(area());
    painter->setFont(theme_.labelFont());
    for (int row = 0; row < rowCount(); ++row) paintRow(*painter, row);
    painter->setPen(linePen());
    painter->drawLine(QPointF(x(line_), area().top()), QPointF(x(line_), area().bottom()));
    painter->restore();
}

}  // namespace lpstudio
