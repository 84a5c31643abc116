#include "app/charts/comparison_item.h"

#include <QFontMetricsF>
#include <QPainter>
#include <QPen>
#include <algorithm>

#include "app/charts/hardware_colors.h"
#include "app/charts/rows_geometry.h"

namespace lpstudio {
namespace {

constexpr double kTextGap = 5;

}  // namespace

void ComparisonItem::setRows(std::vector<Row> rows, double line) {
    rows_ = std::move(rows);
    line_ = line;
    hovered_ = -1;
    update();
}

void ComparisonItem::setInterval(const AxisInterval& interval) {
    interval_ = interval;
    update();
}

void ComparisonItem::setTheme(const ChartTheme& theme) {
    theme_ = theme;
    update();
}

void ComparisonItem::setHovered(int row) {
    if (row == hovered_) return;
    hovered_ = row;
    update();
}

double ComparisonItem::x(double value) const {
    const QRectF all = whole();
    return all.left() + (value - interval_.from) / interval_.width() * all.width();
}

void ComparisonItem::paint(QPainter* painter, const QStyleOptionGraphicsItem*, QWidget*) {
    if (area().isEmpty() || rows_.empty()) return;
    painter->save();
    if (whole() != area()) painter->setClipRect(area());
    painter->setFont(theme_.labelFont());
    for (int row = 0; row < static_cast<int>(rows_.size()); ++row) paintRow(*painter, row);
    painter->setPen(QPen(theme_.highlight, theme_.lineWidth));
    painter->drawLine(QPointF(x(line_), area().top()), QPointF(x(line_), area().bottom()));
    painter->restore();
}

void ComparisonItem::paintRow(QPainter& painter, int row) const {
    const Row& shown = rows_[static_cast<std::size_t>(row)];
    const int count = static_cast<int>(rows_.size());
    const QRectF all = whole();
    const QRectF bar = rowBar(all, row, count);
    const double pitch = all.height() / count;
    painter.setPen(Qt::NoPen);
    if (row == hovered_ || shown.reference) {
        painter.setBrush(
            faded(shown.reference ? theme_.highlight : theme_.text, shown.reference ? 0.10 : 0.05));
        painter.drawRect(QRectF(area().left(), all.top() + row * pitch, area().width(), pitch));
    }
    const QFontMetricsF metrics(theme_.labelFont());
    const double baseline = bar.center().y() + (metrics.ascent() - metrics.descent()) / 2;
    const bool room = pitch >= metrics.height();
    if (!shown.hasValue) {
        painter.setPen(theme_.secondary);
        if (room) painter.drawText(QPointF(x(0) + kTextGap, baseline), shown.text);
        return;
    }
    const double end = x(shown.value), start = x(0);
    painter.setBrush(shown.reference ? theme_.highlight : theme_.accent);
    painter.drawRect(QRectF(std::min(start, end), bar.top(), std::abs(end - start), bar.height()));
    if (shown.high > shown.low) paintWhisker(painter, shown, bar);
    if (!room) return;
    painter.setPen(theme_.text);
    const double width = metrics.horizontalAdvance(shown.text);
    const double left = isLeftward(shown) ? std::min(end, x(shown.low)) - kTextGap - width
                                          : std::max({end, x(shown.high), start}) + kTextGap;
    if (left >= area().left() && left + width <= area().right())
        painter.drawText(QPointF(left, baseline), shown.text);
}

void ComparisonItem::paintWhisker(QPainter& painter, const Row& row, const QRectF& bar) const {
    const double low = x(row.low), high = x(row.high), middle = bar.center().y();
    const double cap = std::min(5.0, 0.3 * bar.height());
    const auto draw = [&](const QPen& pen) {
        painter.setPen(pen);
        painter.drawLine(QPointF(low, middle), QPointF(high, middle));
        for (const double end : {low, high})
            painter.drawLine(QPointF(end, middle - cap), QPointF(end, middle + cap));
    };
    // Bordered with the ground, or it is lost on a dark bar.
    draw(QPen(theme_.base, theme_.lineWidth + 2));
    draw(QPen(theme_.text, theme_.lineWidth));
}

}  // namespace lpstudio
