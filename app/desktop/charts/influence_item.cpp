#include "app/desktop/charts/influence_item.h"

#include <QFontMetricsF>
#include <QPainter>
#include <QPen>
#include <algorithm>

#include "app/desktop/charts/hardware_colors.h"
#include "app/desktop/plot/rows_geometry.h"

namespace lpstudio {
namespace {

/// Of the bar below the base value.
constexpr double kLightTone = 0.5;
constexpr double kTextGap = 5;

}  // namespace

void InfluenceItem::setRows(std::vector<Row> rows, double base) {
    rows_ = std::move(rows);
    forgetRows(base);
}

QPen InfluenceItem::linePen() const {
    return QPen(theme().text, theme().lineWidth);
}

void InfluenceItem::paintRow(QPainter& painter, int row) const {
    const Row& shown = rows_[static_cast<std::size_t>(row)];
    const int count = static_cast<int>(rows_.size());
    const QRectF bar = rowBar(whole(), row, count);
    const double pitch = band(row).height();
    painter.setPen(Qt::NoPen);
    if (isHovered(row) || shown.highlighted) {
        painter.setBrush(faded(shown.highlighted ? theme().highlight : theme().text,
                               shown.highlighted ? 0.12 : 0.05));
        painter.drawRect(band(row));
    }
    const double low = x(shown.low), high = x(shown.high), base = x(line());
    const auto piece = [&](double from, double to, const QColor& color) {
        if (to <= from) return;
        painter.setBrush(color);
        painter.drawRect(QRectF(from, bar.top(), to - from, bar.height()));
    };
    piece(low, std::min(base, high), toned(shown.color, kLightTone, theme()));
    piece(std::max(base, low), high, shown.color);
    if (shown.highlighted) {
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(theme().highlight, theme().lineWidth));
        painter.drawRect(QRectF(low, bar.top(), std::max(1.0, high - low), bar.height()));
    }
    const QFontMetricsF metrics(theme().labelFont());
    if (pitch < metrics.height()) return;
    painter.setPen(theme().text);
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
