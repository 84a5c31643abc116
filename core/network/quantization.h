#pragma once

#include <cstddef>
#include <map>
#include <mutex>
#include <span>
#include <stop_token>
#include <string>
#include <utility>
#include <vector>

#include "core/base/lru_cache.h"
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

/// Number formats of a layer; null means floating point. Where both operands are activations,
/// `weights` is the second's.
struct LayerFormats {
    FormatPtr weights, activations;
};
/// One entry a layer.
using Assignment = std::vector<LayerFormats>;

/// Quantized weights of one network by layer and format, least recently used first out. Thread
/// safe.
class WeightCache {
public:
    explicit WeightCache(std::size_t mebibytes = 256) : cache_(mebibytes << 20) {}

    using Weights = LruCache<std::vector<float>>::Pointer;
    /// In the order of weightShape. Layer, spec and rounding name the result: a per-channel format
    /// must be the one fitPerChannel() makes for this layer.
    Weights quantized(const Network& network, LayerIndex layer, const Format& format,
                      Rounding rounding);

private:
    LruCache<std::vector<float>> cache_;
};

/// The assignment with every unfitted format fitted: weights to the layer's weights, activations by
/// the calibration. `perChannelWeights`: stored weights get one scale (sf) for each output channel
/// where the format has one to fit; activations, the second operand of a product among them, never
/// do. Throws UsageError if an activation format must be fitted and there is no calibration.
Assignment fitted(const Network& network, const Assignment& assignment,
                  const Calibration* calibration, bool perChannelWeights = false);

/// What a run of the fitted assignment does at each layer. With `biasCorrection` the output
/// channels of every quantized layer are brought to the means of the float network: the plan is
/// then for a run of all calibration images at once, and for any others once it is settled().
RunPlan makePlan(const Network& network, const Assignment& assignment, Rounding rounding,
                 WeightCache& cache, const Calibration* biasCorrection = nullptr);

/// Mean stored bits per element, shared scales included, over the weight elements of all
/// quantizable layers (float counts as 32).
double meanWeightBits(const Network& network, const Assignment& assignment);
/// The same over the layers' input elements.
double meanActivationBits(const Network& network, const Assignment& assignment);

}  // namespace lpstudio
