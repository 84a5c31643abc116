#pragma once

// LibTorch side of core/network; included by its sources only.

#include <ATen/core/Tensor.h>

#include "core/network/layer.h"
#include "core/network/product_arithmetic.h"
#include "core/network/sites.h"

namespace lpstudio {

/// What the site's operator makes of its operands, with the products computed by `arithmetic`, and
/// `added` (may be undefined) added to them. `result` is the operator's own result, of which only
/// shape and type are used. The site must have no obstacle.
at::Tensor computeProducts(const ProductArithmetic& arithmetic, const Layer& layer,
                           const Site& site, const at::Tensor& first, const at::Tensor& second,
                           const at::Tensor& added, const at::Tensor& result);

}  // namespace lpstudio
