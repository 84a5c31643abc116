#include "app/desktop/charts/layer_bars_chart.h"

#include <QCategoryAxis>
#include <QFontMetricsF>
#include <QLegend>
#include <QPainter>
#include <QPen>
#include <QScatterSeries>
#include <QValueAxis>
#include <algorithm>
#include <set>

#include "app/desktop/plot/axes.h"
#include "app/desktop/plot/chart_theme.h"
#include "app/desktop/plot/number_text.h"

namespace lpstudio {
namespace {

constexpr double kTitledFrom = 200;  ///< pixels of height

/// A count has no unit to take a prefix.
QString scaledUnit(const SiScale& scale, const QString& unit) {
    if (!unit.isEmpty() || scale.factor == 1) return QString::fromUtf8(scale.prefix) + unit;
    if (scale.factor == 1e3) return LayerBarsChart::tr("thousands");
    if (scale.factor == 1e6) return LayerBarsChart::tr("millions");
    return LayerBarsChart::tr("%1 times").arg(briefText(scale.factor));
}

}  // namespace

void BarsItem::setBars(std::vector<Bar> bars) {
    bars_ = std::move(bars);
    update();
}

void BarsItem::setSelected(int bar, const QColor& outline) {
    selected_ = bar;
    outline_ = outline;
    update();
}

int BarsItem::barAt(const QPointF& position) const {
    if (bars_.empty() || !area().contains(position)) return -1;
    const QRectF all = whole();
    const double share = orientation_ == Qt::Vertical ? (position.x() - all.left()) / all.width()
                                                      : (position.y() - all.top()) / all.height();
    const int count = static_cast<int>(bars_.size());
    return std::clamp(static_cast<int>(share * count), 0, count - 1);
}

QRectF BarsItem::rectOf(std::size_t bar) const {
    const QRectF all = whole();
    const double along = orientation_ == Qt::Vertical ? all.width() : all.height();
    const double pitch = along / static_cast<double>(bars_.size());
    const double gap = 0.12 * pitch;
    const double start = static_cast<double>(bar) * pitch + gap;
    const double share = std::clamp(bars_[bar].share, 0.0, 1.0);
    if (orientation_ == Qt::Horizontal)
        return {all.left(), all.top() + start, share * all.width(), pitch - 2 * gap};
    const double height = share * all.height();
    return {all.left() + start, all.bottom() - height, pitch - 2 * gap, height};
}

QRectF BarsItem::partOf(std::size_t bar) const {
    const QRectF all = whole();
    const QRectF rect = rectOf(bar);
    const double share = std::clamp(bars_[bar].share, 0.0, 1.0);
    const double part = std::clamp(bars_[bar].part, 0.0, share);
    if (orientation_ == Qt::Horizontal) {
        const double width = part * all.width();
        return {rect.right() - width, rect.top(), width, rect.height()};
    }
    return {rect.left(), rect.top(), rect.width(), part * all.height()};
}

void BarsItem::paint(QPainter* painter, const QStyleOptionGraphicsItem*, QWidget*) {
    painter->save();
    // An outline may reach over the edge.
    if (whole() != area()) painter->setClipRect(area());
    painter->setPen(Qt::NoPen);
    for (std::size_t i = 0; i < bars_.size(); ++i) {
        painter->setBrush(bars_[i].color);
        painter->drawRect(rectOf(i));
        if (!(bars_[i].part > 0)) continue;
        painter->setBrush(bars_[i].partColor);
        painter->drawRect(partOf(i));
    }
    if (selected_ >= 0 && selected_ < static_cast<int>(bars_.size())) {
        painter->setBrush(Qt::NoBrush);
        painter->setPen(QPen(outline_, 1.5));
        painter->drawRect(rectOf(static_cast<std::size_t>(selected_)));
    }
    painter->restore();
}

LayerBarsChart::LayerBarsChart(Qt::Orientation orientation, const lpstudio::ChartTheme& theme,
                               QGraphicsItem* parent)
    : PlotChart(parent), orientation_(orientation) {
    const bool vertical = orientation_ == Qt::Vertical;
    layerAxis_ = new QCategoryAxis;
    layerAxis_->setLabelsPosition(QCategoryAxis::AxisLabelsPositionOnValue);
    layerAxis_->setGridLineVisible(false);
    layerAxis_->setTruncateLabels(false);
    layerAxis_->setTitleText(tr("Layer"));
    if (vertical) layerAxis_->setLabelsAngle(-90);
    valueAxis_ = new QValueAxis;
    addAxis(layerAxis_, vertical ? Qt::AlignBottom : Qt::AlignLeft);
    addAxis(valueAxis_, vertical ? Qt::AlignLeft : Qt::AlignBottom);
    item_ = new BarsItem(this, orientation_);
    connect(item_, &PlotItem::areaChanged, this, &LayerBarsChart::rebuildLabels);
    legend()->setAlignment(Qt::AlignBottom);
    setTheme(theme);
}

void LayerBarsChart::showTheme() {
    showBars();
}

void LayerBarsChart::setBars(LayerBars bars) {
    if (bars.bars.size() != bars_.bars.size()) forgetWindow();
    bars_ = std::move(bars);
    showBars();
}

void LayerBarsChart::showBars() {
    setTitle(bars_.title);
    double largest = 0;
    for (const LayerBar& bar : bars_.bars) largest = std::max(largest, bar.value);
    const SiScale scale = bars_.prefixes ? siScale(largest) : SiScale{};
    factor_ = scale.factor;
    valueAxis_->setTitleText(axisTitle(bars_.valueTitle, scaledUnit(scale, bars_.unit)));
    setNiceRange(*valueAxis_, 0, std::max(bars_.axisTo, largest > 0 ? largest : 1.0) / factor_, 6);

    const bool inParts = !bars_.partTitle.isEmpty();
    std::vector<BarsItem::Bar> painted;
    for (const LayerBar& bar : bars_.bars) {
        BarsItem::Bar whole{bar.value / factor_ / valueAxis_->max(),
                            bar.width > 0 ? theme_.widthColor(bar.width) : theme_.accent};
        if (inParts) {
            whole.part = bar.part / factor_ / valueAxis_->max();
            whole.partColor = waitColor(theme_);
        }
        painted.push_back(whole);
    }
    item_->setBars(std::move(painted));
    showLegend();
    labelStep_ = 0;
    rebuildLabels();
    setSelected(selected_);
}

void LayerBarsChart::showLegend() {
    // The bars are painted by an item of ours; empty series give the legend its entries.
    removeAllSeries();
    const auto add = [&](const QString& name, const QColor& color) {
        auto* series = new QScatterSeries;
        series->setName(name);
        series->setColor(color);
        series->setBorderColor(Qt::transparent);
        addSeries(series);
    };
    const bool inParts = !bars_.partTitle.isEmpty() && !bars_.bars.empty();
    std::set<int> widths;
    for (const LayerBar& bar : bars_.bars)
        if (bar.width > 0) widths.insert(bar.width);
    for (const int width : widths) add(tr("%1 bit").arg(width), theme_.widthColor(width));
    if (inParts && widths.empty()) add(bars_.restTitle, theme_.accent);
    if (inParts) add(bars_.partTitle, waitColor(theme_));
    legend()->setVisible(inParts || !widths.empty());
    theme_.apply(*legend());
}

double LayerBarsChart::roomForLabels() const {
    const QFont font = theme_.labelFont();
    if (orientation_ == Qt::Horizontal) return roomForRowNames(size().width(), font);
    const double lines = legend()->isVisible() ? 4.5 : 2.5;
    return roomForRowNames(size().height() - lines * QFontMetricsF(font).height(), font);
}

void LayerBarsChart::rebuildLabels() {
    const bool vertical = orientation_ == Qt::Vertical;
    const double length = vertical ? item_->whole().width() : item_->whole().height();
    const QFont font = theme_.labelFont();
    const int step = rowNameStep(static_cast<int>(bars_.bars.size()), length, font);
    const double labelRoom = roomForLabels();
    // Where it is low the names would lie on the axis' title, which the chart's own repeats.
    const bool titled = !vertical || size().height() >= kTitledFrom;
    if (layerAxis_->isTitleVisible() != titled) layerAxis_->setTitleVisible(titled);
    // New labels move the plot area, which comes back here.
    if (step == labelStep_ && labelRoom == labelRoom_) return;
    labelStep_ = step;
    labelRoom_ = labelRoom;
    QStringList names;
    for (const LayerBar& bar : bars_.bars) names += bar.layer;
    setRowNames(*layerAxis_, names, font, labelRoom, !vertical, step, shownLayers());
}

AxisInterval LayerBarsChart::shownLayers() const {
    return orientation_ == Qt::Vertical ? AxisInterval{window().xFrom, window().xTo}
                                        : AxisInterval{window().yFrom, window().yTo};
}

void LayerBarsChart::showWindow() {
    labelStep_ = 0;
    rebuildLabels();
    item_->update();
}

FigureTable LayerBarsChart::figureTable() const {
    const bool inParts = !bars_.partTitle.isEmpty();
    const bool ofWidth =
        std::ranges::any_of(bars_.bars, [](const LayerBar& bar) { return bar.width > 0; });
    QStringList header{tr("Layer"), axisTitle(bars_.valueTitle, bars_.unit)};
    if (inParts)
        header << axisTitle(bars_.restTitle, bars_.unit) << axisTitle(bars_.partTitle, bars_.unit);
    if (ofWidth) header << tr("Width (bit)");
    FigureTable table(header);
    for (const LayerBar& bar : bars_.bars) {
        std::vector<FigureTable::Cell> row{bar.layer, bar.value};
        if (inParts) {
            row.emplace_back(bar.value - bar.part);
            row.emplace_back(bar.part);
        }
        if (ofWidth) row.emplace_back(static_cast<qint64>(bar.width));
        table.addRow(std::move(row));
    }
    return table;
}

void LayerBarsChart::setSelected(int layer) {
    selected_ = layer;
    item_->setSelected(layer, theme_.highlight);
}

int LayerBarsChart::layerAt(const QPointF& position) const {
    return item_->barAt(position);
}

QString LayerBarsChart::textOf(int layer) const {
    if (layer < 0 || layer >= static_cast<int>(bars_.bars.size())) return {};
    const LayerBar& bar = bars_.bars[static_cast<std::size_t>(layer)];
    const auto text = [&](double value) { return measureText(value, bars_.unit, bars_.prefixes); };
    QString whole = QStringLiteral("%1: %2").arg(bar.layer, text(bar.value));
    if (bars_.partTitle.isEmpty()) return whole;
    return QStringLiteral("%1\n%2: %3\n%4: %5")
        .arg(whole, bars_.restTitle, text(bar.value - bar.part), bars_.partTitle, text(bar.part));
}

}  // namespace lpstudio
