#pragma once

#include <array>
#include <cstdint>
#include <vector>

namespace lpstudio {

/// One matrix product in DRAM, to be cut into tiles that fit the buffers. Sizes in elements, widths
/// and capacities in bits.
struct TilingProblem {
    std::int64_t m = 1;
    std::int64_t k = 1;
    std::int64_t n = 1;
    /// Distinct inputs, at most m * k; a tile holds its share of them (halos are neglected).
    std::int64_t inputElements = 1;
    std::int64_t weightBits = 8;
    std::int64_t inputBits = 8;
    std::int64_t outputBits = 8;
    std::int64_t partialBits = 16;
    std::int64_t weightCapacity = 0;
    std::int64_t inputCapacity = 0;
    /// A tile of outputs takes partialBits per element while it grows.
    std::int64_t outputCapacity = 0;
    /// Smallest tile sizes allowed, at most m, k, n.
    std::int64_t leastM = 1;
    std::int64_t leastK = 1;
    std::int64_t leastN = 1;
};

/// Of a product m x k by k x n.
enum class Dimension { M, K, N };

/// The tiles of one product and what they cost in traffic to DRAM.
struct Tiling {
    std::int64_t tileM = 0;
    std::int64_t tileK = 0;
    std::int64_t tileN = 0;
    /// The loops over tiles, outermost first.
    std::array<Dimension, 3> order{Dimension::M, Dimension::K, Dimension::N};
    /// DRAM traffic in bits.
    std::int64_t weightReads = 0;
    std::int64_t inputReads = 0;
    std::int64_t outputWrites = 0;
    /// Partial sums that left the chip and came back.
    std::int64_t partialWrites = 0;
    std::int64_t partialReads = 0;
    /// The first tiles of weights and inputs, and a tile of finished outputs, in bits.
    std::int64_t fill = 0;
    std::int64_t drain = 0;

    std::int64_t traffic() const {
        return weightReads + inputReads + outputWrites + partialWrites + partialReads;
    }
};

/// The distinct values of ceil(extent / i) that are at least `least`, and `least` itself,
/// ascending. Any other size makes as many tiles as one of these and takes more room.
std::vector<std::int64_t> tileSizes(std::int64_t extent, std::int64_t least);

/// The tiling and loop order of least DRAM traffic; among equals the one with the least fill plus
/// drain, then the largest tiles. An operand is fetched again for every step of a loop it does not
/// depend on, if a loop it does depend on turns inside that one.
/// Throws Error if not even the smallest tiles fit, std::overflow_error beyond 64 bits.
Tiling bestTiling(const TilingProblem& problem);

}  // namespace lpstudio
