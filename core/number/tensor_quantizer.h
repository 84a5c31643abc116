#pragma once

#include <cstdint>
#include <span>

#include "core/number/measures.h"
#include "core/number/tensor.h"

namespace lpstudio {

/// Quantizes tensors. Immutable, may be used from several threads.
class TensorQuantizer {
public:
    virtual ~TensorQuantizer() = default;

    /// out[i] = nearest value to the tensor's entry; `out` may be the tensor itself. Throws Error
    /// naming the tensor if an entry is not finite (out is then unspecified).
    virtual void quantize(const Tensor& tensor, std::span<float> out) const = 0;
    /// codes[i] = signed code of the nearest value. Same errors.
    virtual void encode(const Tensor& tensor, std::span<std::int32_t> codes) const = 0;
    /// Quantizes and measures in one pass; `quantized` and `codes` receive the outcome unless
    /// empty. Same errors.
    virtual Measures measure(const Tensor& tensor, std::span<float> quantized = {},
                             std::span<std::int32_t> codes = {}) const = 0;

    /// Whether the result depends on the tensor's layout (shared scales along an axis). If not, any
    /// part of a tensor may be quantized by itself; if so, only whole rows (`outer`) may.
    virtual bool usesLayout() const { return false; }
};

}  // namespace lpstudio
