#include "app/desktop/charts/parallel_chart.h"

#include <QFontMetricsF>
#include <QLegend>
#include <QPaintEngine>
#include <QPainter>
#include <QPainterPath>
#include <algorithm>
#include <cmath>
#include <limits>

#include "app/desktop/charts/cloud_raster.h"
#include "app/desktop/charts/pareto_legend.h"
#include "app/desktop/plot/axes.h"
#include "app/desktop/plot/chart_theme.h"
#include "app/desktop/plot/number_text.h"

namespace lpstudio {
namespace {

/// Changes that follow each other sooner are those of a hand that drags.
constexpr int kRestMilliseconds = 150;
/// Of lines, all together, that are drawn meanwhile: a frame's time at 30 a second.
constexpr double kDraftPixels = 8e5;

}  // namespace

ParallelItem::ParallelItem(ParallelChart* chart) : PlotItem(chart), chart_(chart) {
    connect(this, &PlotItem::areaChanged, this, &ParallelItem::redraw);
    rest_.setSingleShot(true);
    rest_.setInterval(kRestMilliseconds);
    connect(&rest_, &QTimer::timeout, this, [this] {
        draft_ = false;
        stale_ = true;
        update();
    });
}

void ParallelItem::redraw() {
    draft_ = sinceRedraw_.isValid() && sinceRedraw_.elapsed() < kRestMilliseconds;
    sinceRedraw_.start();
    if (draft_)
        rest_.start();
    else
        rest_.stop();
    stale_ = true;
    update();
}

QRectF ParallelItem::boundingRect() const {
    // Names above, values below, both as wide as the space between axes.
    return area().adjusted(-160, -64, 160, 32);
}

QColor ParallelItem::colorOf(std::size_t row) const {
    const ParallelData& data = chart_->data_;
    if (!chart_->scale_) return runColor(chart_->theme_, data.columns->runOf[row]);
    const double share = chart_->scale_->share(data.columns->of(data.color)[row]);
    return std::isnan(share) ? unknownColor(chart_->theme_) : scaleColor(chart_->theme_, share);
}

double ParallelItem::alpha() const {
    // The more lines, the fainter each.
    return std::clamp(60.0 / std::sqrt(static_cast<double>(chart_->drawn_.size() + 1)) / 3, 0.25,
                      0.9);
}

void ParallelItem::paint(QPainter* painter, const QStyleOptionGraphicsItem*, QWidget*) {
    if (!chart_->data_.columns || chart_->values_.empty() || area().isEmpty()) return;
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    const bool screen = painter->paintEngine()->type() == QPaintEngine::Raster &&
                        painter->worldTransform().type() <= QTransform::TxTranslate;
    if (screen)
        paintPicture(*painter);
    else
        paintLines(*painter);
    const ChartTheme& theme = chart_->theme_;
    const auto marked = [&](const std::optional<std::size_t>& row, const QColor& color) {
        if (!row) return;
        painter->setPen(QPen(theme.base, 4.5));
        paintRow(*painter, *row);
        painter->setPen(QPen(color, 2.2));
        paintRow(*painter, *row);
    };
    marked(chart_->selected_, theme.highlight);
    marked(chart_->hovered_, theme.text);
    for (std::size_t axis = 0; axis < chart_->values_.size(); ++axis) {
        paintLimit(*painter, axis);
        paintAxis(*painter, axis);
    }
    painter->restore();
}

void ParallelItem::paintPicture(QPainter& painter) {
    const double ratio = painter.device()->devicePixelRatioF();
    const QSize size = (area().size() * ratio).toSize();
    if (picture_.size() != size) {
        picture_ = QImage(size, QImage::Format_ARGB32_Premultiplied);
        stale_ = true;
    }
    if (stale_) {
        stale_ = false;
        picture_.setDevicePixelRatio(ratio);
        picture_.fill(Qt::transparent);
        const ParallelMap pixels{0, 0, area().width() * ratio, area().height() * ratio,
                                 chart_->values_.size()};
        const auto draw = [&](std::uint32_t row, const QColor& color) {
            const std::uint32_t pixel = qPremultiply(color.rgba());
            for (std::size_t axis = 1; axis < pixels.axes; ++axis) {
                const double from = chart_->shareOf(row, axis - 1), to = chart_->shareOf(row, axis);
                if (std::isnan(from) || std::isnan(to)) continue;
                drawLine(picture_, pixels.x(axis - 1), pixels.y(from), pixels.x(axis), pixels.y(to),
                         pixel);
            }
        };
        const QColor grey = excludedColor(chart_->theme_);
        const auto &rows = chart_->drawn_, &excluded = chart_->drawnExcluded_;
        // What a line costs grows with its length.
        const auto most =
            static_cast<std::size_t>(1 + kDraftPixels / std::max(1.0, area().width() * ratio));
        const std::size_t step =
            draft_ ? std::max<std::size_t>(1, (rows.size() + excluded.size()) / most) : 1;
        for (std::size_t i = 0; i < excluded.size(); i += step) draw(excluded[i], grey);
        const double a = alpha();
        for (std::size_t i = 0; i < rows.size(); i += step)
            draw(rows[i], faded(colorOf(rows[i]), a));
    }
    painter.drawImage(area().topLeft(), picture_);
}

void ParallelItem::paintLines(QPainter& painter) const {
    painter.setPen(QPen(excludedColor(chart_->theme_), 0.5));
    for (const std::uint32_t row : chart_->drawnExcluded_) paintRow(painter, row);
    for (const std::uint32_t row : chart_->drawn_) {
        painter.setPen(QPen(faded(colorOf(row), alpha()), 0.5));
        paintRow(painter, row);
    }
}

void ParallelItem::paintRow(QPainter& painter, std::size_t row) const {
    const ParallelMap map = chart_->map();
    QPainterPath path;
    bool broken = true;
    for (std::size_t axis = 0; axis < map.axes; ++axis) {
        const double share = chart_->shareOf(row, axis);
        const QPointF place(map.x(axis), map.y(share));
        if (std::isnan(share)) {
            broken = true;
            continue;
        }
        if (broken)
            path.moveTo(place);
        else
            path.lineTo(place);
        broken = false;
    }
    painter.setBrush(Qt::NoBrush);
    painter.drawPath(path);
}

void ParallelItem::paintAxis(QPainter& painter, std::size_t axis) const {
    const ChartTheme& theme = chart_->theme_;
    const ParallelMap map = chart_->map();
    const ParetoQuantity& quantity = paretoQuantity(chart_->data_.axes[axis]);
    const AxisSpan& span = chart_->spans_[axis];
    const double x = map.x(axis);
    painter.setPen(QPen(theme.text, 1.2));
    painter.drawLine(QPointF(x, map.y(0)), QPointF(x, map.y(1)));
    const QFontMetricsF metrics(theme.labelFont());
    const double step = map.axes > 1 ? map.width / static_cast<double>(map.axes - 1) : map.width;
    const double wide = std::max(40.0, step - 8), line = metrics.height();
    painter.setFont(theme.labelFont());
    painter.setPen(theme.text);
    painter.drawText(QRectF(x - wide / 2, map.top - 3 * line - 4, wide, 2 * line),
                     Qt::AlignHCenter | Qt::AlignBottom | Qt::TextWordWrap, quantity.shortTitle());
    painter.setPen(theme.secondary);
    painter.drawText(QRectF(x - wide / 2, map.top - line - 2, wide, line), Qt::AlignCenter,
                     valueText(quantity, span.to));
    painter.drawText(QRectF(x - wide / 2, map.top + map.height + 4, wide, line), Qt::AlignCenter,
                     valueText(quantity, span.from));
    // Steps between the ends, at round values of the unit they are read in.
    const SiScale scale = quantity.prefixes ? siScale(span.to) : SiScale{};
    const AxisTicks ticks = axisTicks(span.from / scale.factor, span.to / scale.factor, 5);
    const double first = std::ceil(span.from / scale.factor / ticks.step);
    const double last = std::ceil(span.to / scale.factor / ticks.step) - 1;
    for (int tick = 0; tick <= static_cast<int>(last - first); ++tick) {
        const double at = (first + tick) * ticks.step;
        const double y = map.y(span.share(at * scale.factor));
        painter.setPen(QPen(theme.secondary, 1));
        painter.drawLine(QPointF(x - 3, y), QPointF(x + 3, y));
        // Not on top of the labels at the ends.
        if (y < map.top + line || y > map.top + map.height - line) continue;
        const QString text = tickText(at, ticks.decimals);
        const QRectF box(x + 5, y - line / 2, metrics.horizontalAdvance(text) + 4, line);
        painter.fillRect(box, faded(theme.base, 0.75));
        painter.drawText(box, Qt::AlignCenter, text);
    }
}

void ParallelItem::paintLimit(QPainter& painter, std::size_t axis) const {
    const Limit limit = limitOn(chart_->data_.limits, chart_->data_.axes[axis]);
    if (limit.isEmpty()) return;
    const ChartTheme& theme = chart_->theme_;
    const ParallelMap map = chart_->map();
    const AxisSpan& span = chart_->spans_[axis];
    const auto placeOf = [&](const std::optional<double>& value, double end) {
        return map.y(value ? std::clamp(span.share(*value), 0.0, 1.0) : end);
    };
    const QRectF bar(QPointF(map.x(axis) - 6, placeOf(limit.most, 1)),
                     QPointF(map.x(axis) + 6, placeOf(limit.least, 0)));
    painter.setPen(QPen(theme.highlight, 1.2));
    painter.setBrush(faded(theme.highlight, 0.25));
    painter.drawRect(bar);
}

ParallelChart::ParallelChart(const lpstudio::ChartTheme& theme, QGraphicsItem* parent)
    : PlotChart(parent) {
    item_ = new ParallelItem(this);
    legend_ = new ParetoLegend(this);
    legend()->hide();
    setTheme(theme);
}

FigureTable ParallelChart::figureTable() const {
    QStringList header{tr("Run"), tr("Candidate"), tr("Within the limits (1: yes)")};
    for (const std::string& key : data_.axes) {
        const ParetoQuantity& quantity = paretoQuantity(key);
        header << axisTitle(quantity.title, quantity.unit);
    }
    FigureTable table(header);
    if (!data_.columns) return table;
    for (std::size_t row = 0; row < data_.columns->size(); ++row) {
        const bool within = data_.excluded.empty() || data_.excluded[row] == 0;
        std::vector<FigureTable::Cell> cells{data_.columns->runs[data_.columns->runOf[row]].name,
                                             static_cast<qint64>(data_.columns->ids[row].value),
                                             static_cast<qint64>(within)};
        for (const std::vector<double>* values : values_) cells.emplace_back((*values)[row]);
        table.addRow(std::move(cells));
    }
    return table;
}

void ParallelChart::showTheme() {
    legend_->setTheme(theme_);
    makeRoom();
    showTitle();
    item_->redraw();
}

void ParallelChart::setData(ParallelData data) {
    data_ = std::move(data);
    selected_.reset();
    hovered_.reset();
    spans_.clear();
    values_.clear();
    key_ = {};
    scale_.reset();
    if (data_.columns) {
        for (const std::string& axis : data_.axes) {
            values_.push_back(&data_.columns->of(axis));
            spans_.push_back(spanOf(*values_.back()));
        }
        if (!data_.color.empty())
            scale_ = scaleOf(paretoQuantity(data_.color), data_.columns->of(data_.color));
        const auto& runs = data_.columns->runs;
        key_.color = scale_;
        key_.x.better = Better::Neither;
        for (std::size_t i = 1; i < runs.size(); ++i) {
            key_.others.names[runs[i].id] = runs[i].name;
            key_.others.points.emplace_back();
            key_.others.runs.push_back(runs[i].id);
            key_.others.colors.push_back(static_cast<std::uint8_t>(std::min<std::size_t>(i, 255)));
        }
        if (!runs.empty()) key_.name = runs.front().name;
        if (runs.size() > 1) key_.others.count = runs.size();
        key_.excluded =
            static_cast<std::size_t>(std::count(data_.excluded.begin(), data_.excluded.end(), 1));
    }
    chooseRows();
    legend_->setData(&key_);
    makeRoom();
    showTitle();
    item_->redraw();
}

void ParallelChart::makeRoom() {
    // Names and values of the outer axes reach beyond them.
    const QFontMetricsF metrics(theme_.labelFont());
    const int margin = theme_.fontPixels / 2;
    const int side = static_cast<int>(metrics.averageCharWidth() * 9);
    const int line = static_cast<int>(metrics.height());
    // The names of the axes stand under the title, which keeps the lines for them.
    const QMargins room(side, margin, side + static_cast<int>(legend_->width()), margin + line + 4);
    legend_->setShift(side - margin);
    // Told the same again, the chart lays itself out again.
    if (margins() != room) setMargins(room);
}

void ParallelChart::chooseRows() {
    drawn_.clear();
    drawnExcluded_.clear();
    if (!data_.columns) return;
    const std::size_t count = data_.columns->size();
    std::vector<std::uint8_t> kept(count, 1);
    if (!data_.excluded.empty()) {
        for (std::size_t i = 0; i < count; ++i) kept[i] = data_.excluded[i] == 0 ? 1 : 0;
        drawnExcluded_ = spreadRows(count, kExcludedLines, data_.excluded);
    }
    for (const std::uint32_t row : data_.always) kept[row] = 2 * kept[row];
    drawn_ = spreadRows(count, kLines, kept);
    for (const std::uint32_t row : data_.always)
        if (kept[row] == 2) drawn_.push_back(row);
}

void ParallelChart::showTitle() {
    const auto count = [](std::size_t number) {
        return groupedText(static_cast<std::int64_t>(number));
    };
    const std::size_t all = data_.columns ? data_.columns->size() : 0;
    const std::size_t left = all - key_.excluded;
    QString facts = key_.excluded > 0
                        ? tr("%1 of %2 candidates within the limits").arg(count(left), count(all))
                    : all == 1 ? tr("1 candidate")
                               : tr("%1 candidates").arg(count(all));
    if (drawn_.size() < left)
        facts += tr(", %1 of them drawn (sampled), with the whole front").arg(count(drawn_.size()));
    // Under it stand the names of the axes.
    const QString text = titleWithFacts(
        tr("Candidates over %n quantities", nullptr, static_cast<int>(data_.axes.size())), facts,
        theme_, 3);
    if (title() != text) setTitle(text);
}

void ParallelChart::setSelected(std::optional<std::size_t> row) {
    selected_ = row;
    item_->update();
}

void ParallelChart::setHovered(std::optional<std::size_t> row) {
    if (row == hovered_) return;
    hovered_ = row;
    item_->update();
}

ParallelMap ParallelChart::map() const {
    const QRectF area = plotArea();
    return {area.left(), area.top(), area.width(), area.height(), values_.size()};
}

std::optional<std::size_t> ParallelChart::axisAt(const QPointF& position, double radius) const {
    const QRectF area = plotArea();
    if (position.y() < area.top() - 4 || position.y() > area.bottom() + 4) return std::nullopt;
    return map().axisAt(position.x(), radius);
}

double ParallelChart::shareOf(std::size_t row, std::size_t axis) const {
    return spans_[axis].share((*values_[axis])[row]);
}

std::optional<std::size_t> ParallelChart::rowAt(const QPointF& position, double radius) const {
    const ParallelMap m = map();
    if (m.axes < 2) return std::nullopt;
    const double step = m.width / static_cast<double>(m.axes - 1);
    const double place = (position.x() - m.left) / step;
    if (!(place >= 0 && place <= static_cast<double>(m.axes - 1))) return std::nullopt;
    const auto first = std::min(static_cast<std::size_t>(place), m.axes - 2);
    const double part = place - static_cast<double>(first);
    std::optional<std::size_t> best;
    double least = radius;
    for (const std::uint32_t row : drawn_) {
        const double a = m.y(shareOf(row, first)), b = m.y(shareOf(row, first + 1));
        // Across the line, not upright: steep lines are hard to hit otherwise.
        const double distance = std::abs(a + (b - a) * part - position.y()) * step /
                                std::sqrt(step * step + (b - a) * (b - a));
        if (!(distance < least)) continue;
        least = distance;
        best = row;
    }
    return best;
}

}  // namespace lpstudio
