#pragma once

#include <span>
#include <vector>

#include "core/network/network.h"

namespace lpstudio {

/// How a layer's output is reduced to one number a channel.
enum class Pooling {
    Kurtosis3,  ///< fourth standardised moment minus 3, moments in double
    Mean,
};

/// Pools the output of a convolution or linear layer for each image and channel: (B,C,H,W) over H
/// and W, (B,...,D) of a linear layer over all dimensions between, (B,D) as it is. A flattened
/// (B*N,D) is read as (B,N,D). A variance of at most 1e-12 of the mean square pools to 0. Result:
/// images x channels. Throws Error if the first dimension is no multiple of `images`.
std::vector<double> pool(const TensorView& output, LayerKind kind, std::size_t images,
                         Pooling pooling);

}  // namespace lpstudio
