#include "app/desktop/plot/rows_item.h"

#include <QPainter>

#include "app/desktop/plot/plot_geometry.h"

namespace lpstudio {

void RowsItem::setInterval(const AxisInterval& interval) {
    interval_ = interval;
    update();
}

void RowsItem::setTheme(const ChartTheme& theme) {
    theme_ = theme;
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
