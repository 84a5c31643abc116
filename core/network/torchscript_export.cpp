#include "core/network/torchscript_export.h"

#include <ATen/Functions.h>
#include <torch/csrc/jit/api/module.h>
#include <torch/csrc/jit/passes/constant_pooling.h>
#include <torch/csrc/jit/passes/dead_code_elimination.h>
#include <torch/csrc/jit/passes/freeze_module.h>
#include <torch/csrc/jit/passes/inliner.h>
#include <torch/csrc/jit/serialization/import.h>

#include <algorithm>
#include <cctype>
#include <cmath>
#include <cstring>
#include <fstream>
#include <limits>
#include <map>
#include <set>
#include <sstream>
#include <string_view>
#include <system_error>
#include <utility>

#include "core/base/error.h"
#include "core/base/sha256.h"
#include "core/network/own_state.h"
#include "core/network/sites.h"
#include "core/network/stored_parameters.h"

namespace lpstudio {
namespace {

using torch::jit::Graph;
using torch::jit::Node;
using torch::jit::Value;

torch::jit::Module loadAgain(const Network& network) {
    const std::string path = network.file().string();
    if (fileSha256(network.file()) != network.sha256())
        throw Error(path +
                    ": has changed since it was loaded; put the old file back, or open it again");
    try {
        torch::jit::Module module = torch::jit::load(path);
        module.eval();
        return module;
    } catch (const c10::Error& error) {
        throw Error(path + ": cannot be read again (" + error.what_without_backtrace() + ")");
    }
}

/// Parameters and buffers under dotted names, as the original model has them: freezing leaves
/// nothing but constants, which have no names, no state_dict and stay behind when a model is moved
/// to another device.
class TensorTree {
public:
    explicit TensorTree(torch::jit::Module root) : root_(std::move(root)) {}

    /// Keeps the tensor under the name; returns the graph's value for it. A name that is taken is
    /// not given again: null.
    Value* add(Graph& graph, const std::string& name, const at::Tensor& tensor, bool isBuffer) {
        if (!taken_.insert(name).second) return nullptr;
        torch::jit::Module module = root_;
        Value* value = graph.inputs().at(0);
        std::size_t begin = 0;
        for (auto dot = name.find('.'); dot != std::string::npos; dot = name.find('.', begin)) {
            const auto [attribute, isNew] =
                attributeOf(module, name.substr(0, dot), name.substr(begin, dot - begin));
            // Types are told apart by name.
            if (isNew)
                module.register_module(attribute, torch::jit::Module("__torch__.lpstudio.Part" +
                                                                     std::to_string(++parts_)));
            module = module.attr(attribute).toModule();
            value = graph.insertGetAttr(value, attribute);
            begin = dot + 1;
        }
        // A tensor may be called as a module is.
        const std::string attribute = attributeOf(module, name + " ", name.substr(begin)).first;
        module.register_parameter(attribute, tensor, isBuffer);
        return graph.insertGetAttr(value, attribute);
    }

private:
    /// The attribute of `parent` that stands for the part of a model called `path`, whose last name
    /// is `name`, and whether it has still to be made. Other names may come to the same attribute
    /// ("conv-1" and "conv_1"): each gets its own.
    std::pair<std::string, bool> attributeOf(const torch::jit::Module& parent,
                                             const std::string& path, const std::string& name) {
        if (const auto known = attributes_.find(path); known != attributes_.end())
            return {known->second, false};
        std::string clean;
        for (const char c : name)
            clean += std::isalnum(static_cast<unsigned char>(c)) != 0 ? c : '_';
        if (clean.empty()) clean = "_";
        std::string attribute = clean;
        for (int count = 2; parent.hasattr(attribute); ++count)
            attribute = clean + "_" + std::to_string(count);
        attributes_[path] = attribute;
        return {attribute, true};
    }

    torch::jit::Module root_;
    int parts_ = 0;
    std::set<std::string> taken_;
    std::map<std::string, std::string> attributes_;  ///< by dotted name of the part
};

/// Whether tensors of other types than float32 take part: what is put in must be cast then.
bool mixesTypes(Graph& graph) {
    static const std::set<std::string> casts{"aten::to",   "aten::type_as",  "aten::double",
                                             "aten::half", "aten::bfloat16", "aten::_to_copy",
                                             "aten::float"};
    bool mixed = false;
    forEachNode(*graph.block(), [&](const Node* node) {
        mixed = mixed || casts.contains(node->kind().toQualString());
        if (node->kind() != c10::prim::Constant) return;
        const auto constant = torch::jit::toIValue(node->output());
        if (constant && constant->isTensor() && constant->toTensor().is_floating_point())
            mixed = mixed || constant->toTensor().scalar_type() != at::kFloat;
    });
    return mixed;
}

/// The graph's sites once more, replaced by what a plan does at them.
class Rewriter {
public:
    Rewriter(Graph& graph, TensorTree& tensors, const Network& network, const RunPlan& plan,
             const Assignment* activations, Rounding rounding)
        : graph_(graph),
          tensors_(tensors),
          plan_(plan),
          activations_(activations),
          rounding_(rounding),
          mixed_(mixesTypes(graph)) {
        for (const Layer& layer : network.layers()) layers_[layer.name] = &layer;
    }

    void rewrite(const std::vector<Site>& sites) {
        std::vector<Node*> ours;
        collect(*graph_.block(), ours);
        for (Node* node : ours) {
            const torch::jit::WithInsertPoint before(node);
            const auto number = torch::jit::toIValue(node->inputs().back())->toInt();
            const auto found = layers_.find(sites[static_cast<std::size_t>(number)].name);
            // A site that is never executed is no layer and stays as it is.
            Value* result =
                found == layers_.end() ? node->input(0) : replace(*node, *found->second);
            node->output()->replaceAllUsesWith(result);
            node->destroy();
        }
    }

private:
    static void collect(torch::jit::Block& block, std::vector<Node*>& found) {
        for (Node* node : block.nodes()) {
            for (torch::jit::Block* inner : node->blocks()) collect(*inner, found);
            if (std::strcmp(node->kind().ns().toUnqualString(), "lpstudio") == 0)
                found.push_back(node);
        }
    }

    Value* replace(const Node& node, const Layer& layer) {
        const std::string kind = node.kind().toUnqualString();
        if (kind == "output") return shifted(node.input(0), layer);
        const LayerFormats* formats =
            activations_ == nullptr
                ? nullptr
                : &activations_->at(static_cast<std::size_t>(layer.index.value));
        if (kind == "input")
            return formats == nullptr
                       ? node.input(0)
                       : rounded(node.input(0), formats->activations, layer, "input");
        if (!layer.isProduct()) return weight(node.input(0), layer);
        return formats == nullptr ? node.input(0)
                                  : rounded(node.input(0), formats->weights, layer, "operand");
    }

    Value* weight(Value* old, const Layer& layer) {
        const auto& values = plan_.at(static_cast<std::size_t>(layer.index.value)).weight;
        if (!values) return old;
        const auto constant = torch::jit::toIValue(old);
        auto type = at::kFloat;
        if (constant && constant->isTensor()) type = constant->toTensor().scalar_type();
        const at::Tensor rounded = tensor(*values, layer.weightShape).to(type);
        // A weight that several layers share may be rounded differently for each.
        Value* kept = tensors_.add(graph_, layer.name + ".weight", rounded, false);
        if (kept == nullptr) kept = graph_.insertConstant(rounded);
        return constant ? kept : likeIn(kept, old);
    }

    Value* shifted(Value* y, const Layer& layer) {
        const std::vector<float>& shift =
            plan_.at(static_cast<std::size_t>(layer.index.value)).outputShift;
        if (shift.empty()) return y;
        std::vector<std::int64_t> shape(layer.outputShape.size() + 1, 1);
        shape[layer.kind == LayerKind::Linear ? shape.size() - 1 : 1] =
            static_cast<std::int64_t>(shift.size());
        return graph_.insert(c10::aten::add,
                             {y, likeIn(buffer(layer, "output_shift", tensor(shift, shape)), y)});
    }

    /// The value in the type of `model`, where types may differ.
    Value* likeIn(Value* value, Value* model) {
        return mixed_ ? graph_.insert(c10::aten::type_as, {value, model}) : value;
    }

    Value* rounded(Value* x, const FormatPtr& format, const Layer& layer,
                   const std::string& operand) {
        if (!format) return x;
        if (format->tensorQuantizer(rounding_)->usesLayout())
            throw Error("layer \"" + layer.name + "\": activations in " + format->spec() +
                        " share scales, which standard operators cannot express; choose another "
                        "format for them, or leave the activations out of the graph");
        const StepFunction steps = stepFunction(format->quantizer(rounding_));
        const auto list = [](const std::vector<float>& values) {
            return tensor(values, {static_cast<std::int64_t>(values.size())});
        };
        Value* const original = x;
        // Rounding is that of float32, whatever the layer computes in.
        if (mixed_)
            x = graph_.insert(c10::aten::to,
                              {x, static_cast<std::int64_t>(at::kFloat), false, false});
        // A transposed view would be copied all the same, with a warning.
        x = graph_.insert(c10::aten::contiguous, {x});
        Value* position =
            graph_.insert(c10::Symbol::fromQualString("aten::bucketize"),
                          {x, buffer(layer, operand + "_bounds", list(steps.bounds))});
        Value* values = graph_.insert(
            c10::aten::take, {buffer(layer, operand + "_values", list(steps.values)), position});
        return likeIn(values, original);
    }

    Value* buffer(const Layer& layer, const std::string& name, const at::Tensor& values) {
        Value* kept = tensors_.add(graph_, layer.name + "." + name, values, true);
        return kept != nullptr ? kept : graph_.insertConstant(values);
    }

    static at::Tensor tensor(const std::vector<float>& values, at::IntArrayRef shape) {
        return at::from_blob(const_cast<float*>(values.data()), shape, at::kFloat).clone();
    }

    Graph& graph_;
    TensorTree& tensors_;
    const RunPlan& plan_;
    const Assignment* activations_;
    Rounding rounding_;
    bool mixed_;
    std::map<std::string, const Layer*> layers_;
};

void requireSettled(const Network& network, const RunPlan& plan) {
    for (const Layer& layer : network.layers()) {
        const LayerPlan& p = plan.at(static_cast<std::size_t>(layer.index.value));
        if (!p.outputMeans.empty() || p.arithmetic)
            throw Error("layer \"" + layer.name +
                        "\": its computation depends on the images of a run, or on the "
                        "accelerator's arithmetic; a TorchScript file can hold neither");
    }
}

/// Gives the constants that were the model's parameters and buffers their names back.
void nameConstants(Graph& graph, TensorTree& tensors, const torch::jit::Module& original) {
    std::map<std::string, bool> isBuffer;
    for (const auto& parameter : original.named_parameters()) isBuffer[parameter.name] = false;
    for (const auto& buffer : original.named_buffers()) isBuffer[buffer.name] = true;
    std::vector<Node*> constants;
    for (Node* node : graph.nodes())
        if (node->kind() == c10::prim::Constant) constants.push_back(node);
    for (Node* node : constants) {
        const auto constant = torch::jit::toIValue(node->output());
        // Freezing names constants after their attribute, "self.layer1.0.norm1.bias".
        const std::string name = node->output()->debugName();
        if (!constant || !constant->isTensor() || !name.starts_with("self.")) continue;
        const auto known = isBuffer.find(name.substr(5));
        if (known == isBuffer.end()) continue;
        const torch::jit::WithInsertPoint before(node);
        if (Value* kept = tensors.add(graph, known->first, constant->toTensor(), known->second)) {
            node->output()->replaceAllUsesWith(kept);
            node->destroy();
        }
    }
}

/// Leaves no file that is not whole.
void writeWhole(std::string_view content, const std::filesystem::path& file) {
    std::ofstream out(file, std::ios::binary | std::ios::trunc);
    out.write(content.data(), static_cast<std::streamsize>(content.size()));
    out.close();
    if (out) return;
    std::error_code ignored;
    if (std::filesystem::is_regular_file(file, ignored)) std::filesystem::remove(file, ignored);
    throw Error(file.string() +
                ": cannot be written; check that its folder may be written and the disk has room");
}

}  // namespace

StepFunction stepFunction(const Quantizer& quantizer) {
    const Quantizer::Side &negative = quantizer.negative(), &positive = quantizer.positive();
    StepFunction steps;
    // The magnitude below zero grows where -x > t, so the value holds from x = -t on: where x is
    // above the float before -t.
    for (std::size_t i = negative.thresholds.size(); i-- > 0;) {
        steps.values.push_back(-negative.values[i + 1]);
        steps.bounds.push_back(
            std::nextafter(-negative.thresholds[i], -std::numeric_limits<float>::infinity()));
    }
    steps.values.push_back(0);
    for (std::size_t i = 0; i < positive.thresholds.size(); ++i) {
        steps.bounds.push_back(positive.thresholds[i]);
        steps.values.push_back(positive.values[i + 1]);
    }
    return steps;
}

void saveTorchScript(const Network& network, const RunPlan& plan, const Assignment* activations,
                     Rounding rounding, const std::filesystem::path& file) {
    requireSettled(network, plan);
    const std::string path = network.file().string();
    const torch::jit::Module original = loadAgain(network);
    try {
        torch::jit::Module module = torch::jit::freeze_module(original);
        const std::shared_ptr<Graph> graph = module.get_method("forward").graph();
        torch::jit::Inline(*graph);
        // As when the network was loaded, so that the sites are the same.
        torch::jit::EliminateDeadCode(graph);
        copyChangedConstants(graph);
        TensorTree tensors(module);
        Rewriter(*graph, tensors, network, plan, activations, rounding)
            .rewrite(insertSites(*graph, path));
        torch::jit::EliminateDeadCode(graph);
        nameConstants(*graph, tensors, original);
        torch::jit::ConstantPooling(graph);
        graph->lint();
        // Not by LibTorch, whose writer ends the program when the disk is full.
        std::ostringstream packed;
        module.save(packed);
        writeWhole(packed.view(), file);
    } catch (const Error&) {
        throw;
    } catch (const std::exception& error) {
        const std::string what = error.what();
        throw Error(file.string() + ": cannot be written (" + what.substr(0, what.find('\n')) +
                    ")");
    }
}

std::vector<RemainingParameter> remainingParameters(const Network& network) {
    const torch::jit::Module module = loadAgain(network);
    std::map<std::string, at::Tensor> tensors;
    for (const auto& parameter : module.named_parameters())
        tensors.emplace(parameter.name, parameter.value);
    std::vector<RemainingParameter> remaining;
    for (const std::string& name : parameterUse(module).kept) {
        const at::Tensor values = tensors.at(name).detach().to(at::kFloat).contiguous();
        const float* data = values.data_ptr<float>();
        remaining.push_back({name, values.sizes().vec(), {data, data + values.numel()}});
    }
    return remaining;
}

}  // namespace lpstudio
