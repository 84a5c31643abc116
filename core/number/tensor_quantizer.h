#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

#include "core/number/measures.h"

namespace lpstudio {

/// How a contiguous tensor lies around its reduction axis, for formats that share a scale along it:
/// entry (o, r, i) stands at (o * reduction + r) * inner + i. A weight (O, I/groups, kh, kw) is O x
/// (I/groups*kh*kw) x 1, an activation (N, C, H, W) is N x C x H*W, tokens (N, T, C) are N*T x C
/// x 1.
struct TensorLayout {
    std::size_t outer = 1;      ///< rows: output channels of a weight
    std::size_t reduction = 0;  ///< 0: the whole tensor is one row
    std::size_t inner = 1;
};

/// Non-owning view of a tensor. `name` appears in errors.
struct Tensor {
    std::span<const float> values;
    TensorLayout layout;
    std::string name;
};

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
