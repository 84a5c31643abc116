#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/ids.h"
#include "hw/accelerator.h"
#include "hw/tiling.h"
#include "hw/workload.h"

namespace lpstudio {

/// What the description decides unless it is given here.
struct SimulationOptions {
    std::optional<int> batch;
    std::optional<Dataflow> dataflow;
    std::optional<bool> overlap;
};

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

struct LayerResult {
    std::string name;
    Cost cost;
    std::int64_t folds = 0;
    Tiling tiling;
};

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

struct SimulationResult {
    std::string hardware;
    std::string workload;
    int batch = 1;
    std::vector<LayerResult> layers;
    /// The sum of the layers, which run one after another.
    Cost totals;
    /// Of the batch.
    double seconds = 0;
    /// Achieved: 2 * MACs / seconds / 1e9.
    double gops = 0;
    AreaParts area;
    /// Achieved operations per second over the compute area, as the published tables have it.
    double topsPerMm2 = 0;
    /// Achieved operations per joule of the whole chip and its DRAM, in 1e12.
    double topsPerW = 0;
};

/// Estimates workloads on one accelerator and remembers every product it has seen, so that a search
/// pays for a shape and width once. Safe to use from several threads.
class Simulator {
public:
    /// Throws UsageError for a batch below 1, Error for a constant that is missing.
    explicit Simulator(Accelerator accelerator, const SimulationOptions& options = {});
    ~Simulator();
    Simulator(const Simulator&) = delete;
    Simulator& operator=(const Simulator&) = delete;

    const Accelerator& accelerator() const;
    /// Everything. Throws UsageError naming the layer for sizes below 1 and widths beyond the
    /// hardware, Error for numbers beyond 64 bits.
    SimulationResult run(const Workload& workload) const;
    /// The totals alone, for a search's inner loop. Throws as run().
    Cost total(const Workload& workload) const;
    /// Time of this many cycles.
    double seconds(Cycles cycles) const;
    AreaParts area() const;

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

/// One estimate; equal to Simulator(accelerator, options).run(workload).
SimulationResult simulate(const Accelerator& accelerator, const Workload& workload,
                          const SimulationOptions& options = {});

}  // namespace lpstudio
