#pragma once

#include <cstddef>
#include <span>
#include <string>

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

}  // namespace lpstudio
