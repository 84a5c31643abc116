#include "core/network/layout.h"

#include <algorithm>

namespace lpstudio {
namespace {

using Shape = std::span<const std::int64_t>;

std::size_t product(Shape sizes) {
    std::size_t count = 1;
    for (const std::int64_t size : sizes) count *= static_cast<std::size_t>(size);
    return count;
}

TensorLayout around(Shape shape, std::size_t axis) {
    return {product(shape.first(axis)), static_cast<std::size_t>(shape[axis]),
            product(shape.subspan(axis + 1))};
}

TensorLayout lastAxis(Shape shape) {
    return shape.empty() ? TensorLayout{} : around(shape, shape.size() - 1);
}

/// (groups, a, b, inner) to (groups, b, a, inner).
std::vector<float> swapped(std::span<const float> from, std::size_t groups, std::size_t a,
                           std::size_t b, std::size_t inner) {
    std::vector<float> to(from.size());
    for (std::size_t g = 0; g < groups; ++g)
        for (std::size_t i = 0; i < a; ++i)
            for (std::size_t j = 0; j < b; ++j)
                std::copy_n(
                    from.begin() + static_cast<std::ptrdiff_t>(((g * a + i) * b + j) * inner),
                    inner, to.begin() + static_cast<std::ptrdiff_t>(((g * b + j) * a + i) * inner));
    return to;
}

}  // namespace

TensorLayout weightLayout(const Layer& layer) {
    const Shape shape = layer.weightShape;
    if (layer.isProduct() || shape.empty()) return {};
    if (layer.kind == LayerKind::TransposedConvolution) {
        const auto groups = static_cast<std::size_t>(layer.groups);
        return {groups, static_cast<std::size_t>(shape[0]) / groups, product(shape.subspan(1))};
    }
    if (layer.kind == LayerKind::Linear)
        return layer.weightTransposed ? operandLayout(shape) : lastAxis(shape);
    return {static_cast<std::size_t>(shape[0]), product(shape.subspan(1)), 1};
}

TensorLayout inputLayout(const Layer& layer, Shape shape) {
    if (layer.kind == LayerKind::Linear || layer.isProduct()) return lastAxis(shape);
    // A weight (O, I/groups, k...) has as many axes as its input (N, C, ...); one less means that
    // there is no N.
    const std::size_t axis = shape.size() < layer.weightShape.size() ? 0 : 1;
    return shape.size() > axis ? around(shape, axis) : lastAxis(shape);
}

TensorLayout operandLayout(Shape shape) {
    return shape.size() < 2 ? lastAxis(shape) : around(shape, shape.size() - 2);
}

WeightRows::WeightRows(const Layer& layer, std::span<const float> weights)
    : tensor_{weights, weightLayout(layer), "weights of layer \"" + layer.name + "\""} {
    TensorLayout& layout = tensor_.layout;
    if (layout.inner == 1) return;
    const std::size_t kernel = layer.kind == LayerKind::TransposedConvolution
                                   ? product(Shape(layer.weightShape).subspan(2))
                                   : 1;
    groups_ = layout.outer;
    outputs_ = layout.inner / kernel;
    copy_ = swapped(weights, groups_, layout.reduction, outputs_, kernel);
    tensor_.values = copy_;
    layout = {groups_ * outputs_, layout.reduction, kernel};
}

void WeightRows::restore(std::span<float> values) const {
    if (copy_.empty()) return;
    const std::vector<float> stored =
        swapped(values, groups_, outputs_, tensor_.layout.reduction, tensor_.layout.inner);
    std::copy(stored.begin(), stored.end(), values.begin());
}

}  // namespace lpstudio
