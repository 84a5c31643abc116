#pragma once

#include <QString>
#include <functional>
#include <span>
#include <vector>

#include "app/desktop/charts/distribution_geometry.h"
#include "app/desktop/charts/octave_geometry.h"
#include "app/desktop/plot/plot_geometry.h"

namespace lpstudio {

/// One tensor to show; `values` is read while the data is made only.
struct DistributionLayer {
    QString name;
    std::span<const float> values;
};

/// Histograms of one or more tensors over the same range, on both scales: all that a chart needs of
/// them.
struct DistributionData {
    struct Tensor {
        QString name;
        Histogram linear, log2;
        OctaveCounts octaves;  ///< over the whole octaves of `log2`
    };
    std::vector<Tensor> tensors;
    AxisInterval linear, log2;
    int bins = 0;
};

/// Reads every value four times, so for large tensors it belongs on a worker thread. Non-finite
/// values are left out; of log2|x| the 24 octaves below the largest are shown. Few values get wide
/// bins, or chance would make most of the picture. Throws Cancelled when `shouldContinue` answers
/// false.
DistributionData distributionData(std::span<const DistributionLayer> layers,
                                  const std::function<bool()>& shouldContinue = {});

}  // namespace lpstudio
