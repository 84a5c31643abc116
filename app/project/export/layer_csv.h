#pragma once

#include <string>

#include "app/project/export/config.h"
#include "core/network/quantization.h"

namespace lpstudio {

/// A line for each quantizable layer of a candidate as CSV (RFC 4180): place and shapes in the
/// network, formats of weights and activations as spec and as LP parameters (empty for another
/// format), and what the rounding of the weights costs (SQNR in dB, shares that became zero or
/// saturated; empty where nothing is stored). Shapes are "16x3x3x3", without the batch.
std::string layerTableCsv(const Network& network, const Config& config,
                          const Assignment& assignment, Rounding rounding);

}  // namespace lpstudio
