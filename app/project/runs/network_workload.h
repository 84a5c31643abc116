#pragma once

#include <string>
#include <vector>

#include "core/study/session.h"
#include "hw/simulate.h"
#include "hw/workload.h"

namespace lpstudio {

/// The network's layers as matrix products of these widths (one entry a layer), per image.
/// Normalisation, activation functions, additions and pooling between them are post-processing
/// operations as core/network/post_operations.h counts them.
Workload workloadOf(const Network& network, const std::vector<LayerBits>& bits);

/// Widths of an assignment; throws UsageError naming the layer if one is floating point or wider
/// than 8 bits.
std::vector<LayerBits> widthsOf(const Network& network, const Assignment& assignment);

/// Energy, latency and area of a candidate on a preset or description file, remembered by shape and
/// width. The network must outlive it. Throws as loadAccelerator.
HardwareCostFunction hardwareCost(const Network& network, const std::string& hardware);

/// The whole description of a preset or file as text, for a run's fingerprint; empty for none.
std::string hardwareText(const std::string& hardware);

}  // namespace lpstudio
