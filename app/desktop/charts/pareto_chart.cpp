#include "app/desktop/charts/pareto_chart.h"

#include <QLegend>
#include <QValueAxis>
#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "app/desktop/charts/cloud_item.h"
#include "app/desktop/charts/pareto_legend.h"
#include "app/desktop/charts/pareto_overlay.h"
#include "app/desktop/plot/axes.h"
#include "app/desktop/plot/number_text.h"
#include "app/desktop/plot/plot_axes_item.h"
#include "app/desktop/plot/plot_geometry.h"

namespace lpstudio {

ParetoChart::ParetoChart(const lpstudio::ChartTheme& theme, QGraphicsItem* parent)
    : PlotChart(parent), xAxis_(new QValueAxis), yAxis_(new QValueAxis) {
    addAxis(xAxis_, Qt::AlignBottom);
    addAxis(yAxis_, Qt::AlignLeft);
    // They only hold their titles: what is seen of axes PlotAxesItem paints.
    for (QValueAxis* axis : {xAxis_, yAxis_}) {
        axis->setLabelsVisible(false);
        axis->setTitleVisible(false);
        axis->setGridLineVisible(false);
        axis->setLineVisible(false);
    }
    axes_ = new PlotAxesItem(this);
    cloud_ = new CloudItem(this);
    overlay_ = new ParetoOverlay(this);
    key_ = new ParetoLegend(this);
    legend()->hide();
    setTheme(theme);
    showRange({});
}

void ParetoChart::showTheme() {
    axes_->setTheme(theme_);
    cloud_->setTheme(theme_);
    overlay_->setTheme(theme_);
    key_->setTheme(theme_);
    makeRoomForLegend();
    showTitle();
}

void ParetoChart::makeRoomForLegend() {
    const int margin = theme_.fontPixels / 2;
    const QMargins room(margin + static_cast<int>(axes_->leftRoom()), margin,
                        2 * margin + static_cast<int>(key_->width()),
                        margin + static_cast<int>(axes_->bottomRoom()));
    if (margins() != room) setMargins(room);
}

void ParetoChart::setData(ParetoData data) {
    const bool sameAxes = data.x.key == data_.x.key && data.y.key == data_.y.key;
    data_ = std::move(data);
    cloud_->setData(&data_);
    key_->setData(&data_);
    makeRoomForLegend();
    showLimits();
    if (!sameAxes) {
        setRegion(std::nullopt);
        zoomed_ = everything_ = false;
    }
    if (zoomed_)
        showTitle();
    else
        showUnzoomed();
}

void ParetoChart::setBestName(const QString& name) {
    bestName_ = name;
    showTitle();
}

void ParetoChart::setSelected(std::optional<CandidateId> selected) {
    selected_ = selected;
    cloud_->setSelected(selected);
}

void ParetoChart::setHovered(std::optional<CandidateId> hovered) {
    cloud_->setHovered(hovered);
}

void ParetoChart::setPicked(std::vector<CandidateId> picked) {
    cloud_->setPicked(std::move(picked));
}

void ParetoChart::setHoveredOther(std::optional<std::size_t> position) {
    cloud_->setHoveredOther(position);
}

const std::vector<std::size_t>& ParetoChart::front() const {
    return cloud_->front();
}

void ParetoChart::setLimits(ParetoLimits limits) {
    limits_ = std::move(limits);
    showLimits();
}

void ParetoChart::showLimits() {
    const Limit x = limitOn(limits_, data_.x.key), y = limitOn(limits_, data_.y.key);
    const auto text = [](const ParetoQuantity& quantity, const std::optional<double>& value,
                         const QString& sign) {
        return value ? sign + QChar(0x202F) + valueText(quantity, *value) : QString();
    };
    const QString least = QStringLiteral("≥"), most = QStringLiteral("≤");
    overlay_->setLimits(x, y,
                        {text(data_.x, x.least, least), text(data_.x, x.most, most),
                         text(data_.y, y.least, least), text(data_.y, y.most, most)});
}

void ParetoChart::setRegion(std::optional<PlotRange> region) {
    region_ = region;
    overlay_->setRegion(region);
}

const std::vector<ParetoPoint>& ParetoChart::frontOfAll() const {
    return cloud_->frontOfAll();
}

void ParetoChart::setRange(const PlotRange& range) {
    // Beyond the precision of a double there is nothing to see.
    constexpr double kLeast = 5000 * std::numeric_limits<double>::epsilon();
    const auto tooSmall = [](double from, double to) {
        return !(to - from > kLeast * std::max(std::abs(from), std::abs(to)));
    };
    if (tooSmall(range.xFrom, range.xTo) || tooSmall(range.yFrom, range.yTo)) return;
    zoomed_ = true;
    showRange(range);
    if (std::exchange(outside_, 0) > 0) showTitle();
}

void ParetoChart::resetRange() {
    everything_ = !zoomed_ && outside_ > 0;
    zoomed_ = false;
    showUnzoomed();
}

void ParetoChart::showUnzoomed() {
    std::vector<ParetoPoint> shown = data_.points;
    shown.insert(shown.end(), data_.others.points.begin(), data_.others.points.end());
    for (const ParetoMark& mark : data_.marks) shown.push_back({CandidateId(-1), mark.x, mark.y});
    std::vector<ParetoPoint> kept = cloud_->frontOfAll();
    for (const std::size_t i : cloud_->front()) kept.push_back(data_.points[i]);
    for (const ParetoPoint& point : data_.points)
        if (point.id == data_.best) kept.push_back(point);
    PlotRange range = everything_ ? rangeOf(shown) : usefulRangeOf(shown, kept);
    outside_ = static_cast<std::size_t>(std::ranges::count_if(shown, [&](const ParetoPoint& point) {
        return std::isfinite(point.x) && std::isfinite(point.y) &&
               !range.contains(point.x, point.y);
    }));
    // Quantities that cannot be negative get no negative margin.
    const auto least = [&](auto member) {
        double value = 0;
        for (const ParetoPoint& point : shown) value = std::min(value, point.*member);
        return value;
    };
    if (least(&ParetoPoint::x) >= 0) range.xFrom = std::max(0.0, range.xFrom);
    if (least(&ParetoPoint::y) >= 0) range.yFrom = std::max(0.0, range.yFrom);
    const auto scaleOf = [](const ParetoQuantity& quantity, double largest) {
        return quantity.prefixes ? siScale(largest) : SiScale{};
    };
    xScale_ = scaleOf(data_.x, range.xTo);
    yScale_ = scaleOf(data_.y, range.yTo);
    xAxis_->setTitleText(
        axisTitle(data_.x.title, QString::fromUtf8(xScale_.prefix) + data_.x.unit));
    yAxis_->setTitleText(
        axisTitle(data_.y.title, QString::fromUtf8(yScale_.prefix) + data_.y.unit));
    axes_->setAxes({xAxis_->titleText(), xScale_.factor, 8},
                   {yAxis_->titleText(), yScale_.factor, 6});
    showRange(range);
    showTitle();
}

PlotMap ParetoChart::map() const {
    const QRectF plot = plotArea();
    return {range_, plot.left(), plot.top(), plot.width(), plot.height()};
}

void ParetoChart::zoomAt(double factor, const QPointF& place) {
    const double x = map().dataX(place.x()), y = map().dataY(place.y());
    setRange({x + (range_.xFrom - x) / factor, x + (range_.xTo - x) / factor,
              y + (range_.yFrom - y) / factor, y + (range_.yTo - y) / factor});
}

void ParetoChart::panBy(const QPointF& pixels) {
    const double dx = -pixels.x() / plotArea().width() * range_.width();
    const double dy = pixels.y() / plotArea().height() * range_.height();
    setRange({range_.xFrom + dx, range_.xTo + dx, range_.yFrom + dy, range_.yTo + dy});
}

void ParetoChart::zoomToRect(const QRectF& rect) {
    const QRectF part = rect.normalized();
    setRange({map().dataX(part.left()), map().dataX(part.right()), map().dataY(part.bottom()),
              map().dataY(part.top())});
}

FigureTable ParetoChart::figureTable() const {
    FigureTable table({tr("Kind"), tr("Name"), axisTitle(data_.x.title, data_.x.unit),
                       axisTitle(data_.y.title, data_.y.unit), tr("On the front (1: yes)")});
    std::vector<bool> onFront(data_.points.size());
    for (const std::size_t i : cloud_->front()) onFront[i] = true;
    for (std::size_t i = 0; i < data_.points.size(); ++i)
        table.addRow({tr("candidate"), QString::number(data_.points[i].id.value), data_.points[i].x,
                      data_.points[i].y, static_cast<qint64>(onFront[i])});
    for (std::size_t i = 0; i < data_.others.points.size(); ++i) {
        const ParetoPoint& point = data_.others.points[i];
        const auto name = data_.others.names.find(data_.others.runs[i]);
        const QString run = name == data_.others.names.end() ? tr("another run") : name->second;
        table.addRow({tr("candidate of %1").arg(run), QString::number(point.id.value), point.x,
                      point.y, QString()});
    }
    for (const ParetoMark& mark : data_.marks)
        table.addRow({tr("mark"), mark.label, mark.x, mark.y, QString()});
    return table;
}

void ParetoChart::showRange(const PlotRange& range) {
    range_ = range;
    axes_->setRange(range);
    cloud_->setRange(range);
    overlay_->setRange(range);
}

void ParetoChart::showTitle() {
    if (data_.x.title.isEmpty()) return;
    const auto lowered = [](const QString& text) { return text.left(1).toLower() + text.mid(1); };
    const auto count = [](std::size_t number) {
        return groupedText(static_cast<std::int64_t>(number));
    };
    const bool front = data_.sense().exists();
    QString facts = data_.points.size() == 1 ? tr("1 candidate")
                                             : tr("%1 candidates").arg(count(data_.points.size()));
    if (front) facts += tr(", %1 on the front (line)").arg(count(cloud_->front().size()));
    if (data_.excluded > 0) facts += tr(", %1 outside the limits").arg(count(data_.excluded));
    if (front && data_.others.count > 0)
        facts += tr(", %1 on the front of %2 runs")
                     .arg(count(cloud_->frontOfAll().size()), count(data_.others.count));
    if (outside_ > 0) facts += tr(", outliers not shown: %1").arg(count(outside_));
    if (data_.best) facts += tr(", %1: large dot").arg(bestName_);
    if (data_.unknown > 0) facts += tr(", %1 not measured").arg(count(data_.unknown));
    const QString text = titleWithFacts(
        tr("%1 against %2").arg(data_.y.title, lowered(data_.x.title)), facts, theme_);
    // A title that is set is laid out, with the whole chart.
    if (title() != text) setTitle(text);
}

std::optional<CandidateId> ParetoChart::candidateAt(const QPointF& position, double radius) const {
    const auto found = cloud_->pointAt(position, radius);
    if (!found || found->other) return std::nullopt;
    return data_.points[found->position].id;
}

std::optional<std::size_t> ParetoChart::otherAt(const QPointF& position, double radius) const {
    const auto found = cloud_->pointAt(position, radius);
    return found && found->other ? std::optional(found->position) : std::nullopt;
}

}  // namespace lpstudio
