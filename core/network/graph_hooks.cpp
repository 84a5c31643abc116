#include "core/network/graph_hooks.h"

#include <ATen/ATen.h>
#include <torch/csrc/jit/runtime/custom_operator.h>

#include <algorithm>

#include "core/base/error.h"
#include "core/network/bias_correction.h"
#include "core/network/layout.h"
#include "core/network/site_products.h"

namespace lpstudio {
namespace {

thread_local GraphHooks* currentHooks = nullptr;

/// Pushes what `method` of the current hooks makes of the tensor and `more`.
template <class Method, class... More>
void apply(torch::jit::Stack& stack, Method method, const at::Tensor& x, const More&... more) {
    if (currentHooks == nullptr) {
        torch::jit::push(stack, x);
        return;
    }
    try {
        torch::jit::push(stack, (currentHooks->*method)(x, more...));
    } catch (...) {
        currentHooks->failure = std::current_exception();
        throw;
    }
}

template <at::Tensor (GraphHooks::*Method)(const at::Tensor&, int)>
void applyToOperand(torch::jit::Stack& stack) {
    const auto site = static_cast<int>(torch::jit::pop(stack).toInt());
    const at::Tensor x = torch::jit::pop(stack).toTensor();
    apply(stack, Method, x, site);
}

void applyToOutput(torch::jit::Stack& stack) {
    const auto site = static_cast<int>(torch::jit::pop(stack).toInt());
    const torch::jit::IValue added = torch::jit::pop(stack);
    const at::Tensor y = torch::jit::pop(stack).toTensor();
    apply(stack, &GraphHooks::output, y, added.isTensor() ? added.toTensor() : at::Tensor(), site);
}

// The result may be the argument itself, which the (a) tell whoever asks what may be changed in
// place. No pass that moves, merges or drops operators runs once these are in the graph.
const torch::jit::RegisterOperators registered({
    torch::jit::Operator("lpstudio::input(Tensor(a) x, int site) -> Tensor(a)",
                         applyToOperand<&GraphHooks::input>, c10::AliasAnalysisKind::FROM_SCHEMA),
    torch::jit::Operator("lpstudio::operand(Tensor(a) x, int site) -> Tensor(a)",
                         applyToOperand<&GraphHooks::operand>, c10::AliasAnalysisKind::FROM_SCHEMA),
    torch::jit::Operator("lpstudio::output(Tensor(a) y, Tensor? added, int site) -> Tensor(a)",
                         applyToOutput, c10::AliasAnalysisKind::FROM_SCHEMA),
});

std::span<const std::int64_t> shapeOf(const at::Tensor& tensor) {
    return {tensor.sizes().data(), tensor.sizes().size()};
}

/// Calls `use` with the tensor's values as contiguous floats.
template <class Use>
void asFloats(const at::Tensor& tensor, const Use& use) {
    const at::Tensor plain = tensor.to(at::kFloat).contiguous();
    use(TensorView{{plain.data_ptr<float>(), static_cast<std::size_t>(plain.numel())},
                   shapeOf(plain)});
}

}  // namespace

GraphHooks::Scope::Scope(GraphHooks& hooks) : previous_(currentHooks) {
    currentHooks = &hooks;
}
GraphHooks::Scope::~Scope() {
    currentHooks = previous_;
}

at::Tensor PlannedRun::quantized(const at::Tensor& x, const TensorQuantizer& quantizer,
                                 const TensorLayout& layout, int layer) const {
    const at::Tensor plain = x.to(at::kFloat).contiguous();
    at::Tensor result = at::empty_like(plain);
    const auto count = static_cast<std::size_t>(plain.numel());
    const float* source = plain.data_ptr<float>();
    float* target = result.data_ptr<float>();
    const std::string name =
        "activations of layer \"" + layers_[static_cast<std::size_t>(layer)].name + "\"";
    quantizer.quantize({{source, count}, quantizer.usesLayout() ? layout : TensorLayout{}, name},
                       {target, count});
    return result.to(x.scalar_type());
}

at::Tensor PlannedRun::input(const at::Tensor& x, int site) {
    const int layer = layerOfSite_[static_cast<std::size_t>(site)];
    if (layer < 0) return x;
    if (observer_ != nullptr && observer_->wantsOperands())
        asFloats(x, [&](const TensorView& view) { observer_->onInput(LayerIndex(layer), view); });
    const auto index = static_cast<std::size_t>(layer);
    const at::Tensor result =
        index < plan_.size() && plan_[index].input
            ? quantized(x, *plan_[index].input, inputLayout(layers_[index], shapeOf(x)), layer)
            : x;
    if (arithmetic(index) != nullptr) first_ = result;
    return result;
}

at::Tensor PlannedRun::operand(const at::Tensor& x, int site) {
    const int layer = layerOfSite_[static_cast<std::size_t>(site)];
    if (layer < 0) return x;
    const at::Tensor result = plannedOperand(x, layer);
    if (arithmetic(static_cast<std::size_t>(layer)) != nullptr) second_ = result;
    return result;
}

at::Tensor PlannedRun::plannedOperand(const at::Tensor& x, int layer) const {
    const auto index = static_cast<std::size_t>(layer);
    if (layers_[index].isProduct()) {
        if (observer_ != nullptr && observer_->wantsOperands())
            asFloats(
                x, [&](const TensorView& view) { observer_->onOperand(LayerIndex(layer), view); });
        if (index >= plan_.size() || !plan_[index].operand) return x;
        return quantized(x, *plan_[index].operand, operandLayout(shapeOf(x)), layer);
    }
    if (index >= plan_.size() || !plan_[index].weight) return x;
    const std::vector<float>& weight = *plan_[index].weight;
    // The plan outlives the run, so the tensor may borrow its memory.
    const at::Tensor view = at::from_blob(const_cast<float*>(weight.data()), x.sizes(), at::kFloat);
    return view.to(x.scalar_type());
}

void PlannedRun::addToChannels(const at::Tensor& y, std::size_t layer,
                               const std::vector<float>& shift) const {
    std::vector<std::int64_t> shape(static_cast<std::size_t>(y.dim()), 1);
    shape[layers_[layer].kind == LayerKind::Linear ? shape.size() - 1 : 1] =
        static_cast<std::int64_t>(shift.size());
    // The product has just made its result; nobody else holds it yet.
    y.add_(at::from_blob(const_cast<float*>(shift.data()), shape, at::kFloat).to(y.scalar_type()));
}

std::vector<float> PlannedRun::shiftToMeans(const at::Tensor& y, std::size_t layer) const {
    const std::vector<double>& wanted = plan_[layer].outputMeans;
    std::vector<float> shift(wanted.size());
    asFloats(y, [&](const TensorView& view) {
        const std::vector<double> means = channelMeans(layers_[layer], view);
        for (std::size_t c = 0; c < shift.size(); ++c)
            shift[c] = static_cast<float>(wanted[c] - means.at(c));
    });
    return shift;
}

at::Tensor PlannedRun::product(const at::Tensor& y, const at::Tensor& added, int site,
                               const ProductArithmetic& arithmetic) const {
    const auto index = static_cast<std::size_t>(site);
    const Layer& layer = layers_[static_cast<std::size_t>(layerOfSite_[index])];
    if (!sites_[index].obstacle.empty())
        throw Error("layer \"" + layer.name + "\": " + sites_[index].obstacle +
                    ", which only LibTorch's own arithmetic computes; leave the layer in floating "
                    "point");
    return computeProducts(arithmetic, layer, sites_[index], first_, second_, added, y);
}

at::Tensor PlannedRun::output(const at::Tensor& result, const at::Tensor& added, int site) {
    const int layer = layerOfSite_[static_cast<std::size_t>(site)];
    if (layer < 0) return result;
    const auto index = static_cast<std::size_t>(layer);
    at::Tensor y = result;
    if (const ProductArithmetic* own = arithmetic(index)) {
        y = product(result, added, site, *own);
        first_.reset();
        second_.reset();
    }
    if (index < plan_.size()) {
        if (!plan_[index].outputShift.empty()) addToChannels(y, index, plan_[index].outputShift);
        if (!plan_[index].outputMeans.empty()) {
            const std::vector<float> shift = shiftToMeans(y, index);
            addToChannels(y, index, shift);
            if (observer_ != nullptr) observer_->onShift(LayerIndex(layer), shift);
        }
    }
    if (observer_ != nullptr && observer_->wantsOutputs())
        asFloats(y, [&](const TensorView& view) { observer_->onOutput(LayerIndex(layer), view); });
    return y;
}

}  // namespace lpstudio
