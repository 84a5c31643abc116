#pragma once

#include <QStringList>
#include <string>
#include <vector>

#include "app/desktop/charts/layer_bars_chart.h"
#include "core/network/layer.h"
#include "core/search/candidate.h"

namespace lpstudio {

/// Names for the narrow places under bars: what nearly all names begin with ("layer", "blocks.") is
/// left out, so that layer1.0.conv1 becomes 1.0.conv1. Names stay apart from each other.
QStringList layerLabels(const std::vector<Layer>& layers);

/// The widths of a candidate's weights as bars.
LayerBars widthBars(const QString& title, const std::vector<Layer>& layers,
                    const Candidate& candidate);

}  // namespace lpstudio
