#include <gtest/gtest.h>

#include <algorithm>
#include <initializer_list>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "hw/accelerator.h"
#include "hw/mapping.h"
#include "hw/simulate.h"
#include "tests/hw/systolic_array.h"

namespace lpstudio {
namespace {

using systolic::Matrix;
using systolic::Multiplier;
using systolic::Observed;

struct Case {
    int rows;
    int columns;
    Dataflow dataflow;
};

Matrix randomMatrix(std::int64_t rows, std::int64_t columns, int bits, std::mt19937& random) {
    Matrix matrix(static_cast<int>(rows), static_cast<int>(columns));
    const int most = (1 << (bits - 1)) - 1;
    std::uniform_int_distribution<int> draw(-most - 1, most);
    for (int& value : matrix.values) value = draw(random);
    return matrix;
}

Observed observe(const Matrix& a, const Matrix& b, const systolic::Grid& grid, Dataflow dataflow,
                 bool overlap) {
    if (dataflow == Dataflow::OutputStationary)
        return systolic::OutputMachine(a, b, grid).run(overlap);
    return systolic::StationaryMachine(a, b, grid, dataflow == Dataflow::WeightStationary)
        .run(overlap);
}

class Systolic : public testing::TestWithParam<Case> {
protected:
    /// Every M, K, N in 1..20: cycles, reads, partial sums and the product itself.
    static void compare(const Accelerator& accelerator, int weightBits, int activationBits,
                        const systolic::Grid& grid, Dataflow dataflow) {
        std::mt19937 random(7);
        for (const bool overlap : {false, true}) {
            SimulationOptions options;
            options.overlap = overlap;
            options.dataflow = dataflow;
            const Simulator simulator(accelerator, options);
            for (int shape = 0; shape < 8000; ++shape) {
                MatrixProduct product;
                product.m = shape / 400 + 1;
                product.k = shape / 20 % 20 + 1;
                product.n = shape % 20 + 1;
                product.weightBits = weightBits;
                product.activationBits = activationBits;
                const Matrix a = randomMatrix(product.m, product.k, activationBits, random);
                const Matrix b = randomMatrix(product.k, product.n, weightBits, random);
                const Observed seen = observe(a, b, grid, dataflow, overlap);
                const Mapping map = mapProduct(accelerator, product, product.m, dataflow, overlap);
                const auto where = testing::Message()
                                   << grid.rows << "x" << grid.columns << " weights " << weightBits
                                   << " inputs " << activationBits << " m " << product.m << " k "
                                   << product.k << " n " << product.n << " overlap " << overlap;
                ASSERT_EQ(seen.product, directProduct(a, b)) << where;
                ASSERT_EQ(simulator.cost(product).computeCycles.value, seen.cycles) << where;
                ASSERT_EQ(map.folds, seen.folds) << where;
                ASSERT_EQ(map.weightWords, seen.weightWords) << where;
                ASSERT_EQ(map.inputWords, seen.inputWords) << where;
                ASSERT_EQ(map.partialSums, seen.partialSums) << where;
                ASSERT_EQ(
                    simulator.cost(product).utilization(),
                    static_cast<double>(product.m * product.k * product.n) /
                        static_cast<double>(seen.cycles * grid.rows * grid.columns * grid.pack))
                    << where;
                // The convention that the published figures are counted by.
                if (dataflow == Dataflow::WeightStationary && !overlap) {
                    ASSERT_EQ(seen.cycles,
                              seen.folds * (product.m + 2 * grid.rows + grid.columns - 2))
                        << where;
                }
            }
        }
    }
};

TEST_P(Systolic, PackedModesAgreeOnEveryCycleReadAndResult) {
    const auto [rows, columns, dataflow] = GetParam();
    Accelerator accelerator = loadAccelerator("lpa-8x8");
    accelerator.rows = rows;
    accelerator.columns = columns;
    for (const int bits : {8, 4, 2})
        compare(accelerator, bits, 8, {rows, columns, 8 / bits, Multiplier::Whole}, dataflow);
}

/// Rows and columns count 4-bit PEs; operands of 8 bits gang two of them along their side.
class SystolicGanged : public Systolic {};

TEST_P(SystolicGanged, GangedModesAgreeOnEveryCycleReadAndResult) {
    const auto [rows, columns, dataflow] = GetParam();
    Accelerator accelerator = loadAccelerator("bitfusion-8x8");
    accelerator.rows = rows;
    accelerator.columns = columns;
    for (const int weightBits : {4, 8}) {
        for (const int activationBits : {4, 8}) {
            const systolic::Grid grid{rows / 2 * (8 / std::max(activationBits, 4)),
                                      columns / 2 * (8 / std::max(weightBits, 4)), 1,
                                      Multiplier::Nibbles};
            compare(accelerator, weightBits, activationBits, grid, dataflow);
        }
    }
}

std::vector<Case> onEveryDataflow(std::initializer_list<std::pair<int, int>> grids) {
    std::vector<Case> cases;
    for (const auto& [rows, columns] : grids)
        for (const Dataflow dataflow :
             {Dataflow::WeightStationary, Dataflow::OutputStationary, Dataflow::InputStationary})
            cases.push_back({rows, columns, dataflow});
    return cases;
}

std::string nameOf(const testing::TestParamInfo<Case>& one) {
    return std::string(dataflowName(one.param.dataflow)) + std::to_string(one.param.rows) + "x" +
           std::to_string(one.param.columns);
}

INSTANTIATE_TEST_SUITE_P(
    Grids, Systolic,
    testing::ValuesIn(onEveryDataflow({{1, 1}, {2, 3}, {3, 2}, {1, 4}, {5, 1}, {4, 6}, {8, 8}})),
    nameOf);
INSTANTIATE_TEST_SUITE_P(Grids, SystolicGanged,
                         testing::ValuesIn(onEveryDataflow({{2, 2}, {4, 6}, {8, 8}})), nameOf);

TEST(SystolicOracle, NibblesMultiplyLikeWholeNumbers) {
    for (int a = -128; a < 128; ++a)
        for (int b = -128; b < 128; ++b)
            ASSERT_EQ(systolic::multiply(Multiplier::Nibbles, a, b), a * b) << a << " * " << b;
}

}  // namespace
}  // namespace lpstudio
