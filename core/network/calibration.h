#pragma once

#include <map>
#include <mutex>
#include <span>
#include <stop_token>
#include <string>
#include <utility>
#include <vector>

#include "core/base/progress.h"
#include "core/network/network.h"
#include "core/number/magnitude_table.h"

namespace lpstudio {

/// What the layers' operands look like in the float network on the calibration images; fits
/// activation formats. Collected in one pass, in which batches run side by side; the tables are the
/// same to the last bit for any number of threads. fit() may be called from several threads.
class Calibration {
public:
    /// `images`: normalised, N*C*H*W. `threads`: batches at once; 0: as many as there are cores.
    /// Throws Error (non-finite activations), Cancelled.
    Calibration(const Network& network, std::span<const float> images,
                const std::stop_token& stop = {}, const ProgressFunction& progress = {},
                int threads = 0);

    const MagnitudeTable& input(LayerIndex layer) const {
        return inputs_.at(static_cast<std::size_t>(layer.value));
    }
    /// Second operand of an activation product.
    const MagnitudeTable& operand(LayerIndex layer) const {
        return operands_.at(static_cast<std::size_t>(layer.value));
    }

    /// Mean of each output channel (channelMeans()); empty for products.
    const std::vector<double>& outputMeans(LayerIndex layer) const {
        return outputMeans_.at(static_cast<std::size_t>(layer.value));
    }

    /// The family's member with the least error on the layer's first (second) operand, fitted once
    /// and remembered.
    FormatPtr fitInput(LayerIndex layer, const FormatPtr& family) const;
    FormatPtr fitOperand(LayerIndex layer, const FormatPtr& family) const;

private:
    FormatPtr fit(int role, LayerIndex layer, const MagnitudeTable& table,
                  const FormatPtr& family) const;

    std::vector<MagnitudeTable> inputs_, operands_;
    std::vector<std::vector<double>> outputMeans_;
    mutable std::mutex mutex_;
    mutable std::map<std::pair<int, std::string>, FormatPtr> fitted_;
};

}  // namespace lpstudio
