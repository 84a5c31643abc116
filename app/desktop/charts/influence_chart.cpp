#include "app/desktop/charts/influence_chart.h"

#include <QCategoryAxis>
#include <QFontMetricsF>
#include <QLegend>
#include <QPainter>
#include <QPen>
#include <QScatterSeries>
#include <QValueAxis>
#include <algorithm>
#include <cmath>

#include "app/desktop/plot/axes.h"
#include "app/desktop/plot/chart_theme.h"
#include "app/desktop/plot/number_text.h"

namespace lpstudio {
namespace {

/// Of the bar below the base value.
constexpr double kLightTone = 0.5;
constexpr double kTextGap = 5;

constexpr double kNumberGap = 10;

/// Least and greatest of all totals, never empty.
AxisInterval dataInterval(const Influences& influences) {
    AxisInterval interval{influences.base, influences.base};
    for (const InfluenceBar& bar : influences.bars) {
        interval.from = std::min({interval.from, bar.low, bar.high});
        interval.to = std::max({interval.to, bar.low, bar.high});
    }
    const double least = std::abs(influences.base) > 0 ? 1e-3 * std::abs(influences.base) : 1e-3;
    if (interval.width() < least) {
        interval.from -= least;
        interval.to += least;
    }
    return interval;
}

/// Decimals that tell the totals apart: three digits of what they differ by.
int decimalsOf(double width) {
    return std::clamp(2 - static_cast<int>(std::floor(std::log10(width))), 0, 6);
}

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
    piece(low, std::min(base, high), mixed(theme().base, shown.color, kLightTone));
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

InfluenceChart::InfluenceChart(const lpstudio::ChartTheme& theme, QGraphicsItem* parent)
    : PlotChart(parent), rowAxis_(new QCategoryAxis), valueAxis_(new QValueAxis) {
    rowAxis_->setLabelsPosition(QCategoryAxis::AxisLabelsPositionOnValue);
    rowAxis_->setGridLineVisible(false);
    rowAxis_->setTruncateLabels(false);
    addAxis(rowAxis_, Qt::AlignLeft);
    addAxis(valueAxis_, Qt::AlignBottom);
    item_ = new InfluenceItem(this);
    connect(item_, &PlotItem::areaChanged, this, &InfluenceChart::arrange);
    legend()->setAlignment(Qt::AlignBottom);
    setTheme(theme);
}

void InfluenceChart::showTheme() {
    item_->setTheme(theme_);
    showInfluences();
}

void InfluenceChart::setInfluences(Influences influences) {
    if (influences.bars.size() != influences_.bars.size()) forgetWindow();
    influences_ = std::move(influences);
    for (InfluenceBar& bar : influences_.bars)
        if (bar.low > bar.high) std::swap(bar.low, bar.high);
    showInfluences();
}

void InfluenceChart::showInfluences() {
    const AxisInterval data = dataInterval(influences_);
    const SiScale scale = influences_.prefixes
                              ? siScale(std::max(std::abs(data.from), std::abs(data.to)))
                              : SiScale{};
    factor_ = scale.factor;
    valueAxis_->setTitleText(
        axisTitle(influences_.valueTitle, QString::fromUtf8(scale.prefix) + influences_.unit));
    const int decimals = decimalsOf(data.width() / factor_);
    std::vector<InfluenceItem::Row> rows;
    for (const InfluenceBar& bar : influences_.bars) {
        // The base value stands under the title; a bar's end at it needs no number.
        const auto text = [&](double end, double other) {
            return end == influences_.base && other != end ? QString()
                                                           : tickText(end / factor_, decimals);
        };
        rows.push_back({bar.low, bar.high, text(bar.low, bar.high), text(bar.high, bar.low),
                        sourceTypeColor(bar.sourceType, theme_), bar.highlighted});
    }
    rowAxis_->setTitleText(influences_.rowTitle.isEmpty() ? tr("Constant") : influences_.rowTitle);
    item_->setRows(std::move(rows), influences_.base);
    showTitle();
    showLegend();
    arrangedStep_ = 0;
    arrange();
}

void InfluenceChart::showTitle() {
    if (influences_.bars.empty()) return setTitle(influences_.title.toHtmlEscaped());
    setTitle(titleWithFacts(
        influences_.title,
        (influences_.subtitle.isEmpty() ? tr("each constant varied alone over its range")
                                        : influences_.subtitle) +
            tr("; line: %1 as specified")
                .arg(measureText(influences_.base, influences_.unit, influences_.prefixes)),
        theme_));
}

void InfluenceChart::showLegend() {
    // The bars are painted by an item of ours; empty series give the legend its entries.
    removeAllSeries();
    QStringList standings;
    for (const QString& known :
         {QStringLiteral("published"), QStringLiteral("derived"), QStringLiteral("assumed")})
        if (std::ranges::any_of(influences_.bars,
                                [&](const InfluenceBar& bar) { return bar.sourceType == known; }))
            standings += known;
    for (const InfluenceBar& bar : influences_.bars)
        if (!bar.sourceType.isEmpty() && !standings.contains(bar.sourceType))
            standings += bar.sourceType;
    for (const QString& sourceType : standings) {
        auto* series = new QScatterSeries;
        series->setName(sourceType);
        series->setColor(sourceTypeColor(sourceType, theme_));
        series->setBorderColor(Qt::transparent);
        addSeries(series);
    }
    legend()->setVisible(!standings.isEmpty());
    theme_.apply(*legend());
}

void InfluenceChart::arrange() {
    const QFont font = theme_.labelFont();
    const double width = item_->area().width();
    const int step =
        rowNameStep(static_cast<int>(influences_.bars.size()), item_->whole().height(), font);
    const double room = roomForRowNames(size().width(), font);
    // New labels move the plot area, which comes back here.
    if (step == arrangedStep_ && room == arrangedRoom_ && std::abs(width - arrangedWidth_) < 1)
        return;
    const bool sameNames = step == arrangedStep_ && room == arrangedRoom_;
    arrangedStep_ = step;
    arrangedRoom_ = room;
    arrangedWidth_ = width;

    const QFontMetricsF metrics(font);
    double before = 0, after = 0;
    for (const InfluenceItem::Row& row : item_->rows()) {
        before = std::max(before, metrics.horizontalAdvance(row.lowText));
        after = std::max(after, metrics.horizontalAdvance(row.highText));
    }
    interval_ = withRoom(dataInterval(influences_), width, before + kNumberGap, after + kNumberGap);
    const AxisInterval shown = shownX(interval_);
    setExactRange(*valueAxis_, shown.from / factor_, shown.to / factor_, 6);
    item_->setInterval(interval_);
    if (sameNames) return;
    QStringList names;
    for (const InfluenceBar& bar : influences_.bars) names += bar.name;
    setRowNames(*rowAxis_, names, font, room, true, step, {window().yFrom, window().yTo});
}

void InfluenceChart::showWindow() {
    arrangedStep_ = 0;
    arrange();
}

FigureTable InfluenceChart::figureTable() const {
    const QString value = influences_.valueTitle.isEmpty() ? tr("Total") : influences_.valueTitle;
    const auto titled = [&](const QString& which) {
        return axisTitle(QStringLiteral("%1, %2").arg(value, which), influences_.unit);
    };
    FigureTable table({rowAxis_->titleText(), titled(tr("minimum")), titled(tr("as specified")),
                       titled(tr("maximum")), tr("Source type")});
    for (const InfluenceBar& bar : influences_.bars)
        table.addRow({bar.name, bar.low, influences_.base, bar.high, bar.sourceType});
    return table;
}

void InfluenceChart::setHovered(int row) {
    item_->setHovered(row);
}

int InfluenceChart::rowAt(const QPointF& position) const {
    const QRectF& area = item_->area();
    if (position.x() < 0 || position.x() > area.right()) return -1;
    if (position.y() < area.top() || position.y() > area.bottom()) return -1;
    return rowAtHeight(item_->whole(), position.y(), static_cast<int>(influences_.bars.size()));
}

QString InfluenceChart::textOf(int row) const {
    if (row < 0 || row >= static_cast<int>(influences_.bars.size())) return {};
    const InfluenceBar& bar = influences_.bars[static_cast<std::size_t>(row)];
    const auto total = [&](double value) {
        QString text = measureText(value, influences_.unit, influences_.prefixes);
        if (!(std::abs(influences_.base) > 0)) return text;
        const double percent = 100 * (value - influences_.base) / std::abs(influences_.base);
        return tr("%1 (%2%3 %)")
            .arg(text, percent < 0 ? QStringLiteral("−") : QStringLiteral("+"),
                 shortText(std::abs(percent), 3));
    };
    QString text = tr("%1\n%2: %3 to %4")
                       .arg(bar.name, influences_.valueTitle, total(bar.low), total(bar.high));
    if (!bar.sourceType.isEmpty()) text += QLatin1Char('\n') + bar.sourceType;
    return text;
}

}  // namespace lpstudio
