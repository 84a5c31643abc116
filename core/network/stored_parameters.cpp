#include "core/network/stored_parameters.h"

#include <torch/csrc/jit/api/module.h>
#include <torch/csrc/jit/ir/constants.h>
#include <torch/csrc/jit/ir/ir.h>
#include <torch/csrc/jit/passes/constant_propagation.h>
#include <torch/csrc/jit/passes/dead_code_elimination.h>
#include <torch/csrc/jit/passes/inliner.h>

#include <map>
#include <set>
#include <unordered_map>
#include <utility>

#include "core/network/sites.h"

namespace lpstudio {
namespace {

using torch::jit::Block;
using torch::jit::Graph;
using torch::jit::Node;
using torch::jit::Value;

/// The parameters of a module, each once.
class Parameters {
public:
    explicit Parameters(const torch::jit::Module& module) {
        for (const auto& parameter : module.named_parameters()) {
            const at::Tensor& tensor = parameter.value;
            const int next = static_cast<int>(names.size());
            const bool isNew =
                tensor.numel() == 0 ||
                numbers_.emplace(std::pair(tensor.data_ptr(), tensor.numel()), next).second;
            if (!isNew) continue;
            names.push_back(parameter.name);
            elements.push_back(tensor.numel());
        }
    }

    /// -1: no parameter.
    int numberOf(const at::Tensor& tensor) const {
        if (!tensor.defined() || tensor.numel() == 0) return -1;
        const auto at = numbers_.find({tensor.data_ptr(), tensor.numel()});
        return at == numbers_.end() ? -1 : at->second;
    }

    std::vector<std::string> names;
    std::vector<std::int64_t> elements;

private:
    std::map<std::pair<const void*, std::int64_t>, int> numbers_;
};

/// What the attributes are that a graph reads, node by node.
class Attributes {
public:
    Attributes(Graph& graph, const torch::jit::Module& module) {
        objects_[graph.inputs().at(0)] = module._ivalue();
        read(*graph.block());
    }

    std::unordered_map<Node*, c10::IValue> values;  ///< by prim::GetAttr

private:
    void read(Block& block) {
        for (Node* node : block.nodes()) {
            if (node->kind() == c10::prim::GetAttr) {
                const auto object = objects_.find(node->input());
                if (object != objects_.end() && object->second.isObject()) {
                    const c10::IValue value =
                        object->second.toObject()->getAttr(node->s(c10::attr::name));
                    if (value.isObject()) objects_[node->output()] = value;
                    values.emplace(node, value);
                }
            }
            for (Block* inner : node->blocks()) read(*inner);
        }
    }

    std::unordered_map<const Value*, c10::IValue> objects_;
};

/// Puts numbers and switches such as `training` in place of the attributes that hold them, so that
/// branches inference never takes are gone.
void settleSwitches(const std::shared_ptr<Graph>& graph, const torch::jit::Module& module) {
    std::set<std::string> written;
    forEachNode(*graph->block(), [&](const Node* node) {
        if (node->kind() == c10::prim::SetAttr) written.insert(node->s(c10::attr::name));
    });
    const Attributes attributes(*graph, module);
    for (const auto& [node, value] : attributes.values) {
        const bool plain = value.isBool() || value.isInt() || value.isDouble() ||
                           value.isString() || value.isNone();
        if (!plain || written.contains(node->s(c10::attr::name))) continue;
        const torch::jit::WithInsertPoint before(node);
        node->output()->replaceAllUsesWith(graph->insertConstant(value));
    }
    std::shared_ptr<Graph> changed = graph;
    torch::jit::ConstantPropagation(changed);
    torch::jit::EliminateDeadCode(changed);
}

/// Follows the parameters to the operators where they meet the images.
class Flow {
public:
    Flow(Graph& graph, const Parameters& parameters, const torch::jit::Module& module)
        : parameters_(parameters), attributes_(graph, module), depends_(dependents(graph)) {
        walk(*graph.block());
        for (const Value* output : graph.outputs()) add(kept, output);
    }

    std::set<int> kept, weights;

private:
    using Numbers = std::set<int>;

    void add(Numbers& to, const Value* from) const {
        if (const auto at = sources_.find(from); at != sources_.end())
            to.insert(at->second.begin(), at->second.end());
    }

    /// Sizes and types tell nothing of the values.
    static bool carriesValues(const Value& value) {
        const auto type = value.type()->kind();
        return type != c10::TypeKind::IntType && type != c10::TypeKind::BoolType &&
               type != c10::TypeKind::StringType && type != c10::TypeKind::NoneType &&
               type != c10::TypeKind::DeviceObjType &&
               !value.type()->isSubtypeOf(*c10::ListType::ofInts());
    }

    void pass(const Value* from, const Value* to) {
        Numbers numbers;
        add(numbers, from);
        if (numbers.empty() || !carriesValues(*to)) return;
        if (depends_.contains(to))
            kept.insert(numbers.begin(), numbers.end());
        else
            sources_[to].merge(numbers);
    }

    void walk(Block& block) {
        for (Node* node : block.nodes()) visit(*node);
    }

    void visit(Node& node) {
        if (node.kind() == c10::prim::GetAttr) {
            const auto at = attributes_.values.find(&node);
            if (at == attributes_.values.end() || !at->second.isTensor()) return;
            if (const int number = parameters_.numberOf(at->second.toTensor()); number >= 0)
                sources_[node.output()] = {number};
            return;
        }
        if (!node.blocks().empty()) {
            const bool loop = node.kind() == c10::prim::Loop;
            for (Block* inner : node.blocks()) {
                // A loop has its trip count and condition in front, inside the number of the turn.
                for (std::size_t i = 1; loop && i < inner->inputs().size(); ++i)
                    pass(node.input(i + 1), inner->inputs()[i]);
                walk(*inner);
                for (std::size_t i = 0; i < node.outputs().size(); ++i) {
                    if (loop) pass(node.input(i + 2), node.output(i));
                    pass(inner->outputs().at(loop ? i + 1 : i), node.output(i));
                }
            }
            return;
        }
        bool meetsImages = false;
        for (const Value* input : node.inputs()) meetsImages |= depends_.contains(input);
        const auto weight = weightOperand(node);
        for (std::size_t i = 0; i < node.inputs().size(); ++i) {
            if (meetsImages) {
                add(weight == i ? weights : kept, node.input(i));
                continue;
            }
            for (const Value* output : node.outputs()) pass(node.input(i), output);
        }
    }

    const Parameters& parameters_;
    Attributes attributes_;
    std::unordered_set<const Value*> depends_;
    std::unordered_map<const Value*, Numbers> sources_;
};

}  // namespace

ParameterUse parameterUse(const torch::jit::Module& module) {
    const Parameters parameters(module);
    const std::shared_ptr<Graph> graph = module.get_method("forward").graph()->copy();
    torch::jit::Inline(*graph);
    settleSwitches(graph, module);
    const Flow flow(*graph, parameters, module);
    ParameterUse use;
    for (std::size_t i = 0; i < parameters.names.size(); ++i) {
        use.parameters += parameters.elements[i];
        if (flow.kept.contains(static_cast<int>(i))) {
            use.kept.push_back(parameters.names[i]);
            use.keptElements += parameters.elements[i];
        } else if (!flow.weights.contains(static_cast<int>(i))) {
            use.unused.push_back(parameters.names[i]);
            use.unusedElements += parameters.elements[i];
        }
    }
    return use;
}

}  // namespace lpstudio
