#include "app/desktop/pages/hardware/hardware_layers.h"

#include <QComboBox>
#include <QMouseEvent>
#include <QSplitter>
#include <QToolTip>
#include <QVBoxLayout>
#include <array>

#include "app/desktop/charts/layer_cost_bars.h"
#include "app/desktop/widgets/chart_view.h"
#include "app/desktop/widgets/data_table.h"
#include "app/desktop/widgets/hardware_tables.h"

namespace lpstudio {

RooflineView::RooflineView(QWidget* parent)
    : ChartView(new RooflineChart, parent), chart_(static_cast<RooflineChart*>(chart())) {
    setMouseTracking(true);
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

void RooflineView::mouseMoveEvent(QMouseEvent* event) {
    ChartView::mouseMoveEvent(event);
    const int layer = layerAt(event->pos());
    chart_->setHovered(layer);
    setCursor(layer >= 0 ? Qt::PointingHandCursor : Qt::ArrowCursor);
    if (layer >= 0)
        QToolTip::showText(event->globalPosition().toPoint(), chart_->textOf(layer), this);
    else
        QToolTip::hideText();
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
