#pragma once

#include <QStringList>

#include "app/desktop/charts/layer_bars_chart.h"
#include "hw/simulate.h"

namespace lpstudio {

/// What the simulator counts of each layer and a chart of bars can show.
enum class LayerQuantity { CycleCount, Energy, Utilization, DramTraffic };

/// "Cycles per layer".
QString titleOf(LayerQuantity quantity);

/// One bar a layer, in order of execution. Cycles show what is spent waiting for DRAM as a part,
/// energy (in J) what DRAM takes of it. `labels`: short names of the layers; those missing are the
/// layers' own.
LayerBars layerCostBars(LayerQuantity quantity, const SimulationResult& result,
                        const QStringList& labels);

}  // namespace lpstudio
