#include "app/charts/influence_item.h"

#include <QFontMetricsF>
#include <QPainter>
#include <QPen>
#include <algorithm>

#include "app/charts/hardware_colors.h"
#include "app/charts/rows_geometry.h"

namespace lpstudio {
namespace {

/// Of the bar below the base value.
constexpr double kLightTone = 0.5;
constexpr double kTextGap = 5;

}  // namespace

void InfluenceItem::setRows(std::vector<Row> rows, double base) {
    rows_ = std::move(rows);
    base_ = base;
    hovered_ = -1;
    update();
}

void InfluenceItem::setInterval(const AxisInterval& interval) {
    interval_ = interval;
    update();
}

void InfluenceItem::setTheme(const ChartTheme& theme) {
    theme_ = theme;
    update();
}

void InfluenceItem::setHovered(int row) {
    if (row == hovered_) return;
    hovered_ = row;
    update();
}

double InfluenceItem::x(double value) const {
    const QRectF all = whole();
    return all.left() + (value - interval_.from) / interval_.width() * all.width();
}

void InfluenceItem::paint(QPainter* painter, const QStyleOptionGraphicsItem*, QWidget*) {
    if (area().isEmpty() || rows_.empty()) return;
    painter->save();
    if (whole() != area()) painter->setClipRect(area());
    painter->setFont(theme_.labelFont());
    for (int row = 0; row < static_cast<int>(rows_.size()); ++row) paintRow(*painter, row);
    painter->setPen(QPen(theme_.text, theme_.lineWidth));
    painter->drawLine(QPointF(x(base_), area().top()), QPointF(x(base_), area().bottom()));
    painter->restore();
}

void InfluenceItem::paintRow(QPainter& painter, int row) const {
    const Row& shown = rows_[static_cast<std::size_t>(row)];
    const int count = static_cast<int>(rows_.size());
    const QRectF all = whole();
    const QRectF bar = rowBar(all, row, count);
    const double pitch = all.height() / count;
    painter.setPen(Qt::NoPen);
    if (row == hovered_ || shown.highlighted) {
        painter.setBrush(faded(shown.highlighted ? theme_.highlight : theme_.text,
                               shown.highlighted ? 0.12 : 0.05));
        painter.drawRect(QRectF(area().left(), all.top() + row * pitch, area().width(), pitch));
    }
    const double low = x(shown.low), high = x(shown.high), base = x(base_);
    const auto piece = [&](double from, double to, const QColor& color) {
        if (to <= from) return;
        painter.setBrush(color);
        painter.drawRect(QRectF(from, bar.top(), to - from, bar.height()));
    };
    piece(low, std::min(base, high), toned(shown.color, kLightTone, theme_));
    piece(std::max(base, low), high, shown.color);
    if (shown.highlighted) {
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(theme_.highlight, theme_.lineWidth));
        painter.drawRect(QRectF(low, bar.top(), std::max(1.0, high - low), bar.height()));
    }
    const QFontMetricsF metrics(theme_.labelFont());
    if (pitch < metrics.height()) return;
    painter.setPen(theme_.text);
    const double baseline = bar.center().y() + (metrics.ascent() - metrics.descent()) / 2;
    const double before = std::min(low, base) - kTextGap - metrics.horizontalAdvance(shown.lowText);
    const double after = std::max(high, base) + kTextGap;
    // The same number twice says no more than once.
    if (before >= area().left() && shown.lowText != shown.highText)
        painter.drawText(QPointF(before, baseline), shown.lowText);
    if (after + metrics.horizontalAdvance(shown.highText) <= area().right())
        painter.drawText(QPointF(after, baseline), shown.highText);
}

}  // namespace lpstudio
