// The oracle of the cycle model: a weight-stationary systolic array, moved cycle by cycle with real
// values. It shares no code with hw/; it knows the conventions of spec/accelerator.md only.
#include <gtest/gtest.h>

#include <array>
#include <cstdint>
#include <random>
#include <vector>

#include "hw/accelerator.h"
#include "hw/mapping.h"
#include "hw/simulate.h"

namespace lpstudio {
namespace {

using Matrix = std::vector<std::vector<int>>;

constexpr std::size_t place(int i) {
    return static_cast<std::size_t>(i);
}

Matrix randomMatrix(int rows, int columns, std::mt19937& random) {
    Matrix matrix(place(rows), std::vector<int>(place(columns)));
    for (auto& row : matrix) {
        for (int& value : row) value = static_cast<int>(random() % 15) - 7;
    }
    return matrix;
}

Matrix directProduct(const Matrix& a, const Matrix& b) {
    Matrix result(a.size(), std::vector<int>(b.front().size(), 0));
    for (std::size_t i = 0; i < a.size(); ++i) {
        for (std::size_t j = 0; j < b.front().size(); ++j) {
            for (std::size_t k = 0; k < b.size(); ++k) result[i][j] += a[i][k] * b[k][j];
        }
    }
    return result;
}

constexpr int kIdle = -1;
using Lanes = std::array<int, 4>;

struct Pe {
    Lanes weight{};
    Lanes shadow{};
    Lanes sum{};
    int activation = 0;
    /// Which input row the activation belongs to.
    int tag = kIdle;
};

/// R x C processing elements with `pack` weights each and registers between neighbours.
class Array {
public:
    Array(int rows, int columns, int pack)
        : rows_(rows),
          columns_(columns),
          pack_(pack),
          pes_(static_cast<std::size_t>(rows * columns)) {}

    Pe& at(int row, int column) { return pes_[place(row) * place(columns_) + place(column)]; }

    /// One cycle of weight loading: everything moves one row down, `top` enters.
    void shiftWeights(const std::vector<Lanes>& top) {
        for (int row = rows_ - 1; row > 0; --row) {
            for (int column = 0; column < columns_; ++column) {
                at(row, column).shadow = at(row - 1, column).shadow;
            }
        }
        for (int column = 0; column < columns_; ++column) {
            at(0, column).shadow = top[place(column)];
        }
    }

    /// The new fold begins: loaded weights take over and nothing is on its way.
    void begin() {
        for (Pe& pe : pes_) {
            pe.weight = pe.shadow;
            pe.tag = kIdle;
        }
    }

    /// One cycle of work; `entering` holds value and tag for each row. Afterwards the last row's
    /// registers hold the sums that leave.
    void step(const std::vector<std::pair<int, int>>& entering) {
        for (int row = rows_ - 1; row >= 0; --row) {
            for (int column = columns_ - 1; column >= 0; --column) {
                Pe& pe = at(row, column);
                const auto& [value, tag] = entering[place(row)];
                pe.activation = column == 0 ? value : at(row, column - 1).activation;
                pe.tag = column == 0 ? tag : at(row, column - 1).tag;
                const Lanes above = row == 0 ? Lanes{} : at(row - 1, column).sum;
                if (row > 0 && pe.tag != kIdle) {
                    // The sum from above must belong to the same input row.
                    ASSERT_EQ(at(row - 1, column).tag, pe.tag);
                }
                for (int lane = 0; lane < pack_; ++lane) {
                    const auto l = static_cast<std::size_t>(lane);
                    pe.sum[l] = above[l] + pe.weight[l] * pe.activation;
                }
            }
        }
    }

private:
    int rows_;
    int columns_;
    int pack_;
    std::vector<Pe> pes_;
};

struct Observed {
    Matrix product;
    std::int64_t cycles = 0;
    std::int64_t folds = 0;
    std::int64_t weightWords = 0;
    std::int64_t inputWords = 0;
    std::int64_t partialSums = 0;
};

class Machine {
public:
    Machine(const Matrix& a, const Matrix& b, int rows, int columns, int pack)
        : a_(a),
          b_(b),
          m_(static_cast<int>(a.size())),
          k_(static_cast<int>(b.size())),
          n_(static_cast<int>(b.front().size())),
          rows_(rows),
          columns_(columns),
          pack_(pack),
          array_(rows, columns, pack) {
        observed_.product.assign(a.size(), std::vector<int>(b.front().size(), 0));
    }

    Observed run(bool overlap) {
        for (int n0 = 0; n0 < n_; n0 += columns_ * pack_) {
            for (int k0 = 0; k0 < k_; k0 += rows_) folds_.emplace_back(k0, n0);
        }
        for (std::size_t fold = 0; fold < folds_.size(); ++fold) {
            if (fold == 0 || !overlap) {
                for (int i = 0; i < rows_; ++i) {
                    load(fold, i);
                    ++observed_.cycles;
                }
            }
            array_.begin();
            stream(fold, overlap && fold + 1 < folds_.size());
        }
        observed_.folds = static_cast<std::int64_t>(folds_.size());
        return observed_;
    }

private:
    /// Cycle i of loading: the bottom row enters first.
    void load(std::size_t fold, int i) {
        const auto [k0, n0] = folds_[fold];
        const int k = k0 + rows_ - 1 - i;
        std::vector<Lanes> top(place(columns_));
        for (int column = 0; column < columns_; ++column) {
            bool real = false;
            for (int lane = 0; lane < pack_; ++lane) {
                const int n = n0 + column * pack_ + lane;
                if (k >= k_ || n >= n_) continue;
                real = true;
                top[place(column)][place(lane)] = b_[place(k)][place(n)];
            }
            if (real) ++observed_.weightWords;
        }
        array_.shiftWeights(top);
    }

    void stream(std::size_t fold, bool loadNext) {
        const auto [k0, n0] = folds_[fold];
        int loaded = 0;
        for (int time = 0;; ++time) {
            if (loadNext && loaded < rows_) load(fold + 1, loaded++);
            std::vector<std::pair<int, int>> entering;
            for (int row = 0; row < rows_; ++row) {
                const int m = time - row;
                const bool present = m >= 0 && m < m_;
                const bool real = present && k0 + row < k_;
                if (real) ++observed_.inputWords;
                entering.emplace_back(real ? a_[place(m)][place(k0) + place(row)] : 0,
                                      present ? m : kIdle);
            }
            array_.step(entering);
            ++observed_.cycles;
            for (int column = 0; column < columns_; ++column) collect(k0, n0, column);
            if (array_.at(rows_ - 1, columns_ - 1).tag == m_ - 1) break;
        }
        ASSERT_TRUE(!loadNext || loaded == rows_) << "the next weights are not there in time";
    }

    void collect(int k0, int n0, int column) {
        const Pe& pe = array_.at(rows_ - 1, column);
        if (pe.tag == kIdle) return;
        for (int lane = 0; lane < pack_; ++lane) {
            const int n = n0 + column * pack_ + lane;
            if (n >= n_) continue;
            observed_.product[place(pe.tag)][place(n)] += pe.sum[place(lane)];
            if (k0 > 0) ++observed_.partialSums;
        }
    }

    const Matrix& a_;
    const Matrix& b_;
    int m_, k_, n_, rows_, columns_, pack_;
    Array array_;
    std::vector<std::pair<int, int>> folds_;
    Observed observed_;
};

struct Grid {
    int rows;
    int columns;
};

class Systolic : public testing::TestWithParam<Grid> {};

TEST_P(Systolic, AgreesWithTheModelOnEveryCycleReadAndResult) {
    const auto [rows, columns] = GetParam();
    Accelerator accelerator = loadAccelerator("lpa-8x8");
    accelerator.rows = rows;
    accelerator.columns = columns;
    std::mt19937 random(7);
    for (const bool overlap : {false, true}) {
        SimulationOptions options;
        options.overlap = overlap;
        const Simulator simulator(accelerator, options);
        for (const int bits : {8, 4, 2}) {
            for (int shape = 0; shape < 1000; ++shape) {
                MatrixProduct product;
                product.m = shape / 100 + 1;
                product.k = shape / 10 % 10 + 1;
                product.n = shape % 10 + 1;
                product.weightBits = bits;
                const Matrix a =
                    randomMatrix(static_cast<int>(product.m), static_cast<int>(product.k), random);
                const Matrix b =
                    randomMatrix(static_cast<int>(product.k), static_cast<int>(product.n), random);
                const Observed seen = Machine(a, b, rows, columns, 8 / bits).run(overlap);
                const Mapping map = mapProduct(accelerator, product, product.m,
                                               Dataflow::WeightStationary, overlap);
                const auto where = testing::Message() << rows << "x" << columns << " bits " << bits
                                                      << " m " << product.m << " k " << product.k
                                                      << " n " << product.n << " ov " << overlap;
                ASSERT_EQ(seen.product, directProduct(a, b)) << where;
                ASSERT_EQ(simulator.total({"", {product}}).computeCycles.value, seen.cycles)
                    << where;
                ASSERT_EQ(map.folds, seen.folds) << where;
                ASSERT_EQ(map.weightWords, seen.weightWords) << where;
                ASSERT_EQ(map.inputWords, seen.inputWords) << where;
                ASSERT_EQ(map.partialSums, seen.partialSums) << where;
            }
        }
    }
}

INSTANTIATE_TEST_SUITE_P(Grids, Systolic,
                         testing::Values(Grid{1, 1}, Grid{2, 3}, Grid{3, 2}, Grid{1, 4}, Grid{5, 1},
                                         Grid{4, 4}, Grid{8, 8}),
                         [](const auto& grid) {
                             return std::to_string(grid.param.rows) + "x" +
                                    std::to_string(grid.param.columns);
                         });

}  // namespace
}  // namespace lpstudio
