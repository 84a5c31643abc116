#include "core/network/unquantized.h"

#include <ATen/core/Tensor.h>
#include <ATen/record_function.h>
#include <torch/csrc/jit/api/module.h>

#include <algorithm>
#include <cctype>
#include <cmath>
#include <cstdio>
#include <initializer_list>
#include <map>
#include <memory>
#include <string_view>
#include <utility>

#include "core/base/error.h"
#include "core/network/post_operations.h"
#include "core/network/stored_parameters.h"
#include "core/network/torch_runtime.h"
#include "core/network/torchscript_import.h"

namespace lpstudio {
namespace {

struct Counting {
    int inside = 0;  ///< operators that are counted as a whole, or are layers
    std::map<std::string, FloatProducts> products;
};

/// Callbacks are plain functions.
thread_local Counting* current = nullptr;

bool isOneOf(std::string_view name, std::initializer_list<std::string_view> names) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

/// What LP Studio lists as layers, by the operators' names.
bool isLayer(std::string_view name) {
    return isOneOf(
        name, {"conv1d", "conv2d", "conv3d", "_convolution", "convolution", "_convolution_mode",
               "conv_transpose1d", "conv_transpose2d", "conv_transpose3d", "linear", "matmul",
               "linalg_matmul", "mm", "bmm", "addmm", "baddbmm"});
}

bool isRecurrent(std::string_view name) {
    return isOneOf(name, {"lstm", "gru", "rnn_tanh", "rnn_relu", "quantized_lstm"});
}
bool isCell(std::string_view name) {
    return isOneOf(name, {"lstm_cell", "gru_cell", "rnn_tanh_cell", "rnn_relu_cell"});
}
/// Input, weight (outputs first), ...
bool isOtherConvolution(std::string_view name) {
    return isOneOf(name,
                   {"thnn_conv2d", "slow_conv3d", "slow_conv_dilated2d", "slow_conv_dilated3d",
                    "conv_depthwise3d", "_conv_depthwise2d", "mkldnn_convolution"});
}
/// The contraction of two tensors over some of their axes.
bool isContraction(std::string_view name) {
    return isOneOf(name, {"tensordot", "inner", "outer", "ger", "mv", "dot", "vdot", "kron"});
}
/// A tensor that is added to, and two that are multiplied.
bool isAddedContraction(std::string_view name) {
    return isOneOf(name, {"addmv", "addr"});
}

bool isCounted(std::string_view name) {
    return isRecurrent(name) || isCell(name) || isOtherConvolution(name) || isContraction(name) ||
           isAddedContraction(name) ||
           isOneOf(name, {"einsum", "bilinear", "addbmm", "conv_tbc", "chain_matmul",
                          "linalg_multi_dot", "_trilinear"});
}

std::int64_t elementsOf(const c10::IValue& value) {
    return value.isTensor() && value.toTensor().defined() ? value.toTensor().numel() : 0;
}

/// Over how many indices two tensors are summed, from the sizes of all three: |a| = M K, |b| = K N,
/// |c| = M N.
std::int64_t contraction(std::int64_t a, std::int64_t b, std::int64_t c) {
    if (c == 0) return 0;
    const double k =
        std::sqrt(static_cast<double>(a) * static_cast<double>(b) / static_cast<double>(c));
    return static_cast<std::int64_t>(std::llround(k * static_cast<double>(c)));
}

/// Each index of the equation runs over its size: with two operands that is the product of all;
/// with more, a product the more for each.
std::int64_t einsumMacs(const std::string& equation, const std::vector<at::Tensor>& operands) {
    std::map<char, std::int64_t> sizes;
    std::int64_t others = 1;  // of the axes that "..." stands for
    std::size_t operand = 0, axis = 0;
    for (std::size_t i = 0; i < equation.size() && operand < operands.size(); ++i) {
        const char c = equation[i];
        const at::Tensor& tensor = operands[operand];
        const auto rank = static_cast<std::size_t>(tensor.dim());
        if (c == '-') break;
        if (c == ',') {
            ++operand;
            axis = 0;
        } else if (c == '.') {
            std::size_t letters = 0;
            for (std::size_t j = i; j < equation.size() && equation[j] != ',' && equation[j] != '-';
                 ++j)
                letters += std::isalpha(static_cast<unsigned char>(equation[j])) != 0 ? 1 : 0;
            std::int64_t all = 1;
            for (; axis + letters < rank; ++axis)
                all *= tensor.size(static_cast<std::int64_t>(axis));
            others = std::max(others, all);
            while (i + 1 < equation.size() && equation[i + 1] == '.') ++i;
        } else if (std::isalpha(static_cast<unsigned char>(c)) != 0 && axis < rank) {
            auto& size = sizes[c];
            size = std::max(size, tensor.size(static_cast<std::int64_t>(axis++)));
        }
    }
    if (operands.size() < 2) return 0;
    std::int64_t macs = others * static_cast<std::int64_t>(operands.size() - 1);
    for (const auto& [letter, size] : sizes) macs *= size;
    return macs;
}

/// Weights of a recurrent layer work on each step of each sequence; biases are vectors.
std::int64_t matrices(const c10::IValue& list) {
    std::int64_t sum = 0;
    if (!list.isTensorList()) return sum;
    for (const at::Tensor& tensor : list.toTensorVector())
        if (tensor.dim() == 2) sum += tensor.numel();
    return sum;
}

std::int64_t macsOf(std::string_view name, const std::vector<c10::IValue>& inputs,
                    const at::Tensor& result) {
    const auto in = [&](std::size_t i) { return i < inputs.size() ? inputs[i] : c10::IValue(); };
    if (name == "einsum")
        return in(0).isString() && in(1).isTensorList()
                   ? einsumMacs(in(0).toStringRef(), in(1).toTensorVector())
                   : 0;
    if (isRecurrent(name)) {
        if (!in(0).isTensor()) return 0;
        const at::Tensor x = in(0).toTensor();
        // Data of packed sequences have their sizes beside them, and the weights one place later.
        const std::int64_t weights = in(2).isTensorList() ? matrices(in(2)) : matrices(in(3));
        return x.numel() / std::max<std::int64_t>(1, x.size(-1)) * weights;
    }
    if (isCell(name)) {
        if (!in(0).isTensor()) return 0;
        const at::Tensor x = in(0).toTensor();
        return x.numel() / std::max<std::int64_t>(1, x.size(-1)) *
               (elementsOf(in(2)) + elementsOf(in(3)));
    }
    if (isOtherConvolution(name) || name == "conv_tbc") {
        if (!in(1).isTensor() || in(1).toTensor().dim() == 0) return 0;
        const at::Tensor weight = in(1).toTensor();
        const std::int64_t outputs = weight.size(name == "conv_tbc" ? 2 : 0);
        return result.numel() * (weight.numel() / std::max<std::int64_t>(1, outputs));
    }
    if (name == "bilinear") {
        if (!in(2).isTensor() || in(2).toTensor().dim() != 3) return 0;
        const at::Tensor weight = in(2).toTensor();
        return result.numel() * weight.size(1) * (weight.size(2) + 1);
    }
    if (name == "addbmm" && in(1).isTensor())
        return result.numel() * in(1).toTensor().size(0) * in(1).toTensor().size(-1);
    if (isContraction(name))
        return contraction(elementsOf(in(0)), elementsOf(in(1)), result.numel());
    if (isAddedContraction(name))
        return contraction(elementsOf(in(1)), elementsOf(in(2)), result.numel());
    return 0;
}

struct Call final : at::ObserverContext {
    bool outermost = false, counted = false;
    std::string name;
    std::vector<c10::IValue> inputs;
};

std::unique_ptr<at::ObserverContext> onStart(const at::RecordFunction& function) {
    auto call = std::make_unique<Call>();
    if (current == nullptr) return call;
    call->name = operatorName(function.name());
    call->counted = isCounted(call->name);
    if (!call->counted && !isLayer(call->name)) return call;
    call->outermost = current->inside++ == 0;
    if (!call->outermost || !call->counted) return call;
    // An interpreter hands its whole stack over, on top of which the arguments are.
    const auto all = function.inputs();
    const auto own = all.slice(all.size() - std::min(all.size(), function.num_inputs()));
    call->inputs.assign(own.begin(), own.end());
    return call;
}

void onEnd(const at::RecordFunction& function, at::ObserverContext* context) {
    if (current == nullptr) return;
    const auto* call = static_cast<const Call*>(context);
    if (!call->counted && !isLayer(call->name)) return;
    --current->inside;
    if (!call->outermost || !call->counted) return;
    const c10::ArrayRef<c10::IValue> all = function.outputs();
    const auto own = all.slice(all.size() - std::min(all.size(), function.num_outputs()));
    at::Tensor result;
    if (!own.empty() && own[0].isTensor() && own[0].toTensor().defined())
        result = own[0].toTensor();
    FloatProducts& products = current->products[call->name];
    products.op = call->name;
    ++products.calls;
    products.macs += macsOf(call->name, call->inputs, result);
}

/// Counts while it lives.
class Counter {
public:
    Counter() {
        current = &counting;
        handle_ = at::addThreadLocalCallback(at::RecordFunctionCallback(onStart, onEnd)
                                                 .needsInputs(true)
                                                 .needsOutputs(true)
                                                 .scopes({at::RecordScope::FUNCTION}));
    }
    ~Counter() {
        at::removeCallback(handle_);
        current = nullptr;
    }
    Counter(const Counter&) = delete;
    Counter& operator=(const Counter&) = delete;

    Counting counting;

private:
    at::CallbackHandle handle_ = 0;
};

std::string percent(double share) {
    char buffer[32];
    std::snprintf(buffer, sizeof buffer, "%.3g", 100 * share);
    return buffer;
}

}  // namespace

Unquantized findUnquantized(const Network& network) {
    computeOnThisThread();
    Unquantized found;
    try {
        torch::jit::Module module = loadModule(network.file());
        module.eval();
        ParameterUse use = parameterUse(module);
        found.unusedParameters = use.unusedElements;
        found.unused = std::move(use.unused);
    } catch (const Error& error) {
        found.trouble = error.what();
    }
    const ModelCard& card = network.card();
    std::vector<float> image(static_cast<std::size_t>(card.channels) *
                             static_cast<std::size_t>(card.height) *
                             static_cast<std::size_t>(card.width));
    for (std::size_t i = 0; i < image.size(); ++i) image[i] = static_cast<float>(i % 29) / 14 - 1;
    {
        Counter counter;
        // Watched, so that it is run once whatever comes out.
        RunObserver observer;
        try {
            network.run(image, {}, &observer);
        } catch (const Error& error) {
            found.trouble = error.what();
        }
        for (const auto& [name, products] : counter.counting.products)
            found.products.push_back(products);
    }
    std::stable_sort(found.products.begin(), found.products.end(),
                     [](const auto& a, const auto& b) { return a.macs > b.macs; });
    for (const FloatProducts& products : found.products) found.macs += products.macs;
    return found;
}

std::string floatProductsText(const Unquantized& unquantized, std::int64_t layerMacs) {
    if (unquantized.products.empty()) return {};
    const double all = static_cast<double>(unquantized.macs + layerMacs);
    std::string text =
        "in floating point: " + std::to_string(unquantized.macs) + " MACs per image (" +
        percent(all > 0 ? static_cast<double>(unquantized.macs) / all : 0) + " % of all), in ";
    for (std::size_t i = 0; i < unquantized.products.size(); ++i) {
        const FloatProducts& products = unquantized.products[i];
        text += (i > 0 ? ", " : "") + products.op + " (" + std::to_string(products.calls) + ")";
    }
    return text + "; write them as torch.matmul if they matter";
}

std::string unusedParametersText(const Unquantized& unquantized) {
    if (unquantized.unused.empty()) return {};
    constexpr std::size_t kShown = 3;
    std::string text = "not counted: " + std::to_string(unquantized.unusedParameters) +
                       " parameters that inference never reads (";
    for (std::size_t i = 0; i < std::min(kShown, unquantized.unused.size()); ++i)
        text += (i > 0 ? ", " : "") + unquantized.unused[i];
    return text + (unquantized.unused.size() > kShown ? ", ...)" : ")");
}

}  // namespace lpstudio
