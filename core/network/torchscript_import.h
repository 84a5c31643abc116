#pragma once

// LibTorch side of core/network; included by its sources only.

#include <filesystem>
#include <string>

namespace torch::jit {
struct Graph;
struct Module;
}  // namespace torch::jit

namespace lpstudio {

/// Reads a TorchScript file. Throws Error, one line that names the file and how to export the
/// model: missing, truncated, no TorchScript (weights, a pickled model, an exported program),
/// operators that this LibTorch does not know, with the PyTorch that wrote them where that shows.
torch::jit::Module loadModule(const std::filesystem::path& file);

/// Throws Error that says how to export the model if the graph holds a fused attention operator.
void refuseFusedAttention(const torch::jit::Graph& graph, const std::filesystem::path& file);

}  // namespace lpstudio
