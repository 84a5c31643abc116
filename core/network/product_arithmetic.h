#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace lpstudio {

/// One matrix product c = a * b of a layer, in words of its arithmetic. k ascends as the weight's
/// reduction axes lie in memory: (input channel of the group, kernel...) for a convolution.
struct WordProduct {
    using Word = std::int32_t;

    std::size_t m = 0, k = 0, n = 0;
    std::span<const Word> a;  ///< m x k, row-major
    std::span<const Word> b;  ///< k x n, row-major
    std::span<double> c;      ///< m x n, row-major
    /// Convolutions: a holds the weights and the rows of c are output channels. Else a holds the
    /// layer's first operand and the columns are the channels.
    bool weightsFirst = false;
    std::size_t firstChannel = 0;  ///< number of the first row (column) among the output channels
};

/// Arithmetic that takes the place of LibTorch's in a layer's matrix products. It never sees more
/// than the products: padding is encode(0), the bias is added behind it, in float32, to the result
/// rounded to float32. All is called from several threads at once.
class ProductArithmetic {
public:
    using Word = WordProduct::Word;

    virtual ~ProductArithmetic() = default;

    /// Words of any part of the layer's first operand, as quantized (LayerPlan::input).
    virtual void encodeInput(std::span<const float> values, std::span<Word> words) const = 0;
    /// Words of the whole second operand: a weight in the order of Layer::weightShape, or any part
    /// of the second operand of an activation product.
    virtual void encodeOperand(std::span<const float> values, std::span<Word> words) const = 0;
    virtual void multiply(const WordProduct& product) const = 0;
};

}  // namespace lpstudio
