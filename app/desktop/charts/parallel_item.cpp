#include "app/desktop/charts/parallel_item.h"

#include <QFontMetricsF>
#include <QPaintEngine>
#include <QPainter>
#include <QPainterPath>
#include <algorithm>
#include <cmath>

#include "app/desktop/charts/cloud_colors.h"
#include "app/desktop/charts/parallel_chart.h"
#include "app/desktop/plot/ticks.h"

namespace lpstudio {
namespace {

/// Changes that follow each other sooner are those of a hand that drags.
constexpr int kRestMilliseconds = 150;
/// Of lines, all together, that are drawn meanwhile: a frame's time at 30 a second.
constexpr double kDraftPixels = 8e5;

QColor faded(QColor color, double alpha) {
    color.setAlphaF(static_cast<float>(alpha));
    return color;
}

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
        const QString text = QString::number(at, 'f', ticks.decimals);
        const QRectF box(x + 5, y - line / 2, metrics.horizontalAdvance(text) + 4, line);
        painter.fillRect(box, faded(theme.base, 0.75));
        painter.drawText(box, Qt::AlignCenter, text);
    }
}

void ParallelItem::paintLimit(QPainter& painter, std::size_t axis) const {
    const auto found = chart_->data_.limits.find(chart_->data_.axes[axis]);
    if (found == chart_->data_.limits.end()) return;
    const ChartTheme& theme = chart_->theme_;
    const ParallelMap map = chart_->map();
    const AxisSpan& span = chart_->spans_[axis];
    const Limit& limit = found->second;
    const auto placeOf = [&](const std::optional<double>& value, double end) {
        return map.y(value ? std::clamp(span.share(*value), 0.0, 1.0) : end);
    };
    const QRectF bar(QPointF(map.x(axis) - 6, placeOf(limit.most, 1)),
                     QPointF(map.x(axis) + 6, placeOf(limit.least, 0)));
    painter.setPen(QPen(theme.highlight, 1.2));
    painter.setBrush(faded(theme.highlight, 0.25));
    painter.drawRect(bar);
}

}  // namespace lpstudio
