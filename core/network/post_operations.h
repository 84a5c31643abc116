#pragma once

// LibTorch side of core/network; included by its sources only.

#include <cstdint>
#include <memory>
#include <string>

namespace lpstudio {

/// "aten::relu_" to "relu".
std::string operatorName(const char* symbol);

/// Counts the element-wise and normalisation work between a network's products, the part of the
/// accelerator's post-processing unit, while the network runs on this thread. Operations of an
/// operator, by the elements of its (first) result unless said otherwise:
///
///     activation function, addition, multiplication, scaling, any other operator   1
///     gelu, silu, sigmoid, tanh (a table look-up each)                             1
///     batch_norm: scale, shift                                                     2
///     layer_norm, group_norm, instance_norm: mean, centre, square-sum, scale, shift  5
///     softmax, log_softmax: max, subtract-exp, sum, divide                         4
///     max_pool, avg_pool: input elements read, kernel area * result                area
///     adaptive pooling, mean, sum, max and other reductions: input elements
///     view, reshape, transpose, cat, pad, dropout, constants, look-ups, copies     0
///     results that are not floating point: sizes and indices                       0
///     products; the bias is part of its product's operator                         0
///
/// An operator that calls others counts once, as itself.
class PostOperationCounter {
public:
    PostOperationCounter();
    ~PostOperationCounter();
    PostOperationCounter(const PostOperationCounter&) = delete;
    PostOperationCounter& operator=(const PostOperationCounter&) = delete;

    /// A site's product begins: nothing counts until it ends, then all counts to the site.
    void begin();
    void end(int site);
    /// Counts no more; the destructor does it too.
    void stop();

    /// Operations before the first product.
    std::int64_t before() const;
    std::int64_t after(int site) const;

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace lpstudio
