#include "app/desktop/charts/comparison_item.h"

#include <QFontMetricsF>
#include <QPainter>
#include <QPen>
#include <algorithm>

#include "app/desktop/charts/hardware_colors.h"
#include "app/desktop/plot/rows_geometry.h"

namespace lpstudio {
namespace {

constexpr double kTextGap = 5;

}  // namespace

void ComparisonItem::setRows(std::vector<Row> rows, double line) {
    rows_ = std::move(rows);
    forgetRows(line);
}

QPen ComparisonItem::linePen() const {
    return QPen(theme().highlight, theme().lineWidth);
}

void ComparisonItem::paintRow(QPainter& painter, int row) const {
    const Row& shown = rows_[static_cast<std::size_t>(row)];
    const int count = static_cast<int>(rows_.size());
    const QRectF bar = rowBar(whole(), row, count);
    const double pitch = band(row).height();
    painter.setPen(Qt::NoPen);
    if (isHovered(row) || shown.reference) {
        painter.setBrush(faded(shown.reference ? theme().highlight : theme().text,
                               shown.reference ? 0.10 : 0.05));
        painter.drawRect(band(row));
    }
    const QFontMetricsF metrics(theme().labelFont());
    const double baseline = bar.center().y() + (metrics.ascent() - metrics.descent()) / 2;
    const bool room = pitch >= metrics.height();
    if (!shown.hasValue) {
        painter.setPen(theme().secondary);
        if (room) painter.drawText(QPointF(x(0) + kTextGap, baseline), shown.text);
        return;
    }
    const double end = x(shown.value), start = x(0);
    painter.setBrush(shown.reference ? theme().highlight : theme().accent);
    painter.drawRect(QRectF(std::min(start, end), bar.top(), std::abs(end - start), bar.height()));
    if (shown.high > shown.low) paintWhisker(painter, shown, bar);
    if (!room) return;
    painter.setPen(theme().text);
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
    draw(QPen(theme().base, theme().lineWidth + 2));
    draw(QPen(theme().text, theme().lineWidth));
}

}  // namespace lpstudio
