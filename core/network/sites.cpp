#include "core/network/sites.h"

#include <torch/csrc/jit/ir/constants.h>
#include <torch/csrc/jit/ir/ir.h>

#include <map>
#include <optional>
#include <set>
#include <string_view>

#include "core/base/error.h"
#include "core/network/torchscript_import.h"

namespace lpstudio {
namespace {

using torch::jit::Block;
using torch::jit::Graph;
using torch::jit::Node;
using torch::jit::Value;

/// Operands of the node as (first, second) input positions.
struct Operands {
    LayerKind kind;
    std::size_t first, second;
    bool weightTransposed = false;
    std::optional<std::size_t> added;  ///< bias, or matrix the product is added to
};

std::optional<Operands> operandsOf(const Node& node) {
    static const std::map<std::string, Operands> known{
        {"aten::conv1d", {LayerKind::Convolution, 0, 1, false, 2}},
        {"aten::conv2d", {LayerKind::Convolution, 0, 1, false, 2}},
        {"aten::conv3d", {LayerKind::Convolution, 0, 1, false, 2}},
        {"aten::_convolution", {LayerKind::Convolution, 0, 1, false, 2}},
        {"aten::convolution", {LayerKind::Convolution, 0, 1, false, 2}},
        // What tracing makes of padding="same" and "valid".
        {"aten::_convolution_mode", {LayerKind::Convolution, 0, 1, false, 2}},
        {"aten::conv_transpose1d", {LayerKind::TransposedConvolution, 0, 1, false, 2}},
        {"aten::conv_transpose2d", {LayerKind::TransposedConvolution, 0, 1, false, 2}},
        {"aten::conv_transpose3d", {LayerKind::TransposedConvolution, 0, 1, false, 2}},
        {"aten::linear", {LayerKind::Linear, 0, 1, false, 2}},
        {"aten::matmul", {LayerKind::Matmul, 0, 1, true}},
        {"aten::linalg_matmul", {LayerKind::Matmul, 0, 1, true}},
        {"aten::mm", {LayerKind::Matmul, 0, 1, true}},
        {"aten::bmm", {LayerKind::Bmm, 0, 1, true}},
        {"aten::addmm", {LayerKind::Matmul, 1, 2, true, 0}},
        {"aten::baddbmm", {LayerKind::Bmm, 1, 2, true, 0}},
    };
    const auto found = known.find(node.kind().toQualString());
    return found == known.end() ? std::nullopt : std::optional(found->second);
}

}  // namespace

void forEachNode(Block& block, const std::function<void(Node*)>& visit) {
    for (Node* node : block.nodes()) {
        for (Block* inner : node->blocks()) forEachNode(*inner, visit);
        visit(node);
    }
}

std::unordered_set<const Value*> dependents(Graph& graph) {
    std::unordered_set<const Value*> found;
    for (const Value* input : graph.inputs())
        if (input->type()->isSubtypeOf(*c10::TensorType::get())) found.insert(input);
    const std::function<bool(Block&)> walk = [&](Block& block) {
        bool any = false;
        for (Node* node : block.nodes()) {
            bool depends = false;
            for (const Value* input : node->inputs()) depends = depends || found.contains(input);
            for (Block* inner : node->blocks()) {
                // What enters a loop's or branch's block is not traced in detail: it depends if
                // anything does.
                if (depends)
                    for (const Value* input : inner->inputs()) found.insert(input);
                depends = walk(*inner) || depends;
            }
            if (depends) {
                any = true;
                for (const Value* output : node->outputs()) found.insert(output);
            }
        }
        return any;
    };
    walk(*graph.block());
    return found;
}

std::string moduleName(const Node& node) {
    std::string name;
    if (!node.callstack()) return name;
    for (const auto& entry : (*node.callstack())->vec()) {
        const auto& instance = std::get<2>(entry);
        if (!instance || !instance->class_type()) continue;
        const std::string part = instance->instance_name();
        if (part.empty() || part == "self" || part.starts_with("TOP(")) continue;
        name += (name.empty() ? "" : ".") + part;
    }
    return name;
}

std::optional<std::size_t> weightOperand(const Node& node) {
    const auto operands = operandsOf(node);
    if (!operands || operands->kind == LayerKind::Bmm) return std::nullopt;
    return operands->second;
}

namespace {

/// Dotted module name from the weight's: freezing names constants after their attribute,
/// "self.layer1.0.conv1.weight". "self.attention.in_proj_weight", which belongs to no module of its
/// own, is "attention.in_proj".
std::string weightOwner(const Value& weight) {
    const std::string name = weight.debugName();
    if (!name.starts_with("self.")) return {};
    for (const std::string_view end : {".weight", "_weight"})
        if (const auto at = name.rfind(end); at != std::string::npos && at > 5)
            return name.substr(5, at - 5);
    return {};
}

/// Completes the called names of sites without a weight of their own by what the weights of the
/// same module tell: called "0.attn.qkv" and owned by "blocks.0.attn.qkv", "0.attn" is
/// "blocks.0.attn".
void completeNames(std::vector<Site>& sites, const std::vector<std::string>& owners) {
    std::vector<std::string> completed(sites.size());
    for (std::size_t i = 0; i < sites.size(); ++i) {
        completed[i] = sites[i].name;
        if (!owners[i].empty() || sites[i].name.empty()) continue;
        // Outwards from the site, since "0.attn" may stand in several module lists.
        for (std::size_t distance = 1; distance < sites.size() && completed[i] == sites[i].name;
             ++distance) {
            for (const std::size_t j : {i - distance, i + distance}) {
                if (j >= sites.size() || owners[j].empty() ||
                    !sites[j].name.starts_with(sites[i].name + "."))
                    continue;
                const std::string rest = sites[j].name.substr(sites[i].name.size());
                if (owners[j].ends_with(rest))
                    completed[i] = owners[j].substr(0, owners[j].size() - rest.size());
            }
        }
    }
    for (std::size_t i = 0; i < sites.size(); ++i)
        sites[i].name = owners[i].empty() ? completed[i] : owners[i];
    std::map<std::string, int> uses;
    std::set<std::string> taken;
    for (Site& site : sites) {
        const std::string name = site.name;
        // A module may be called as the second use of another would be.
        if (const int use = ++uses[name]; use > 1) site.name += "#" + std::to_string(use);
        while (!taken.insert(site.name).second)
            site.name = name + "#" + std::to_string(++uses[name]);
    }
}

std::optional<std::int64_t> constantInt(const Value* value) {
    const auto constant = torch::jit::toIValue(value);
    return constant && constant->isInt() ? std::optional(constant->toInt()) : std::nullopt;
}

/// A constant list of integers, or a list made of constants.
std::optional<std::vector<std::int64_t>> constantInts(const Value* value) {
    if (const auto constant = torch::jit::toIValue(value)) {
        if (constant->isInt()) return std::vector<std::int64_t>{constant->toInt()};
        return constant->isIntList() ? std::optional(constant->toIntVector()) : std::nullopt;
    }
    if (value->node()->kind() != c10::prim::ListConstruct) return std::nullopt;
    std::vector<std::int64_t> list;
    for (const Value* entry : value->node()->inputs()) {
        const auto number = constantInt(entry);
        if (!number) return std::nullopt;
        list.push_back(*number);
    }
    return list;
}

/// aten::convNd and aten::_convolution have stride, padding and dilation at the same places.
void readWalk(const Node& node, Site& site) {
    const auto read = [&](std::size_t position, const char* what, std::vector<std::int64_t>& into) {
        if (const auto list = constantInts(node.input(position)))
            into = *list;
        else
            site.obstacle = std::string("its ") + what + " is not a constant";
    };
    read(3, "stride", site.walk.stride);
    read(5, "dilation", site.walk.dilation);
    const auto named = torch::jit::toIValue(node.input(4));
    if (!named || !named->isString()) {
        read(4, "padding", site.walk.padding);
    } else if (named->toStringRef() == "same") {
        site.walk.same = true;
    } else {  // "valid"
        site.walk.padding = {0};
    }
}

bool isOne(const Value* value) {
    const auto constant = torch::jit::toIValue(value);
    return constant && constant->isScalar() && constant->toScalar().toDouble() == 1;
}

}  // namespace

void forEachSite(Graph& graph, const std::function<void(Node*, int)>& visit) {
    static const auto input = c10::Symbol::fromQualString("lpstudio::input");
    forEachNode(*graph.block(), [&](Node* node) {
        if (node->kind() == input)
            visit(node, static_cast<int>(constantInt(node->input(1)).value()));
    });
}

std::vector<Site> insertSites(Graph& graph, const std::string& file) {
    refuseFusedAttention(graph, file);
    // Decided before anything is inserted: the operators put in between are not among the
    // dependents.
    struct Found {
        Node* node;
        Operands operands;
        bool firstDepends, secondDepends;
    };
    std::vector<Found> found;
    const auto depends = dependents(graph);
    forEachNode(*graph.block(), [&](Node* node) {
        if (const auto operands = operandsOf(*node))
            found.push_back({node, *operands, depends.contains(node->input(operands->first)),
                             depends.contains(node->input(operands->second))});
    });

    std::vector<Site> sites;
    std::vector<std::string> owners;
    for (const auto& [node, operands, firstDepends, secondDepends] : found) {
        // A product of two constants is no layer.
        if (!firstDepends && !secondDepends) continue;
        Site site{moduleName(*node), operands.kind, 1, operands.weightTransposed};
        const std::string op = node->kind().toUnqualString();
        if (operands.kind == LayerKind::Matmul && !secondDepends) site.kind = LayerKind::Linear;
        if (op == "_convolution" || op == "convolution") {
            const auto transposed = torch::jit::toIValue(node->input(6));
            if (transposed && transposed->isBool() && transposed->toBool())
                site.kind = LayerKind::TransposedConvolution;
            site.groups = static_cast<int>(constantInt(node->input(8)).value_or(1));
            readWalk(*node, site);
        } else if (op.starts_with("conv_transpose")) {
            site.groups = static_cast<int>(constantInt(node->input(6)).value_or(1));
        } else if (op.starts_with("conv") || op == "_convolution_mode") {
            site.groups = static_cast<int>(constantInt(node->input(6)).value_or(1));
            readWalk(*node, site);
        } else if ((op == "addmm" || op == "baddbmm") &&
                   !(isOne(node->input(3)) && isOne(node->input(4)))) {
            site.obstacle = op + " with beta or alpha other than 1";
        }
        if (site.kind == LayerKind::TransposedConvolution)
            site.obstacle = "it is a transposed convolution";
        owners.push_back(weightOwner(*node->input(operands.second)));
        if (site.name.empty() && owners.back().empty()) site.name = op;

        const auto index = static_cast<std::int64_t>(sites.size());
        const auto wrap = [&](const char* symbol, std::vector<Value*> values) {
            values.push_back(graph.insertConstant(index));
            Node* wrapper = graph.create(c10::Symbol::fromQualString(symbol), values);
            graph.insertNode(wrapper);
            wrapper->output()->setType(c10::TensorType::get());
            return wrapper->output();
        };
        {
            torch::jit::WithInsertPoint before(node);
            node->replaceInput(operands.first,
                               wrap("lpstudio::input", {node->input(operands.first)}));
            node->replaceInput(operands.second,
                               wrap("lpstudio::operand", {node->input(operands.second)}));
        }
        {
            torch::jit::WithInsertPoint after(node->next());
            Value* added = operands.added ? node->input(*operands.added)
                                          : graph.insertConstant(torch::jit::IValue());
            Value* output = wrap("lpstudio::output", {node->output(), added});
            node->output()->replaceAllUsesAfterNodeWith(output->node(), output);
        }
        sites.push_back(site);
    }
    completeNames(sites, owners);
    return sites;
}

}  // namespace lpstudio
