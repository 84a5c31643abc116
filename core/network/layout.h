#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/network/layer.h"
#include "core/number/tensor_quantizer.h"

namespace lpstudio {

/// How a layer's weight, in the order of weightShape, lies around the axis its products are summed
/// over:
///
///     convolution             (O, I/groups, k...)  O x (I/groups*k) x 1
///     linear                  (O, I)               O x I x 1
///     linear, (in, out)       (..., I, O)          ... x I x O
///     transposed convolution  (I, O/groups, k...)  groups x I/groups x (O/groups*k)
///
/// A transposed convolution sums, for every output channel and kernel position, over the input
/// channels of the channel's group (its ProductShape has k = I/groups), so that scales are shared
/// along axis 0 within a group. The rows (`outer`) of the last two kinds are not output channels;
/// see WeightRows. Empty for a product of two activations.
TensorLayout weightLayout(const Layer& layer);

/// The same for the activations a layer receives, as the network passes them: the channels of a
/// convolution's (N, C, ...), of all groups together, else the last axis.
TensorLayout inputLayout(const Layer& layer, std::span<const std::int64_t> shape);

/// The same for the second operand (..., K, N) of a product of two activations: K. A vector is one
/// row.
TensorLayout operandLayout(std::span<const std::int64_t> shape);

/// A layer's weight with one row an output channel, as per-channel formats take it. Where the model
/// stores it so (convolution, linear) this is the weight itself, else a copy in which the input and
/// output channels of each group have changed places. Blocks along the reduction axis hold the same
/// entries either way.
class WeightRows {
public:
    /// `weights` in the order of layer.weightShape; must outlive this.
    WeightRows(const Layer& layer, std::span<const float> weights);
    // The tensor points into the copy.
    WeightRows(const WeightRows&) = delete;
    WeightRows& operator=(const WeightRows&) = delete;

    const Tensor& tensor() const { return tensor_; }
    /// Brings values that lie as tensor() does into the order of weightShape.
    void restore(std::span<float> values) const;

private:
    std::size_t groups_ = 1, outputs_ = 1;  ///< output channels of a group
    std::vector<float> copy_;
    Tensor tensor_;
};

}  // namespace lpstudio
