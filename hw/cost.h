#pragma once

#include <cstdint>

#include "core/base/units.h"

namespace lpstudio {

/// Energy by what spends it.
struct EnergyParts {
    /// PEs at work. A PE without a weight or an input is taken as gated.
    Femtojoules compute;
    /// Words decoded at the edges of the grid.
    Femtojoules decode;
    /// Final outputs encoded below it.
    Femtojoules encode;
    /// Post-processing: one scaling per output and MatrixProduct::postOperations.
    Femtojoules post;
    /// Buffers: words to and from the grid, and to and from DRAM.
    Femtojoules sram;
    /// Bits moved, and the static part over all cycles.
    Femtojoules dram;
    /// All buffer banks over all cycles.
    Femtojoules leakage;

    Femtojoules total() const { return compute + decode + encode + post + sram + dram + leakage; }
};

/// Traffic in bits (widths below 8 do not fill bytes; bits add exactly).
struct TrafficBits {
    /// DRAM by operand; partial sums that leave the chip count as outputs.
    std::int64_t weights = 0;
    std::int64_t inputs = 0;
    std::int64_t outputs = 0;
    /// The same DRAM traffic by direction.
    std::int64_t dramRead = 0;
    std::int64_t dramWrite = 0;
    /// The three buffers together.
    std::int64_t sramRead = 0;
    std::int64_t sramWrite = 0;

    std::int64_t dram() const { return dramRead + dramWrite; }
    std::int64_t sram() const { return sramRead + sramWrite; }
};

/// What a layer or a network costs.
struct Cost {
    /// compute + stall.
    Cycles cycles;
    /// The grid's folds alone.
    Cycles computeCycles;
    /// max(0, DRAM traffic / bandwidth - compute) plus the first fill and the last drain.
    Cycles stallCycles;
    std::int64_t macs = 0;
    /// MACs the grid could have made in computeCycles at the layer's packing.
    std::int64_t peakMacs = 0;
    EnergyParts energy;
    TrafficBits traffic;

    /// macs / peakMacs, 0..1.
    double utilization() const;
    /// Adds; throws Error where a sum leaves 64 bits.
    Cost& operator+=(const Cost& other);
};

/// Cell area of one accelerator by part.
struct AreaParts {
    MilliSquareMicrometres pe;
    MilliSquareMicrometres decoders;
    MilliSquareMicrometres encoder;
    MilliSquareMicrometres post;
    MilliSquareMicrometres sram;

    /// PEs and decoders: the "compute area" of the published tables.
    MilliSquareMicrometres compute() const { return pe + decoders; }
    MilliSquareMicrometres total() const { return pe + decoders + encoder + post + sram; }
};

}  // namespace lpstudio
