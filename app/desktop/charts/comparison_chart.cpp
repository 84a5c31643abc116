#include "app/desktop/charts/comparison_chart.h"

#include <QCategoryAxis>
#include <QFontMetricsF>
#include <QLegend>
#include <QPainter>
#include <QPen>
#include <algorithm>
#include <cmath>

#include "app/desktop/plot/axes.h"
#include "app/desktop/plot/chart_theme.h"
#include "app/desktop/plot/number_text.h"

namespace lpstudio {
namespace {

constexpr double kTextGap = 5;

constexpr double kNumberGap = 10;
/// A logarithmic axis would have no place for less.
constexpr double kLeastDecades = 0.5;

QString multipleText(double multiple) {
    // Never 1e+03: a multiple is read, not computed with.
    const double magnitude = std::abs(multiple);
    if (magnitude >= 1000 && magnitude < 1e6) return tickText(multiple, 0) + u'×';
    return briefText(multiple, 3) + u'×';
}

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

ComparisonChart::ComparisonChart(const lpstudio::ChartTheme& theme, QGraphicsItem* parent)
    : PlotChart(parent), rowAxis_(new QCategoryAxis), valueAxis_(new QCategoryAxis) {
    rowAxis_->setLabelsPosition(QCategoryAxis::AxisLabelsPositionOnValue);
    rowAxis_->setGridLineVisible(false);
    rowAxis_->setTruncateLabels(false);
    rowAxis_->setTitleText(tr("Design"));
    addAxis(rowAxis_, Qt::AlignLeft);
    addAxis(valueAxis_, Qt::AlignBottom);
    item_ = new ComparisonItem(this);
    connect(item_, &PlotItem::areaChanged, this, &ComparisonChart::arrange);
    legend()->hide();
    setTheme(theme);
}

void ComparisonChart::showTheme() {
    item_->setTheme(theme_);
    showComparison();
}

double ComparisonChart::referenceValue() const {
    const int reference = comparison_.reference;
    if (reference < 0 || reference >= static_cast<int>(comparison_.rows.size())) return 0;
    const double value = comparison_.rows[static_cast<std::size_t>(reference)].value;
    return std::isfinite(value) && value > 0 ? value : 0;
}

std::optional<double> ComparisonChart::multipleOf(int row) const {
    if (row < 0 || row >= static_cast<int>(comparison_.rows.size()) || !(referenceValue() > 0))
        return std::nullopt;
    const double multiple =
        comparison_.rows[static_cast<std::size_t>(row)].value / referenceValue();
    if (!std::isfinite(multiple) || multiple < 0) return std::nullopt;
    return multiple;
}

double ComparisonChart::placeOf(double multiple) const {
    return logarithmic_ ? std::log10(multiple) : multiple;
}

void ComparisonChart::setComparison(Comparison comparison) {
    if (comparison.rows.size() != comparison_.rows.size()) forgetWindow();
    comparison_ = std::move(comparison);
    showComparison();
}

void ComparisonChart::showComparison() {
    const double reference = referenceValue();
    const int count = static_cast<int>(comparison_.rows.size());
    std::vector<double> multiples;
    for (int row = 0; row < count; ++row)
        if (const auto multiple = multipleOf(row)) multiples.push_back(*multiple);
    logarithmic_ = callsForLog(multiples);
    const QString name =
        reference > 0 ? comparison_.rows[static_cast<std::size_t>(comparison_.reference)].name
                      : tr("the reference");
    valueAxis_->setTitleText(
        axisTitle(comparison_.valueTitle.isEmpty() ? tr("Value") : comparison_.valueTitle,
                  tr("multiple of %1").arg(name)));
    setTitle(comparison_.title.toHtmlEscaped());

    std::vector<ComparisonItem::Row> rows;
    for (int i = 0; reference > 0 && i < count; ++i) {
        const ComparisonRow& row = comparison_.rows[static_cast<std::size_t>(i)];
        ComparisonItem::Row shown;
        shown.reference = i == comparison_.reference;
        const auto multiple = multipleOf(i);
        shown.hasValue = multiple.has_value();
        shown.text = multiple ? multipleText(*multiple) : tr("not known");
        shown.value = shown.low = shown.high = multiple ? placeOf(*multiple) : 0;
        if (multiple && row.bounds) {
            const double low = placeOf(std::max(0.0, row.bounds->from / reference));
            const double high = placeOf(std::max(0.0, row.bounds->to / reference));
            if (std::isfinite(low)) shown.low = low;
            if (std::isfinite(high)) shown.high = high;
        }
        rows.push_back(shown);
    }
    item_->setRows(std::move(rows), placeOf(1));
    arrangedStep_ = 0;
    arrange();
}

AxisInterval ComparisonChart::dataInterval() const {
    AxisInterval interval = logarithmic_ ? AxisInterval{0, 0} : AxisInterval{0, 1};
    for (const ComparisonItem::Row& row : item_->rows()) {
        if (!row.hasValue) continue;
        interval.from = std::min({interval.from, row.value, row.low});
        interval.to = std::max({interval.to, row.value, row.high});
    }
    if (interval.width() < kLeastDecades) interval.to = interval.from + kLeastDecades;
    return interval;
}

void ComparisonChart::arrange() {
    const QFont font = theme_.labelFont();
    const double width = item_->area().width();
    const int step =
        rowNameStep(static_cast<int>(item_->rows().size()), item_->whole().height(), font);
    const double room = roomForRowNames(size().width(), font);
    // New labels move the plot area, which comes back here.
    const bool sameNames = step == arrangedStep_ && room == arrangedRoom_;
    if (sameNames && std::abs(width - arrangedWidth_) < 1) return;
    arrangedStep_ = step;
    arrangedRoom_ = room;
    arrangedWidth_ = width;

    const QFontMetricsF metrics(font);
    double before = 0, after = 0;
    for (const ComparisonItem::Row& row : item_->rows()) {
        double& side = item_->isLeftward(row) ? before : after;
        side = std::max(side, metrics.horizontalAdvance(row.text) + kNumberGap);
    }
    interval_ = withRoom(dataInterval(), width, before, after);
    item_->setInterval(interval_);
    showTicks(width);
    if (sameNames) return;
    QStringList names;
    for (std::size_t i = 0; i < item_->rows().size(); ++i) names += comparison_.rows[i].name;
    setRowNames(*rowAxis_, names, font, room, true, step, {window().yFrom, window().yTo});
}

void ComparisonChart::showWindow() {
    arrangedStep_ = 0;
    arrange();
}

FigureTable ComparisonChart::figureTable() const {
    const QString value = comparison_.valueTitle.isEmpty() ? tr("Value") : comparison_.valueTitle;
    const double reference = referenceValue();
    const QString of = reference > 0
                           ? comparison_.rows[static_cast<std::size_t>(comparison_.reference)].name
                           : tr("the reference");
    FigureTable table({rowAxis_->titleText(), axisTitle(value, comparison_.unit),
                       axisTitle(tr("%1, at least").arg(value), comparison_.unit),
                       axisTitle(tr("%1, at most").arg(value), comparison_.unit),
                       axisTitle(value, tr("multiple of %1").arg(of))});
    const double none = std::nan("");
    for (const ComparisonRow& row : comparison_.rows)
        table.addRow({row.name, row.value, row.bounds ? row.bounds->from : none,
                      row.bounds ? row.bounds->to : none,
                      reference > 0 ? row.value / reference : none});
    return table;
}

void ComparisonChart::showTicks(double width) {
    const double apart =
        QFontMetricsF(theme_.labelFont()).horizontalAdvance(QStringLiteral("000000"));
    const double beyond = theme_.fontPixels / 2.0;
    const AxisInterval shown = shownX(interval_);
    if (logarithmic_) {
        setLogTicks(*valueAxis_, shown, decadeTicksAcross(shown, width, apart, beyond));
        return;
    }
    for (const QString& label : valueAxis_->categoriesLabels()) valueAxis_->remove(label);
    valueAxis_->setLabelsPosition(QCategoryAxis::AxisLabelsPositionOnValue);
    valueAxis_->setRange(shown.from, shown.to);
    valueAxis_->setStartValue(shown.from);
    const int most = std::clamp(static_cast<int>(width / apart), 1, 10);
    const AxisTicks nice = axisTicks(shown.from, shown.to, most);
    const double last = lastTickAcross(shown, width, apart, beyond);
    for (double i = std::ceil(shown.from / nice.step - 1e-9); i * nice.step <= last; ++i)
        valueAxis_->append(tickText(i * nice.step, nice.decimals), i * nice.step);
}

void ComparisonChart::setHovered(int row) {
    item_->setHovered(row);
}

int ComparisonChart::rowAt(const QPointF& position) const {
    const QRectF& area = item_->area();
    if (position.x() < 0 || position.x() > area.right()) return -1;
    if (position.y() < area.top() || position.y() > area.bottom()) return -1;
    return rowAtHeight(item_->whole(), position.y(), static_cast<int>(item_->rows().size()));
}

QString ComparisonChart::textOf(int row) const {
    if (row < 0 || row >= static_cast<int>(comparison_.rows.size())) return {};
    const ComparisonRow& shown = comparison_.rows[static_cast<std::size_t>(row)];
    const auto multiple = multipleOf(row);
    if (!multiple) return tr("%1\nnot known").arg(shown.name);
    const auto text = [&](double value) {
        return measureText(value, comparison_.unit, comparison_.prefixes);
    };
    QString result = shown.name + QLatin1Char('\n') + text(shown.value);
    if (shown.bounds)
        result += tr(" (%1 to %2)").arg(text(shown.bounds->from), text(shown.bounds->to));
    if (row == comparison_.reference) return result + tr("\nthe reference");
    return result + tr("\n%1 %2").arg(
                        multipleText(*multiple),
                        comparison_.rows[static_cast<std::size_t>(comparison_.reference)].name);
}

}  // namespace lpstudio
