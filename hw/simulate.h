#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/base/units.h"
#include "hw/accelerator.h"
#include "hw/activity.h"
#include "hw/cost.h"
#include "hw/workload.h"

namespace lpstudio {

/// What the description decides unless it is given here.
struct SimulationOptions {
    std::optional<int> batch;
    std::optional<Dataflow> dataflow;
    std::optional<bool> overlap;
};

/// What one layer costs.
struct LayerResult {
    std::string name;
    Cost cost;
    Activity activity;
};

/// What a workload costs on an accelerator, layer by layer and in all.
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
    /// One layer. Throws as run().
    Cost cost(const MatrixProduct& product) const;
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
