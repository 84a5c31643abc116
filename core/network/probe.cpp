#include "core/network/probe.h"

#include <algorithm>
#include <cstdint>

namespace lpstudio {
namespace {

std::vector<float> toFloats(const at::Tensor& tensor) {
    const at::Tensor plain = tensor.to(at::kFloat).contiguous();
    const float* data = plain.data_ptr<float>();
    return {data, data + plain.numel()};
}

std::vector<std::int64_t> withoutBatch(const at::Tensor& tensor) {
    const auto sizes = tensor.sizes();
    return {sizes.begin() + (sizes.empty() ? 0 : 1), sizes.end()};
}

}  // namespace

std::shared_ptr<const std::vector<float>> Probe::shared(const at::Tensor& weight) {
    auto values = std::make_shared<const std::vector<float>>(toFloats(weight));
    auto& known = weights_[{weight.data_ptr(), weight.strides().vec()}];
    if (!known || *known != *values) known = std::move(values);
    return known;
}

Layer describeLayer(const Site& site, const Probe::Seen& seen, int index) {
    Layer layer;
    layer.index = LayerIndex(index);
    layer.name = site.name;
    layer.kind = site.kind;
    layer.groups = site.groups;
    layer.weightTransposed = site.kind == LayerKind::Linear && site.weightTransposed;
    layer.inputShape = withoutBatch(seen.first);
    layer.outputShape = withoutBatch(seen.result);
    layer.inputElements = seen.first.numel();
    layer.outputElements = seen.result.numel();
    const auto weight = seen.second.sizes();
    if (layer.isProduct()) {
        layer.weightShape = withoutBatch(seen.second);
        const auto rank = static_cast<std::int64_t>(weight.size());
        const std::int64_t k = seen.first.size(-1);
        const std::int64_t n = rank > 1 ? weight[static_cast<std::size_t>(rank - 1)] : 1;
        const std::int64_t m = seen.first.dim() > 1 ? seen.first.size(-2) : 1;
        layer.product = {m, k, n, layer.outputElements / std::max<std::int64_t>(1, m * n)};
    } else {
        layer.weightShape.assign(weight.begin(), weight.end());
        layer.parameters = seen.second.numel();
        if (layer.kind == LayerKind::Linear) {
            const std::int64_t n = seen.result.size(-1);
            layer.product = {layer.outputElements / n, seen.first.size(-1), n, 1};
        } else if (layer.kind == LayerKind::TransposedConvolution) {
            // Weight (in, out/groups, kernel...): each input position spreads over out/groups *
            // kernel.
            const std::int64_t spread = seen.second.numel() / weight[0], channels = weight[0];
            layer.product = {layer.inputElements / channels, channels / layer.groups, spread,
                             layer.groups};
        } else {
            // Weight (out, in/groups, kernel...).
            const std::int64_t out = weight[0];
            layer.product = {layer.outputElements / out, seen.second.numel() / out,
                             out / layer.groups, layer.groups};
            if (layer.groups > 1)
                layer.kind = layer.groups == seen.first.size(1) && weight[1] == 1
                                 ? LayerKind::DepthwiseConvolution
                                 : LayerKind::GroupedConvolution;
        }
    }
    const ProductShape& p = layer.product;
    layer.macs = p.m * p.k * p.n * p.products;
    return layer;
}

}  // namespace lpstudio
