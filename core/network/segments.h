#pragma once

// LibTorch side of core/network; included by its sources only.

#include <ATen/core/stack.h>
#include <torch/csrc/jit/ir/ir.h>
#include <torch/csrc/jit/runtime/interpreter.h>

#include <functional>
#include <memory>
#include <vector>

namespace lpstudio {

/// A graph in pieces that run one after the other, so that a run can be taken up at the start of
/// any piece from the values alive there. The same operators run on the same tensors in the same
/// order as in the whole graph, so the results are the same to the last bit.
class SegmentedGraph {
public:
    /// Called between two pieces with the number of the piece to come and the values alive.
    using Keep = std::function<void(std::size_t segment, const torch::jit::Stack& alive)>;

    /// `starts`: nodes of the graph's outermost block, in its order, before which to cut. A cut is
    /// left out where a value alive at it may later be changed in place: the kept one would change
    /// under whoever keeps it.
    SegmentedGraph(const std::shared_ptr<torch::jit::Graph>& graph,
                   const std::vector<torch::jit::Node*>& starts);

    /// Positions in `starts` of the cuts that were made; piece i + 1 begins at cut i.
    const std::vector<std::size_t>& cuts() const { return cuts_; }

    /// Runs from piece `first` on; `stack` holds the graph's inputs or, for a later piece, the
    /// values alive at its start, and the graph's outputs afterwards.
    void run(torch::jit::Stack& stack, std::size_t first, const Keep& keep) const;

private:
    std::vector<std::size_t> cuts_;
    std::vector<torch::jit::Code> codes_;
};

/// The node of the graph's outermost block that is or holds `node`.
torch::jit::Node* outermost(torch::jit::Node* node);

}  // namespace lpstudio
