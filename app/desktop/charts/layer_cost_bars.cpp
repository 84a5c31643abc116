#include "app/desktop/charts/layer_cost_bars.h"

#include "app/desktop/plot/translate.h"

namespace lpstudio {
namespace {

void nameAxis(LayerBars& bars, LayerQuantity quantity) {
    switch (quantity) {
        case LayerQuantity::CycleCount:
            bars.valueTitle = tr("Cycles");
            bars.restTitle = tr("compute");
            bars.partTitle = tr("DRAM stalls");
            break;
        case LayerQuantity::Energy:
            bars.valueTitle = tr("Energy");
            bars.unit = QStringLiteral("J");
            bars.restTitle = tr("on chip");
            bars.partTitle = tr("DRAM");
            break;
        case LayerQuantity::Utilization:
            bars.valueTitle = tr("Utilisation");
            bars.unit = QStringLiteral("%");
            bars.prefixes = false;
            bars.axisTo = 100;
            break;
        case LayerQuantity::DramTraffic:
            bars.valueTitle = tr("DRAM traffic");
            bars.unit = QStringLiteral("B");
            break;
    }
}

void setValue(LayerBar& bar, LayerQuantity quantity, const Cost& cost) {
    switch (quantity) {
        case LayerQuantity::CycleCount:
            bar.value = static_cast<double>(cost.cycles.value);
            bar.part = static_cast<double>(cost.stallCycles.value);
            break;
        case LayerQuantity::Energy:
            bar.value = cost.energy.total().joules();
            bar.part = cost.energy.dram.joules();
            break;
        case LayerQuantity::Utilization:
            bar.value = 100 * cost.utilization();
            break;
        case LayerQuantity::DramTraffic:
            bar.value = static_cast<double>(cost.traffic.dram()) / 8;
            break;
    }
}

}  // namespace

QString titleOf(LayerQuantity quantity) {
    switch (quantity) {
        case LayerQuantity::CycleCount:
            return tr("Cycles per layer");
        case LayerQuantity::Energy:
            return tr("Energy per layer");
        case LayerQuantity::Utilization:
            return tr("Utilisation per layer");
        case LayerQuantity::DramTraffic:
            return tr("DRAM traffic per layer");
    }
    return {};
}

LayerBars layerCostBars(LayerQuantity quantity, const SimulationResult& result,
                        const QStringList& labels) {
    LayerBars bars;
    bars.title = titleOf(quantity);
    nameAxis(bars, quantity);
    for (const LayerResult& layer : result.layers) {
        const auto at = static_cast<qsizetype>(bars.bars.size());
        LayerBar bar;
        bar.layer = at < labels.size() ? labels[at] : QString::fromStdString(layer.name);
        setValue(bar, quantity, layer.cost);
        bars.bars.push_back(std::move(bar));
    }
    return bars;
}

}  // namespace lpstudio
