#include "app/windows/hardware/hardware_layers.h"

#include <QComboBox>
#include <QSplitter>
#include <QVBoxLayout>

#include "app/tables/data_table.h"
#include "app/tables/hardware_tables.h"
#include "app/windows/frame/chart_view.h"

namespace lpstudio {
namespace {

enum Quantity { kCycles, kEnergy, kUtilization, kDram };

}  // namespace

HardwareLayers::HardwareLayers(QWidget* parent)
    : QWidget(parent),
      quantity_(new QComboBox),
      layers_(new LayerCostTable(this)),
      table_(new DataTable(layers_, tr("Layers"))),
      bars_(new LayerBarsView(Qt::Vertical)) {
    quantity_->addItems({tr("Cycles per layer"), tr("Energy per layer"),
                         tr("Utilisation per layer"), tr("DRAM traffic per layer")});
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
    LayerBars bars;
    bars.title = quantity_->currentText();
    const int quantity = quantity_->currentIndex();
    switch (quantity) {
        case kCycles:
            bars.valueTitle = tr("Cycles");
            bars.restTitle = tr("computing");
            bars.partTitle = tr("waiting for DRAM");
            break;
        case kEnergy:
            bars.valueTitle = tr("Energy");
            bars.unit = QStringLiteral("J");
            bars.restTitle = tr("on the chip");
            bars.partTitle = tr("DRAM");
            break;
        case kUtilization:
            bars.valueTitle = tr("Utilisation");
            bars.unit = QStringLiteral("%");
            bars.prefixes = false;
            bars.axisTo = 100;
            break;
        default:
            bars.valueTitle = tr("DRAM traffic");
            bars.unit = QStringLiteral("B");
            break;
    }
    for (const LayerResult& layer : result_.layers) {
        const auto at = static_cast<qsizetype>(bars.bars.size());
        const Cost& cost = layer.cost;
        LayerBar bar;
        bar.layer = at < labels_.size() ? labels_[at] : QString::fromStdString(layer.name);
        switch (quantity) {
            case kCycles:
                bar.value = static_cast<double>(cost.cycles.value);
                bar.part = static_cast<double>(cost.stallCycles.value);
                break;
            case kEnergy:
                bar.value = static_cast<double>(cost.energy.total().value) * 1e-15;
                bar.part = static_cast<double>(cost.energy.dram.value) * 1e-15;
                break;
            case kUtilization:
                bar.value = 100 * cost.utilization();
                break;
            default:
                bar.value = static_cast<double>(cost.traffic.dram()) / 8;
        }
        bars.bars.push_back(std::move(bar));
    }
    bars_->setBars(std::move(bars));
    bars_->bars()->setSelected(layer_);
}

}  // namespace lpstudio
