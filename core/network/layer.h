#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/base/ids.h"

namespace lpstudio {

/// The operator of a quantizable layer.
enum class LayerKind {
    Convolution,
    GroupedConvolution,
    DepthwiseConvolution,
    TransposedConvolution,
    Linear,
    Matmul,  ///< product of two activations
    Bmm,     ///< the same by aten::bmm
};
/// "convolution", "grouped convolution", ...
const char* kindName(LayerKind kind);

/// The layer's work on one image as equal matrix products: `products` times m x k by k x n.
struct ProductShape {
    std::int64_t m = 0;  ///< output positions (tokens)
    std::int64_t k = 0;  ///< reduction
    std::int64_t n = 0;  ///< output channels
    std::int64_t products = 1;
};

/// A quantizable layer as found in the graph and seen in one run on a sample image.
struct Layer {
    LayerIndex index;
    std::string name;  ///< dotted module name, "layer1.0.conv1"; made unique by "#2", ...
    LayerKind kind = LayerKind::Convolution;
    int groups = 1;
    /// The weight of a linear layer is stored (in, out), as matmul takes it, not (out, in).
    bool weightTransposed = false;
    std::vector<std::int64_t>
        weightShape;  ///< of the second operand (without batch) where both are activations
    std::vector<std::int64_t> inputShape, outputShape;  ///< without the batch dimension
    std::int64_t parameters = 0;  ///< weight elements; 0 where both operands are activations
    std::int64_t macs = 0;        ///< per image
    std::int64_t inputElements = 0, outputElements = 0;  ///< per image
    float weightMin = 0, weightMax = 0;
    double weightRms = 0;
    ProductShape product;
    /// Element-wise and normalisation operations per image between this layer's product and the
    /// next one's; those before the first layer count to it. What counts as one:
    /// core/network/post_operations.h.
    std::int64_t postOperations = 0;
    int block = 0;  ///< number of the block, from 0
    std::string blockName;

    /// Both operands are activations: the gene belongs to the second, nothing is stored.
    bool isProduct() const { return kind == LayerKind::Matmul || kind == LayerKind::Bmm; }
};

/// Assigns `block` and `blockName` to layers in order of execution: consecutive layers whose module
/// name agrees up to its last numbered component ("0", "layer_0"; not the places in a sequence of
/// bare layers), attention and MLP of a transformer block apart; runs of three layers where names
/// say nothing.
void assignBlocks(std::vector<Layer>& layers);

}  // namespace lpstudio
