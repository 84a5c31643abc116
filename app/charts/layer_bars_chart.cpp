#include "app/charts/layer_bars_chart.h"

#include <QCategoryAxis>
#include <QFontMetricsF>
#include <QLegend>
#include <QScatterSeries>
#include <QValueAxis>
#include <algorithm>
#include <cmath>
#include <set>

#include "app/charts/axes.h"
#include "app/charts/bars_item.h"
#include "app/charts/pareto_geometry.h"

namespace lpstudio {
namespace {

/// A count has no unit to take a prefix.
QString scaledUnit(const SiScale& scale, const QString& unit) {
    if (!unit.isEmpty() || scale.factor == 1) return QString::fromUtf8(scale.prefix) + unit;
    if (scale.factor == 1e3) return LayerBarsChart::tr("thousands");
    if (scale.factor == 1e6) return LayerBarsChart::tr("millions");
    return LayerBarsChart::tr("%1 times").arg(scale.factor, 0, 'g');
}

}  // namespace

LayerBarsChart::LayerBarsChart(Qt::Orientation orientation, const lpstudio::ChartTheme& theme,
                               QGraphicsItem* parent)
    : QChart(parent), orientation_(orientation), theme_(theme) {
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

void LayerBarsChart::setTheme(const lpstudio::ChartTheme& theme) {
    theme_ = theme;
    theme_.apply(*this);
    setBars(std::move(bars_));
}

void LayerBarsChart::setBars(LayerBars bars) {
    bars_ = std::move(bars);
    setTitle(bars_.title);
    double largest = 0;
    for (const LayerBar& bar : bars_.bars) largest = std::max(largest, bar.value);
    const SiScale scale = bars_.prefixes ? siScale(largest) : SiScale{};
    factor_ = scale.factor;
    valueAxis_->setTitleText(axisTitle(bars_.valueTitle, scaledUnit(scale, bars_.unit)));
    setNiceRange(*valueAxis_, 0, std::max(bars_.axisTo, largest > 0 ? largest : 1.0) / factor_, 6);

    std::vector<BarsItem::Bar> painted;
    std::set<int> widths;
    for (const LayerBar& bar : bars_.bars) {
        painted.push_back({bar.value / factor_ / valueAxis_->max(),
                           bar.width > 0 ? theme_.widthColor(bar.width) : theme_.accent});
        if (bar.width > 0) widths.insert(bar.width);
    }
    item_->setBars(std::move(painted));

    // The bars are painted by hand; empty series give the legend its entries.
    removeAllSeries();
    for (const int width : widths) {
        auto* series = new QScatterSeries;
        series->setName(tr("%1 bit").arg(width));
        series->setColor(theme_.widthColor(width));
        series->setBorderColor(Qt::transparent);
        addSeries(series);
    }
    legend()->setVisible(!widths.empty());
    theme_.apply(*legend());
    labelStep_ = 0;
    rebuildLabels();
    setSelected(selected_);
}

double LayerBarsChart::roomForLabels() const {
    // Qt Charts gives an axis at most 0.4 of what title and legend leave, and lets longer labels
    // run over the axis title.
    constexpr double kLargestShare = 0.4;
    const double line = QFontMetricsF(theme_.labelFont()).height();
    const bool vertical = orientation_ == Qt::Vertical;
    const double whole =
        vertical ? size().height() - (legend()->isVisible() ? 4.5 : 2.5) * line : size().width();
    return std::max(3 * line, kLargestShare * whole - 2 * line);
}

void LayerBarsChart::rebuildLabels() {
    const auto count = static_cast<int>(bars_.bars.size());
    const double length =
        orientation_ == Qt::Vertical ? item_->area().width() : item_->area().height();
    const QFontMetricsF metrics(theme_.labelFont());
    // Qt Charts drops a label that comes closer than this to its neighbour.
    constexpr double kGap = 3;
    const double needed = (metrics.height() + kGap) * count;
    const int step = length > 0 ? std::max(1, static_cast<int>(std::ceil(needed / length))) : 1;
    const double labelRoom = roomForLabels();
    // New labels move the plot area, which comes back here.
    if (step == labelStep_ && labelRoom == labelRoom_) return;
    labelStep_ = step;
    labelRoom_ = labelRoom;
    for (const QString& label : layerAxis_->categoriesLabels()) layerAxis_->remove(label);
    layerAxis_->setRange(0, std::max(1, count));
    layerAxis_->setStartValue(0);
    const bool vertical = orientation_ == Qt::Vertical;
    // Categories must be appended in ascending order; horizontal bars start at the top.
    for (int place = 0; place < count; ++place) {
        const int layer = vertical ? place : count - 1 - place;
        if (layer % step != 0) continue;
        // The axis takes each label once; a name given twice gets an invisible difference.
        QString label = metrics.elidedText(bars_.bars[static_cast<std::size_t>(layer)].layer,
                                           Qt::ElideMiddle, labelRoom);
        while (layerAxis_->categoriesLabels().contains(label)) label += QChar(0x200B);
        layerAxis_->append(label, place + 0.5);
    }
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
    const SiScale scale = bars_.prefixes ? siScale(bar.value) : SiScale{};
    return QStringLiteral("%1: %2 %3%4")
        .arg(bar.layer, QString::number(bar.value / scale.factor, 'g', 4),
             QString::fromUtf8(scale.prefix), bars_.unit)
        .trimmed();
}

}  // namespace lpstudio
