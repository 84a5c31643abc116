#include "core/network/post_operations.h"

#include <ATen/core/Tensor.h>
#include <ATen/record_function.h>

#include <algorithm>
#include <map>
#include <string>
#include <string_view>
#include <unordered_set>

namespace lpstudio {

std::string operatorName(const char* symbol) {
    std::string name = symbol;
    if (const auto at = name.rfind("::"); at != std::string::npos) name.erase(0, at + 2);
    if (name.ends_with('_')) name.pop_back();
    return name;
}

namespace {

struct Counting {
    at::CallbackHandle handle = 0;
    int depth = 0;  ///< of operators that call operators
    bool inProduct = false;
    int site = -1;  ///< whose product came last; -1: none has
    std::map<int, std::int64_t> counts;
};

/// Callbacks are plain functions.
thread_local Counting* current = nullptr;

bool oneOf(std::string_view name, const std::unordered_set<std::string_view>& names) {
    return names.contains(name);
}

bool movesOnly(std::string_view name) {
    static const std::unordered_set<std::string_view> names{"view",
                                                            "view_as",
                                                            "reshape",
                                                            "reshape_as",
                                                            "_reshape_alias",
                                                            "flatten",
                                                            "unflatten",
                                                            "ravel",
                                                            "transpose",
                                                            "t",
                                                            "mT",
                                                            "swapaxes",
                                                            "permute",
                                                            "movedim",
                                                            "moveaxis",
                                                            "squeeze",
                                                            "unsqueeze",
                                                            "expand",
                                                            "expand_as",
                                                            "select",
                                                            "slice",
                                                            "narrow",
                                                            "chunk",
                                                            "split",
                                                            "split_with_sizes",
                                                            "tensor_split",
                                                            "unbind",
                                                            "cat",
                                                            "concat",
                                                            "stack",
                                                            "hstack",
                                                            "vstack",
                                                            "contiguous",
                                                            "clone",
                                                            "copy",
                                                            "to",
                                                            "_to_copy",
                                                            "type_as",
                                                            "float",
                                                            "double",
                                                            "detach",
                                                            "alias",
                                                            "as_strided",
                                                            "unfold",
                                                            "im2col",
                                                            "repeat",
                                                            "tile",
                                                            "roll",
                                                            "flip",
                                                            "pad",
                                                            "constant_pad_nd",
                                                            "reflection_pad1d",
                                                            "reflection_pad2d",
                                                            "replication_pad1d",
                                                            "replication_pad2d",
                                                            "zero",
                                                            "fill",
                                                            "zeros",
                                                            "zeros_like",
                                                            "ones",
                                                            "ones_like",
                                                            "empty",
                                                            "empty_like",
                                                            "full",
                                                            "full_like",
                                                            "new_zeros",
                                                            "new_ones",
                                                            "new_empty",
                                                            "new_full",
                                                            "arange",
                                                            "linspace",
                                                            "tensor",
                                                            "scalar_tensor",
                                                            "_tensor",
                                                            "lift_fresh",
                                                            "dropout",
                                                            "feature_dropout",
                                                            "alpha_dropout",
                                                            "feature_alpha_dropout",
                                                            "index",
                                                            "index_select",
                                                            "gather",
                                                            "take",
                                                            "embedding",
                                                            "pixel_shuffle",
                                                            "pixel_unshuffle",
                                                            "channel_shuffle",
                                                            "upsample_nearest1d",
                                                            "upsample_nearest2d",
                                                            "upsample_nearest3d",
                                                            "meshgrid",
                                                            "item"};
    return oneOf(name, names);
}

bool isProduct(std::string_view name) {
    static const std::unordered_set<std::string_view> names{"conv1d",
                                                            "conv2d",
                                                            "conv3d",
                                                            "_convolution",
                                                            "_convolution_mode",
                                                            "convolution",
                                                            "conv_transpose1d",
                                                            "conv_transpose2d",
                                                            "conv_transpose3d",
                                                            "linear",
                                                            "matmul",
                                                            "linalg_matmul",
                                                            "mm",
                                                            "bmm",
                                                            "addmm",
                                                            "baddbmm",
                                                            "mv",
                                                            "dot",
                                                            "einsum",
                                                            "bilinear"};
    return oneOf(name, names);
}

bool reduces(std::string_view name) {
    static const std::unordered_set<std::string_view> names{
        "mean", "sum", "prod", "max",         "min",       "amax",   "amin",   "aminmax",
        "norm", "std", "var",  "linalg_norm", "logsumexp", "median", "cumsum", "frobenius_norm"};
    return oneOf(name, names) || name.find("adaptive_") != std::string_view::npos;
}

/// Operations for each element of the result.
std::int64_t perElement(std::string_view name) {
    if (name.find("batch_norm") != std::string_view::npos) return 2;
    if (name.find("layer_norm") != std::string_view::npos ||
        name.find("group_norm") != std::string_view::npos ||
        name.find("instance_norm") != std::string_view::npos)
        return 5;
    if (name.find("softmax") != std::string_view::npos) return 4;
    return 1;
}

/// Axes of max_pool1d, avg_pool2d, max_pool2d_with_indices, ...; 0: no such operator.
std::int64_t poolingAxes(std::string_view name) {
    for (const std::string_view kind : {"max_pool", "avg_pool"})
        if (name.starts_with(kind) && name.size() > kind.size() + 1 && name[kind.size() + 1] == 'd')
            return name[kind.size()] - '0';
    return 0;
}

struct Call final : at::ObserverContext {
    bool counts = false;
    std::string name;
    std::int64_t inputElements = 0;
    std::int64_t window = 0;  ///< kernel area of a pooling
};

std::unique_ptr<at::ObserverContext> onStart(const at::RecordFunction& function) {
    auto call = std::make_unique<Call>();
    if (current == nullptr) return call;
    call->counts = current->depth++ == 0 && !current->inProduct;
    if (!call->counts) return call;
    call->name = operatorName(function.name());
    // The arguments live no longer than this. An interpreter hands its whole stack over, on top of
    // which they are; so it does with the results.
    const auto all = function.inputs();
    const auto inputs = all.slice(all.size() - std::min(all.size(), function.num_inputs()));
    if (!inputs.empty() && inputs[0].isTensor() && inputs[0].toTensor().defined())
        call->inputElements = inputs[0].toTensor().numel();
    if (const std::int64_t axes = poolingAxes(call->name); axes > 0 && inputs.size() > 1) {
        call->window = 1;
        const c10::IValue& kernel = inputs[1];
        if (kernel.isInt()) {
            for (std::int64_t i = 0; i < axes; ++i) call->window *= kernel.toInt();
        } else if (kernel.isIntList()) {
            const auto sizes = kernel.toIntVector();
            // One size stands for all axes.
            for (std::int64_t i = 0; i < axes; ++i)
                call->window *= sizes[sizes.size() == 1 ? 0 : static_cast<std::size_t>(i)];
        }
    }
    return call;
}

/// The first result, if it is a floating-point tensor.
const at::Tensor* result(c10::ArrayRef<c10::IValue> outputs) {
    for (const c10::IValue& output : outputs)
        if (output.isTensor() && output.toTensor().defined())
            return output.toTensor().is_floating_point() ? &output.toTensor() : nullptr;
    return nullptr;
}

std::int64_t operationsOf(const Call& call, c10::ArrayRef<c10::IValue> outputs) {
    if (movesOnly(call.name) || isProduct(call.name)) return 0;
    const at::Tensor* tensor = result(outputs);
    if (tensor == nullptr) return 0;
    if (reduces(call.name)) return std::max(call.inputElements, tensor->numel());
    return tensor->numel() * (call.window > 0 ? call.window : perElement(call.name));
}

void onEnd(const at::RecordFunction& function, at::ObserverContext* context) {
    if (current == nullptr) return;
    --current->depth;
    const auto* call = static_cast<const Call*>(context);
    if (!call->counts) return;
    const c10::ArrayRef<c10::IValue> all = function.outputs();
    const auto outputs = all.slice(all.size() - std::min(all.size(), function.num_outputs()));
    current->counts[current->site] += operationsOf(*call, outputs);
}

}  // namespace

struct PostOperationCounter::Impl : Counting {};

PostOperationCounter::PostOperationCounter() : impl_(std::make_unique<Impl>()) {
    current = impl_.get();
    impl_->handle = at::addThreadLocalCallback(at::RecordFunctionCallback(onStart, onEnd)
                                                   .needsInputs(true)
                                                   .needsOutputs(true)
                                                   .scopes({at::RecordScope::FUNCTION}));
}

PostOperationCounter::~PostOperationCounter() {
    stop();
}

void PostOperationCounter::stop() {
    if (current != impl_.get()) return;
    at::removeCallback(impl_->handle);
    current = nullptr;
}

void PostOperationCounter::begin() {
    impl_->inProduct = true;
}

void PostOperationCounter::end(int site) {
    impl_->inProduct = false;
    impl_->site = site;
}

std::int64_t PostOperationCounter::before() const {
    return after(-1);
}

std::int64_t PostOperationCounter::after(int site) const {
    const auto found = impl_->counts.find(site);
    return found == impl_->counts.end() ? 0 : found->second;
}

}  // namespace lpstudio
