#pragma once

#include <string>
#include <vector>

#include "hw/simulate.h"

namespace lpstudio {

/// A layer on the roofline (Williams et al., CACM 2009). An operation is half a MAC.
struct RooflinePoint {
    std::string name;
    /// Operations per byte of DRAM traffic.
    double intensity = 0;
    /// Achieved, with stalls: operations per second.
    double achieved = 0;
    /// What grid and memory port allow at this intensity: min(peak, intensity * bandwidth).
    double attainable = 0;
    /// The grid's peak at the layer's packing.
    double peak = 0;
    bool memoryBound = false;
};

/// A roofline plot (Williams et al., CACM 2009) of one simulation.
struct Roofline {
    /// Bytes per second of the DRAM interface.
    double bandwidth = 0;
    /// Roofs that occur, descending: one for each packing of the layers.
    std::vector<double> peaks;
    /// In the order of the layers.
    std::vector<RooflinePoint> points;
};

/// Where each layer of a simulation of this accelerator stands.
Roofline rooflineOf(const Accelerator& accelerator, const SimulationResult& result);

}  // namespace lpstudio
