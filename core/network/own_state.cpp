#include "core/network/own_state.h"

#include <torch/csrc/jit/ir/alias_analysis.h>
#include <torch/csrc/jit/ir/constants.h>
#include <torch/csrc/jit/ir/ir.h>

#include <unordered_map>
#include <vector>

#include "core/network/sites.h"

namespace lpstudio {

using torch::jit::Node;
using torch::jit::Value;

void copyChangedConstants(const std::shared_ptr<torch::jit::Graph>& graph) {
    const auto tensorOf = [](const Node* node) -> const void* {
        if (node->kind() != c10::prim::Constant) return nullptr;
        const auto constant = torch::jit::toIValue(node->output());
        return constant && constant->isTensor() ? constant->toTensor().unsafeGetTensorImpl()
                                                : nullptr;
    };
    // Several constants may be the same tensor, also inside of loops: one copy a tensor and a run.
    std::unordered_map<const void*, Value*> copies;
    {
        const torch::jit::AliasDb aliases(graph);
        forEachNode(*graph->block(), [&](Node* node) {
            if (const void* tensor = tensorOf(node); tensor && aliases.hasWriters(node->output()))
                copies[tensor] = nullptr;
        });
    }
    if (copies.empty()) return;
    std::vector<Node*> changed;
    forEachNode(*graph->block(), [&](Node* node) {
        if (copies.contains(tensorOf(node))) changed.push_back(node);
    });
    const torch::jit::WithInsertPoint first(*graph->nodes().begin());
    for (Node* node : changed) {
        Value*& copy = copies[tensorOf(node)];
        if (copy == nullptr)
            copy = graph->insert(c10::aten::clone,
                                 {graph->insertConstant(*torch::jit::toIValue(node->output()))});
        node->output()->replaceAllUsesWith(copy);
    }
}

bool hasState(torch::jit::Graph& graph) {
    bool found = false;
    forEachNode(*graph.block(), [&](const Node* node) {
        found = found || node->kind() == c10::prim::GetAttr || node->kind() == c10::prim::SetAttr;
    });
    return found;
}

}  // namespace lpstudio
