#pragma once

#include <cstdint>

#include "hw/accelerator.h"
#include "hw/workload.h"

namespace lpstudio {

/// One product of `m` (batch included) x k x n on the grid: who sits where, for how long, and what
/// crosses the edge of the grid. Counts are exact at edge tiles: unused PEs cost cycles, not reads.
struct Mapping {
    /// Widths after rounding up to a mode.
    int weightBits = 0;
    int activationBits = 0;
    /// Weights side by side in one PE.
    int pack = 1;
    /// Grid in units that make `pack` products per cycle (ganged PEs count once).
    std::int64_t gridRows = 0;
    std::int64_t gridColumns = 0;
    std::int64_t folds = 0;
    std::int64_t computeCycles = 0;
    /// MACs the grid could have made in computeCycles.
    std::int64_t peakMacs = 0;
    /// Unit-cycles that did real work (m * k * ceil(n / pack)).
    std::int64_t activeCycles = 0;
    /// Words of pack * weightBits read from the weight buffer.
    std::int64_t weightWords = 0;
    /// Words of activationBits read from the input buffer.
    std::int64_t inputWords = 0;
    /// Partial sums written to the output buffer and read again; the final outputs come on top.
    std::int64_t partialSums = 0;
    /// Smallest tile that still fills the grid; the streaming dimension may go down to 1.
    std::int64_t leastM = 1;
    std::int64_t leastK = 1;
    std::int64_t leastN = 1;
};

/// The mode in which a product of this width runs: the next of `modes`. Throws UsageError naming
/// the layer if the width is below 1 or above the last mode; `what` is "weight" or "activation".
int modeFor(int bits, const std::vector<int>& modes, const std::string& layer, const char* what);

/// Maps the product by the conventions of spec/accelerator.md, "Cycles" (the formula of
/// SCALE-Sim's paper; version 3.0.0 of the program prints 1 less, and in os also R less a fold):
///   ws  ceil(K/R) * ceil(N/(C p)) folds of M + 2R + C - 2 cycles
///   os  ceil(M/R) * ceil(N/(C p)) folds of K + 2R + C - 2
///   is  ceil(K/R) * ceil(M/C)     folds of ceil(N/p) + 2R + C - 2
/// With `overlap` R of every fold but the first hides behind its predecessor: R + folds * (... + R
/// + C - 2). Throws std::overflow_error if a count leaves 64 bits.
Mapping mapProduct(const Accelerator& accelerator, const MatrixProduct& product, std::int64_t m,
                   Dataflow dataflow, bool overlap);

}  // namespace lpstudio
