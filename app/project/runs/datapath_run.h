#pragma once

#include <stop_token>
#include <string>
#include <vector>

#include "core/network/quantization.h"
#include "hw/datapath.h"

namespace lpstudio {

/// Gives the layers of `plan` the arithmetic of the accelerator's processing elements in place of
/// LibTorch's. The post-processing unit's part is not narrowed: the partial sum times
/// 2^-(sf_w + sf_a), in double, rounds once to float32, and what follows is float32 as in any run.
///
/// `assignment` is the fitted one the plan was made of. A layer with neither weights nor
/// activations quantized keeps floating point; the names of those are returned. Throws UsageError
/// naming the layer where a format is no LP of at most 8 bits, or where no layer is quantized at
/// all. Runs of the plan throw Cancelled soon after `stop`.
std::vector<std::string> useDatapath(const Network& network, const Assignment& assignment,
                                     const DatapathOptions& options, const std::stop_token& stop,
                                     RunPlan& plan);

}  // namespace lpstudio
