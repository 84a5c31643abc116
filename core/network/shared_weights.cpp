#include "core/network/shared_weights.h"

#include <map>

namespace lpstudio {
namespace {

bool isMatrix(const Layer& layer) {
    return layer.kind == LayerKind::Linear && layer.weightShape.size() == 2;
}

/// Whether `a` (rows x columns) is `b` (columns x rows) transposed.
bool isTransposed(std::span<const float> a, std::span<const float> b, std::size_t rows,
                  std::size_t columns) {
    for (std::size_t i = 0; i < rows; ++i)
        for (std::size_t j = 0; j < columns; ++j)
            if (a[i * columns + j] != b[j * rows + i]) return false;
    return true;
}

}  // namespace

std::vector<SharedWeight> sharedWeights(const Network& network) {
    const std::vector<Layer>& layers = network.layers();
    std::vector<SharedWeight> shared(layers.size());
    std::map<const float*, int> firstWith;
    for (std::size_t i = 0; i < layers.size(); ++i) {
        const std::span<const float> weights = network.weights(layers[i].index);
        if (layers[i].isProduct() || weights.empty()) continue;
        // A network holds the weights of such layers once.
        const auto [first, isNew] = firstWith.emplace(weights.data(), static_cast<int>(i));
        if (!isNew) {
            shared[i] = shared[static_cast<std::size_t>(first->second)];
            if (shared[i].with < 0) shared[i].with = first->second;
            continue;
        }
        if (!isMatrix(layers[i])) continue;
        const auto& shape = layers[i].weightShape;
        for (std::size_t j = 0; j < i; ++j) {
            if (shared[j].with >= 0 || !isMatrix(layers[j]) ||
                layers[j].weightShape[0] != shape[1] || layers[j].weightShape[1] != shape[0] ||
                !isTransposed(weights, network.weights(layers[j].index),
                              static_cast<std::size_t>(shape[0]),
                              static_cast<std::size_t>(shape[1])))
                continue;
            shared[i] = {static_cast<int>(j), true};
            break;
        }
    }
    return shared;
}

int storedWith(std::span<const SharedWeight> shared, std::size_t layer,
               const std::function<bool(std::size_t)>& sameFormat) {
    const int first = shared[layer].with;
    for (std::size_t i = 0; first >= 0 && i < layer; ++i)
        if ((static_cast<int>(i) == first || shared[i].with == first) && sameFormat(i))
            return static_cast<int>(i);
    return -1;
}

}  // namespace lpstudio
