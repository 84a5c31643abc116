#pragma once

// LibTorch side of core/network; included by its sources only.

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <unordered_set>
#include <vector>

#include "core/network/layer.h"

namespace torch::jit {
struct Block;
struct Graph;
struct Node;
struct Value;
}  // namespace torch::jit

namespace lpstudio {

/// How a convolution's kernel walks over its input; one entry an axis, or one for all.
struct ConvolutionWalk {
    std::vector<std::int64_t> stride, padding, dilation;
    bool same = false;  ///< padding so that the output is as large as the input; `padding` is empty
};

/// A node of the graph that multiplies matrices.
struct Site {
    std::string name;
    LayerKind kind =
        LayerKind::Convolution;  ///< grouped and depthwise are told apart when shapes are known
    int groups = 1;
    bool weightTransposed =
        false;  ///< operand is (in, out) as in matmul, not (out, in) as in linear
    ConvolutionWalk walk;
    /// Why computeProducts() cannot do this site's work; empty: it can.
    std::string obstacle;
};

/// Calls `visit` for each node of the block; those of nested blocks come before the node that holds
/// them.
void forEachNode(torch::jit::Block& block, const std::function<void(torch::jit::Node*)>& visit);

/// Dotted name of the module that an inlined node comes from; empty where nothing tells. Incomplete
/// where a module list is indexed without being called.
std::string moduleName(const torch::jit::Node& node);

/// Values that depend on the images.
std::unordered_set<const torch::jit::Value*> dependents(torch::jit::Graph& graph);

/// Which input of the node is a layer's weight if it does not depend on the images; nothing if the
/// node is no layer, or is one that takes both operands as activations whatever they are (bmm).
std::optional<std::size_t> weightOperand(const torch::jit::Node& node);

/// Finds every convolution, linear layer and matrix product of an inlined graph with one tensor
/// input, and inserts lpstudio::input, operand and output around each; output is handed the bias or
/// the matrix that the operator adds, too. A product is a Linear layer if its second operand does
/// not depend on the graph's input. Returned in the order of the graph; site numbers are positions.
/// Throws Error on fused attention.
std::vector<Site> insertSites(torch::jit::Graph& graph, const std::string& file);

/// Calls `visit` with the lpstudio::input node of each site, nested ones too.
void forEachSite(torch::jit::Graph& graph,
                 const std::function<void(torch::jit::Node* node, int site)>& visit);

}  // namespace lpstudio
