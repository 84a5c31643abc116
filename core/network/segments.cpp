#include "core/network/segments.h"

#include <torch/csrc/jit/ir/alias_analysis.h>

#include <algorithm>
#include <unordered_map>

namespace lpstudio {
namespace {

using torch::jit::Graph;
using torch::jit::Node;
using torch::jit::Value;

/// Constants are copied into every piece that uses them instead of being handed on.
bool isConstant(const Value* value) {
    return value->node()->kind() == c10::prim::Constant;
}

/// Places of the nodes of the outermost block.
class Order {
public:
    explicit Order(Graph& graph) {
        for (Node* node : graph.nodes()) {
            places_[node] = nodes.size();
            nodes.push_back(node);
        }
    }

    /// Of a node in the outermost block or nested in it; the return node comes last.
    std::size_t of(Node* node) const {
        const auto found = places_.find(outermost(node));
        return found == places_.end() ? nodes.size() : found->second;
    }

    std::vector<Node*> nodes;

private:
    std::unordered_map<const Node*, std::size_t> places_;
};

/// The values made before node `place` and used at it or after it, in the order they were made.
std::vector<Value*> aliveAt(Graph& graph, const Order& order, std::size_t place) {
    std::vector<Value*> alive;
    const auto consider = [&](Value* value) {
        for (const auto& use : value->uses()) {
            if (order.of(use.user) < place) continue;
            alive.push_back(value);
            return;
        }
    };
    for (Value* input : graph.inputs()) consider(input);
    for (std::size_t i = 0; i < place; ++i)
        for (Value* output : order.nodes[i]->outputs())
            if (!isConstant(output)) consider(output);
    return alive;
}

/// Copies the nodes [begin, end) into a graph of their own from `inputs` to `outputs`.
std::shared_ptr<Graph> piece(const Order& order, std::size_t begin, std::size_t end,
                             const std::vector<Value*>& inputs,
                             const std::vector<Value*>& outputs) {
    auto graph = std::make_shared<Graph>();
    std::unordered_map<Value*, Value*> copies;
    for (Value* input : inputs) copies[input] = graph->addInput()->copyMetadata(input);
    const std::function<Value*(Value*)> copyOf = [&](Value* value) {
        if (const auto found = copies.find(value); found != copies.end()) return found->second;
        // Not handed in and not made here: a constant.
        Node* constant = graph->createClone(value->node(), copyOf);
        graph->insertNode(constant);
        return copies[value] = constant->output();
    };
    for (std::size_t i = begin; i < end; ++i) {
        Node* node = order.nodes[i];
        if (node->kind() == c10::prim::Constant) continue;
        Node* copy = graph->createClone(node, copyOf);
        graph->insertNode(copy);
        for (std::size_t k = 0; k < node->outputs().size(); ++k)
            copies[node->outputs()[k]] = copy->outputs()[k];
    }
    for (Value* output : outputs) graph->registerOutput(copyOf(output));
    graph->lint();
    return graph;
}

}  // namespace

Node* outermost(Node* node) {
    while (Node* owner = node->owningBlock()->owningNode()) node = owner;
    return node;
}

SegmentedGraph::SegmentedGraph(const std::shared_ptr<Graph>& graph,
                               const std::vector<Node*>& starts) {
    const Order order(*graph);
    const torch::jit::AliasDb aliases(graph);
    const auto changedAfter = [&](std::size_t place, const std::vector<Value*>& alive) {
        const torch::jit::ValueSet values(alive.begin(), alive.end());
        return std::any_of(order.nodes.begin() + static_cast<std::ptrdiff_t>(place),
                           order.nodes.end(),
                           [&](Node* node) { return aliases.writesToAlias(node, values); });
    };

    const auto inputs = graph->inputs();
    std::vector<Value*> entering(inputs.begin(), inputs.end());
    std::size_t begin = 0;
    const auto finishPiece = [&](std::size_t end, const std::vector<Value*>& leaving) {
        codes_.emplace_back(piece(order, begin, end, entering, leaving), "forward");
        begin = end;
        entering = leaving;
    };
    for (std::size_t i = 0; i < starts.size(); ++i) {
        const std::size_t place = order.of(starts[i]);
        if (place <= begin) continue;
        const std::vector<Value*> alive = aliveAt(*graph, order, place);
        if (changedAfter(place, alive)) continue;
        finishPiece(place, alive);
        cuts_.push_back(i);
    }
    const auto outputs = graph->outputs();
    finishPiece(order.nodes.size(), {outputs.begin(), outputs.end()});
}

void SegmentedGraph::run(torch::jit::Stack& stack, std::size_t first, const Keep& keep) const {
    for (std::size_t i = first; i < codes_.size(); ++i) {
        if (i > first && keep) keep(i, stack);
        // The plain interpreter: what stands in the graph is what runs, no profiling and no fusion
        // in between.
        torch::jit::InterpreterState(codes_[i]).run(stack);
    }
}

}  // namespace lpstudio
