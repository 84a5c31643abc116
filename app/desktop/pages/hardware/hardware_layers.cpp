#include "app/desktop/pages/hardware/hardware_layers.h"

#include <QComboBox>
#include <QSplitter>
#include <QToolTip>
#include <QVBoxLayout>
#include <array>

#include "app/desktop/charts/layer_cost_bars.h"
#include "app/desktop/widgets/chart_view.h"
#include "app/desktop/widgets/data_table.h"
#include "app/desktop/widgets/hardware_tables.h"
#include "hw/roofline.h"

namespace lpstudio {
namespace {

/// What each roof of a roofline belongs to.
QStringList peakNames(const Accelerator& design, const SimulationResult& result,
                      const Roofline& roofline) {
    QStringList names;
    for (const double peak : roofline.peaks) {
        QStringList widths;
        for (std::size_t i = 0; i < result.layers.size(); ++i) {
            if (roofline.points[i].peak != peak) continue;
            const Activity& activity = result.layers[i].activity;
            const QString width = design.peKind == PeKind::Packed
                                      ? RooflineView::tr("%1-bit weights").arg(activity.weightBits)
                                      : RooflineView::tr("%1 × %2 bit")
                                            .arg(activity.weightBits)
                                            .arg(activity.activationBits);
            if (!widths.contains(width)) widths << width;
        }
        names << widths.join(QStringLiteral(", "));
    }
    return names;
}

}  // namespace

RooflineView::RooflineView(QWidget* parent)
    : ChartView(new RooflineChart, parent), chart_(static_cast<RooflineChart*>(chart())) {
    setMouseTracking(true);
}

void RooflineView::show(const HardwareOutcome& outcome) {
    const Roofline roofline = rooflineOf(outcome.design, outcome.result);
    chart_->setRoofline(roofline, peakNames(outcome.design, outcome.result, roofline));
}

int RooflineView::layerAt(const QPoint& position) const {
    return chart_->pointAt(chart_->mapFromScene(mapToScene(position)));
}

void RooflineView::clickAt(const QPointF& place) {
    const int layer = chart_->pointAt(place);
    if (layer < 0) return;
    chart_->setSelected(layer);
    Q_EMIT layerClicked(layer);
}

bool RooflineView::hoverAt(const QPoint& position, const QPoint& screen) {
    const int layer = layerAt(position);
    chart_->setHovered(layer);
    setCursor(layer >= 0 ? Qt::PointingHandCursor : Qt::ArrowCursor);
    if (layer >= 0)
        QToolTip::showText(screen, chart_->textOf(layer), this);
    else
        QToolTip::hideText();
    return true;
}

void RooflineView::leaveEvent(QEvent* event) {
    chart_->setHovered(-1);
    ChartView::leaveEvent(event);
}

namespace {

constexpr std::array kQuantities{LayerQuantity::CycleCount, LayerQuantity::Energy,
                                 LayerQuantity::Utilization, LayerQuantity::DramTraffic};

}  // namespace

HardwareLayers::HardwareLayers(QWidget* parent)
    : QWidget(parent),
      quantity_(new QComboBox),
      layers_(new LayerCostTable(this)),
      table_(new DataTable(layers_, tr("Layers"))),
      bars_(new LayerBarsView(Qt::Vertical)) {
    for (const LayerQuantity quantity : kQuantities) quantity_->addItem(titleOf(quantity));
    quantity_->setAccessibleName(tr("What the bars show"));
    auto* chart = new QWidget;
    auto* chartLayout = new QVBoxLayout(chart);
    chartLayout->setContentsMargins(0, 8, 0, 0);
    chartLayout->addWidget(quantity_, 0, Qt::AlignLeft);
    chartLayout->addWidget(bars_, 1);
    auto* split = new QSplitter(Qt::Vertical);
    split->addWidget(chart);
    split->addWidget(table_);
    split->setSizes({420, 330});
    split->setHandleWidth(1);
    split->setChildrenCollapsible(false);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(8, 8, 8, 8);
    layout->addWidget(split);

    connect(quantity_, &QComboBox::currentIndexChanged, this, &HardwareLayers::showBars);
    connect(table_, &DataTable::rowChosen, this, &HardwareLayers::layerChosen);
    connect(bars_, &LayerBarsView::layerClicked, this, &HardwareLayers::layerChosen);
}

void HardwareLayers::show(const HardwareOutcome& outcome, const QStringList& labels) {
    result_ = outcome.result;
    labels_ = labels;
    std::vector<std::pair<int, int>> bits;
    bits.reserve(outcome.workload->products.size());
    for (const MatrixProduct& product : outcome.workload->products)
        bits.emplace_back(product.weightBits, product.activationBits);
    layers_->setResult(result_, std::move(bits));
    table_->fitColumns(LayerCostTable::Name);
    table_->setCurrentRow(layer_);
    showBars();
}

void HardwareLayers::clear() {
    result_ = {};
    labels_.clear();
    layers_->clear();
    showBars();
}

void HardwareLayers::setLayer(int layer) {
    layer_ = layer;
    table_->setCurrentRow(layer);
    bars_->bars()->setSelected(layer);
}

void HardwareLayers::showBars() {
    const auto quantity = kQuantities[static_cast<std::size_t>(quantity_->currentIndex())];
    bars_->setBars(layerCostBars(quantity, result_, labels_));
    bars_->bars()->setSelected(layer_);
}

}  // namespace lpstudio
