#pragma once

// LibTorch side of core/network; included by its sources only.

#include <memory>

namespace torch::jit {
struct Graph;
}

namespace lpstudio {

/// Has every run work on copies of the constants that the inlined, frozen graph changes in place,
/// so that no run finds what an earlier one left. Call before insertSites().
void copyChangedConstants(const std::shared_ptr<torch::jit::Graph>& graph);

/// Whether the frozen graph still reads or writes attributes of the module. Freezing leaves those
/// that the graph changes, such as a counter or a running mean; each run must be given a module of
/// its own then.
bool hasState(torch::jit::Graph& graph);

}  // namespace lpstudio
