#include "hw/tiling.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <tuple>

#include "core/base/error.h"
#include "hw/checked.h"

namespace lpstudio {
namespace {

using Sizes = std::array<std::int64_t, 3>;

constexpr std::size_t kM = static_cast<std::size_t>(Dimension::M);
constexpr std::size_t kK = static_cast<std::size_t>(Dimension::K);
constexpr std::size_t kN = static_cast<std::size_t>(Dimension::N);

constexpr std::array<std::array<Dimension, 3>, 6> kOrders{{
    {Dimension::M, Dimension::N, Dimension::K},
    {Dimension::M, Dimension::K, Dimension::N},
    {Dimension::N, Dimension::M, Dimension::K},
    {Dimension::N, Dimension::K, Dimension::M},
    {Dimension::K, Dimension::M, Dimension::N},
    {Dimension::K, Dimension::N, Dimension::M},
}};

/// How often an operand that does not depend on `foreign` is fetched in full.
std::int64_t rounds(const std::array<Dimension, 3>& order, const Sizes& counts,
                    std::size_t foreign) {
    bool turnsInside = false;
    for (auto loop = order.rbegin(); loop != order.rend(); ++loop) {
        const auto dimension = static_cast<std::size_t>(*loop);
        if (dimension == foreign) return turnsInside ? counts[foreign] : 1;
        turnsInside = turnsInside || counts[dimension] > 1;
    }
    return 1;
}

class Search {
public:
    explicit Search(const TilingProblem& problem)
        : problem_(problem),
          extents_{problem.m, problem.k, problem.n},
          inputsWhole_(problem.inputElements == checkedProduct({problem.m, problem.k})),
          inputShare_(static_cast<double>(problem.inputElements) / static_cast<double>(problem.m) /
                      static_cast<double>(problem.k)) {}

    Tiling run() {
        std::array<std::vector<std::int64_t>, 3> sizes{tileSizes(problem_.m, problem_.leastM),
                                                       tileSizes(problem_.k, problem_.leastK),
                                                       tileSizes(problem_.n, problem_.leastN)};
        // In the dimension with most sizes only the largest that fits and the smallest can win: at
        // fixed sizes of the other two, an order's traffic either grows with the number of tiles
        // (then the largest has least) or does not depend on it (then the smallest has least fill).
        std::size_t solved = kM;
        for (const std::size_t dimension : {kK, kN}) {
            if (sizes[dimension].size() > sizes[solved].size()) solved = dimension;
        }
        const std::size_t outer = solved == kM ? kK : kM;
        const std::size_t inner = solved == kN ? kK : kN;
        Sizes tile{};
        for (const std::int64_t a : sizes[outer]) {
            tile[outer] = a;
            for (const std::int64_t b : sizes[inner]) {
                tile[inner] = b;
                const auto beyond =
                    std::ranges::partition_point(sizes[solved], [&](std::int64_t size) {
                        tile[solved] = size;
                        return fits(tile);
                    });
                if (beyond == sizes[solved].begin()) break;
                for (const std::int64_t size : {*(beyond - 1), sizes[solved].front()}) {
                    tile[solved] = size;
                    consider(tile);
                }
            }
        }
        if (!best_) {
            throw Error("no tile of a " + std::to_string(problem_.m) + " x " +
                        std::to_string(problem_.k) + " x " + std::to_string(problem_.n) +
                        " product fits the buffers; give larger buffers");
        }
        return *best_;
    }

private:
    std::int64_t inputsOf(const Sizes& tile) const {
        if (inputsWhole_) return tile[kM] * tile[kK];
        const double share =
            static_cast<double>(tile[kM]) * static_cast<double>(tile[kK]) * inputShare_;
        return std::max<std::int64_t>(1, std::llround(share));
    }

    bool fits(const Sizes& tile) const {
        return checkedProduct({tile[kK], tile[kN], problem_.weightBits}) <=
                   problem_.weightCapacity &&
               checkedProduct({inputsOf(tile), problem_.inputBits}) <= problem_.inputCapacity &&
               checkedProduct({tile[kM], tile[kN], problem_.partialBits}) <=
                   problem_.outputCapacity;
    }

    void consider(const Sizes& tile) {
        Tiling trial;
        trial.tileM = tile[kM];
        trial.tileK = tile[kK];
        trial.tileN = tile[kN];
        trial.fill =
            tile[kK] * tile[kN] * problem_.weightBits + inputsOf(tile) * problem_.inputBits;
        trial.drain = tile[kM] * tile[kN] * problem_.outputBits;
        Sizes counts{};
        for (const std::size_t d : {kM, kK, kN}) counts[d] = ceilDiv(extents_[d], tile[d]);
        for (const auto& order : kOrders) {
            trial.order = order;
            trial.weightReads = checkedProduct(
                {problem_.k, problem_.n, problem_.weightBits, rounds(order, counts, kM)});
            trial.inputReads = checkedProduct(
                {problem_.inputElements, problem_.inputBits, rounds(order, counts, kN)});
            trial.outputWrites = checkedProduct({problem_.m, problem_.n, problem_.outputBits});
            trial.partialWrites = checkedProduct(
                {problem_.m, problem_.n, problem_.partialBits, rounds(order, counts, kK) - 1});
            trial.partialReads = trial.partialWrites;
            checkedSum({trial.weightReads, trial.inputReads, trial.outputWrites,
                        trial.partialWrites, trial.partialReads});
            if (!best_ || rank(trial) < rank(*best_)) best_ = trial;
        }
    }

    static std::tuple<std::int64_t, std::int64_t, std::int64_t, std::int64_t, std::int64_t> rank(
        const Tiling& t) {
        return {t.traffic(), t.fill + t.drain, -t.tileM, -t.tileK, -t.tileN};
    }

    const TilingProblem& problem_;
    Sizes extents_;
    bool inputsWhole_;
    double inputShare_;
    std::optional<Tiling> best_;
};

}  // namespace

std::vector<std::int64_t> tileSizes(std::int64_t extent, std::int64_t least) {
    std::vector<std::int64_t> sizes;
    // Walk the counts: the largest size that still makes fewer tiles than `size - 1` would.
    for (std::int64_t size = extent; size >= least;) {
        sizes.push_back(size);
        if (size == 1) break;
        size = ceilDiv(extent, ceilDiv(extent, size - 1));
    }
    if (sizes.empty() || sizes.back() != least) sizes.push_back(least);
    std::ranges::reverse(sizes);
    return sizes;
}

Tiling bestTiling(const TilingProblem& problem) {
    return Search(problem).run();
}

}  // namespace lpstudio
