#pragma once

#include <cstdint>

#include "hw/accelerator.h"
#include "hw/tiling.h"
#include "hw/workload.h"

namespace lpstudio {

/// What happens on the accelerator while one layer runs, all its groups and the batch together:
/// counts without a technology. Energy is counts times constants (hw/technology.h), so that another
/// constant needs no new mapping.
struct Activity {
    std::int64_t macs = 0;
    /// MACs the grid could have made in computeCycles at the layer's packing.
    std::int64_t peakMacs = 0;
    std::int64_t folds = 0;
    /// The grid's folds alone.
    std::int64_t computeCycles = 0;
    /// max(0, DRAM traffic / bandwidth - compute) plus the first fill and the last drain; traffic
    /// of a buffer that is not double-buffered counts whole.
    std::int64_t stallCycles = 0;
    /// compute + stall.
    std::int64_t cycles = 0;
    /// Unit-cycles of PEs that did real work, at these widths.
    std::int64_t activeCycles = 0;
    int weightBits = 0;
    int activationBits = 0;
    /// Words decoded at the edges of the grid, outputs encoded below it.
    std::int64_t decodedWords = 0;
    std::int64_t outputs = 0;
    /// One scaling of every output and MatrixProduct::postOperations.
    std::int64_t postOperations = 0;
    /// Bits read from and written to each buffer.
    std::int64_t weightBufferReads = 0, weightBufferWrites = 0;
    std::int64_t inputBufferReads = 0, inputBufferWrites = 0;
    std::int64_t outputBufferReads = 0, outputBufferWrites = 0;
    /// Bits from and to DRAM; outputs with the partial sums that left the chip and came back.
    std::int64_t dramWeights = 0, dramInputs = 0, dramOutputs = 0;
    std::int64_t dramReads = 0, dramWrites = 0;
    /// Of one group.
    Tiling tiling;
};

/// How the array is used, whatever the layer.
struct ArrayUse {
    std::int64_t batch = 1;
    Dataflow dataflow = Dataflow::WeightStationary;
    bool overlap = false;
};

/// Maps and tiles the product. Throws UsageError naming the layer for sizes below 1 and widths
/// beyond the hardware, Error where no tile fits the buffers, std::overflow_error beyond 64 bits.
Activity activityOf(const Accelerator& accelerator, const MatrixProduct& product,
                    const ArrayUse& use);

}  // namespace lpstudio
