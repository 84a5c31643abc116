#pragma once

#include <stop_token>
#include <string>
#include <vector>

#include "hw/simulate.h"

namespace lpstudio {

/// A figure and the bounds that the ranges of the constants give it.
struct Interval {
    double low = 0;
    double value = 0;
    double high = 0;
};

/// What one constant does to a total when it alone goes to the ends of its range.
struct Influence {
    std::string key;
    SourceType sourceType = SourceType::Assumed;
    Interval energy;   ///< joules
    Interval latency;  ///< seconds
    Interval area;     ///< um^2, everything on the chip
};

/// A simulation with the bounds of its totals. Every constant that has a range takes the end that
/// makes the total least (greatest); constants are taken as independent, so the true interval of a
/// total whose constants share a source is no wider.
struct Uncertainty {
    Interval energy;       ///< joules
    Interval latency;      ///< seconds
    Interval computeArea;  ///< um^2
    Interval area;         ///< um^2
    /// Parts at both ends of `energy` and `area`; they add up to them exactly.
    EnergyParts leastEnergy, mostEnergy;
    AreaParts leastArea, mostArea;
    /// Constants with a range, greatest influence on the energy first.
    std::vector<Influence> influences;
};

/// The bounds of this simulation of the workload. Throws as Simulator::run(), Cancelled.
Uncertainty uncertaintyOf(const Accelerator& accelerator, const Workload& workload,
                          const SimulationOptions& options = {}, const std::stop_token& stop = {});

}  // namespace lpstudio
