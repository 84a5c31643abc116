#pragma once

// LibTorch side of core/network; included by its sources only.

#include <filesystem>
#include <string>

namespace torch::jit {
struct Graph;
}

namespace lpstudio {

/// Throws Error naming the first operator of an inlined, frozen graph that is in training mode:
/// dropout that drops, normalisation by the statistics of the batch. A network traced without
/// eval() has them for ever, and its results are random or depend on which images are run together.
void refuseTrainingMode(torch::jit::Graph& graph, const std::filesystem::path& file);

/// The first operator that draws random numbers, `aten::rand in "noise"`; empty if there is none.
/// Its numbers need not reach the result.
std::string randomOperator(torch::jit::Graph& graph);

}  // namespace lpstudio
