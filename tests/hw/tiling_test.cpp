#include "hw/tiling.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <map>
#include <random>
#include <set>
#include <utility>

#include "core/base/error.h"

namespace lpstudio {
namespace {

using Index = std::array<std::int64_t, 3>;

std::int64_t part(std::int64_t extent, std::int64_t tile, std::int64_t index) {
    return std::min(tile, extent - index * tile);
}

/// Walks the loops over tiles with room for one tile of each operand and counts what moves.
std::int64_t walkedTraffic(const TilingProblem& p, const Index& tile,
                           const std::array<int, 3>& order) {
    const Index extent{p.m, p.k, p.n};
    Index count{};
    for (std::size_t d = 0; d < 3; ++d) count[d] = (extent[d] + tile[d] - 1) / tile[d];
    using Place = std::pair<std::int64_t, std::int64_t>;
    Place weights{-1, -1};
    Place inputs{-1, -1};
    Place outputs{-1, -1};
    std::map<Place, std::int64_t> stepsDone;
    std::int64_t bits = 0, inputTiles = 0;
    const auto outputsOf = [&](Place at) {
        return part(p.m, tile[0], at.first) * part(p.n, tile[2], at.second);
    };
    const auto leave = [&] {
        if (outputs.first < 0) return;
        const bool finished = stepsDone[outputs] == count[1];
        bits += outputsOf(outputs) * (finished ? p.outputBits : p.partialBits);
    };
    Index at{};
    const auto o = [&order](int i) {
        return static_cast<std::size_t>(order[static_cast<std::size_t>(i)]);
    };
    for (at[o(0)] = 0; at[o(0)] < count[o(0)]; ++at[o(0)]) {
        for (at[o(1)] = 0; at[o(1)] < count[o(1)]; ++at[o(1)]) {
            for (at[o(2)] = 0; at[o(2)] < count[o(2)]; ++at[o(2)]) {
                if (const Place here{at[1], at[2]}; here != weights) {
                    weights = here;
                    bits += part(p.k, tile[1], at[1]) * part(p.n, tile[2], at[2]) * p.weightBits;
                }
                if (const Place here{at[0], at[1]}; here != inputs) {
                    inputs = here;
                    ++inputTiles;
                }
                if (const Place here{at[0], at[2]}; here != outputs) {
                    leave();
                    outputs = here;
                    if (stepsDone[here] > 0) bits += outputsOf(here) * p.partialBits;
                }
                ++stepsDone[outputs];
            }
        }
    }
    leave();
    // Tiles of a convolution's input overlap; a pass over all of them moves each element once.
    EXPECT_EQ(inputTiles % (count[0] * count[1]), 0);
    return bits + inputTiles / (count[0] * count[1]) * p.inputElements * p.inputBits;
}

/// A tile's share of the distinct inputs.
std::int64_t inputsOf(const TilingProblem& p, std::int64_t m, std::int64_t k) {
    const double share = static_cast<double>(p.inputElements) / static_cast<double>(p.m * p.k);
    return std::max<std::int64_t>(1, std::llround(static_cast<double>(m * k) * share));
}

struct Best {
    std::int64_t traffic = std::numeric_limits<std::int64_t>::max();
    std::int64_t latency = std::numeric_limits<std::int64_t>::max();
};

/// Every tile size there is, not only those that matter.
Best bruteForce(const TilingProblem& p) {
    Best best;
    for (std::int64_t m = p.leastM; m <= p.m; ++m) {
        for (std::int64_t k = p.leastK; k <= p.k; ++k) {
            for (std::int64_t n = p.leastN; n <= p.n; ++n) {
                if (k * n * p.weightBits > p.weightCapacity ||
                    inputsOf(p, m, k) * p.inputBits > p.inputCapacity ||
                    m * n * p.partialBits > p.outputCapacity) {
                    continue;
                }
                const std::int64_t latency =
                    k * n * p.weightBits + inputsOf(p, m, k) * p.inputBits + m * n * p.outputBits;
                std::array<int, 3> order{0, 1, 2};
                do {
                    const std::int64_t traffic = walkedTraffic(p, {m, k, n}, order);
                    if (std::pair(traffic, latency) < std::pair(best.traffic, best.latency)) {
                        best = {traffic, latency};
                    }
                } while (std::next_permutation(order.begin(), order.end()));
            }
        }
    }
    return best;
}

TEST(Tiling, SizesAreTheDistinctQuotientsAndTheLeast) {
    for (std::int64_t extent = 1; extent <= 200; ++extent) {
        for (std::int64_t least = 1; least <= std::min<std::int64_t>(extent, 12); ++least) {
            std::set<std::int64_t> expected{least};
            for (std::int64_t i = 1; i <= extent; ++i) {
                if (const auto size = (extent + i - 1) / i; size >= least) expected.insert(size);
            }
            const auto sizes = tileSizes(extent, least);
            ASSERT_EQ(std::vector<std::int64_t>(expected.begin(), expected.end()), sizes)
                << extent << " least " << least;
        }
    }
}

TEST(Tiling, IsMinimalByBruteForce) {
    std::mt19937 random(11);
    const auto draw = [&random](int low, int high) {
        return low + static_cast<std::int64_t>(random() % static_cast<unsigned>(high - low + 1));
    };
    int reloaded = 0;
    for (int trial = 0; trial < 300; ++trial) {
        TilingProblem p;
        p.m = draw(1, 8);
        p.k = draw(1, 8);
        p.n = draw(1, 8);
        // Every third is a convolution, whose windows share inputs.
        p.inputElements = trial % 3 == 0 ? draw(1, static_cast<int>(p.m * p.k)) : p.m * p.k;
        p.weightBits = static_cast<int>(1 << draw(1, 3));
        p.inputBits = static_cast<int>(1 << draw(1, 3));
        p.outputBits = static_cast<int>(1 << draw(1, 3));
        p.leastM = draw(1, static_cast<int>(std::min<std::int64_t>(p.m, 2)));
        p.leastK = draw(1, static_cast<int>(std::min<std::int64_t>(p.k, 2)));
        p.leastN = draw(1, static_cast<int>(std::min<std::int64_t>(p.n, 2)));
        p.weightCapacity = draw(16, 160);
        p.inputCapacity = draw(16, 160);
        p.outputCapacity = draw(64, 320);
        const Best best = bruteForce(p);
        if (best.traffic == Best{}.traffic) {
            EXPECT_THROW(bestTiling(p), Error);
            continue;
        }
        const Tiling tiling = bestTiling(p);
        ASSERT_EQ(tiling.traffic(), best.traffic) << "trial " << trial;
        ASSERT_EQ(tiling.fill + tiling.drain, best.latency) << "trial " << trial;
        std::array<int, 3> order{};
        for (std::size_t i = 0; i < 3; ++i) order[i] = static_cast<int>(tiling.order[i]);
        ASSERT_EQ(walkedTraffic(p, {tiling.tileM, tiling.tileK, tiling.tileN}, order),
                  tiling.traffic());
        const std::int64_t once =
            p.k * p.n * p.weightBits + p.inputElements * p.inputBits + p.m * p.n * p.outputBits;
        if (tiling.traffic() > once) ++reloaded;
    }
    EXPECT_GT(reloaded, 50) << "the cases must be tight enough to force a choice";
}

TEST(Tiling, FetchesEverythingOnceWhereItFits) {
    TilingProblem p;
    p.m = 1024;
    p.k = 144;
    p.n = 16;
    p.inputElements = 1024 * 16;
    p.weightCapacity = p.inputCapacity = p.outputCapacity = 1 << 20;
    const Tiling tiling = bestTiling(p);
    EXPECT_EQ(tiling.weightReads, 144 * 16 * 8);
    EXPECT_EQ(tiling.inputReads, 1024 * 16 * 8);
    EXPECT_EQ(tiling.outputWrites, 1024 * 16 * 8);
    EXPECT_EQ(tiling.partialReads, 0);
}

TEST(Tiling, SaysSoWhereNothingFits) {
    TilingProblem p;
    p.weightCapacity = 4;
    p.inputCapacity = p.outputCapacity = 64;
    EXPECT_THROW(bestTiling(p), Error);
}

}  // namespace
}  // namespace lpstudio
