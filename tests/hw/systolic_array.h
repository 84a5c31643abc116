#pragma once

// The oracle of the cycle model: a systolic array moved cycle by cycle with real values. It shares
// no code with hw/; it knows the conventions of the accelerator's specification only. Registers
// hold what their neighbours held a cycle ago; nothing is computed from a formula.

#include <array>
#include <cstdint>
#include <cstdlib>
#include <stdexcept>
#include <utility>
#include <vector>

namespace lpstudio::systolic {

constexpr std::size_t place(int i) {
    return static_cast<std::size_t>(i);
}

struct Matrix {
    int rows = 0, columns = 0;
    std::vector<int> values{};

    Matrix(int r, int c) : rows(r), columns(c), values(place(r) * place(c)) {}
    int& at(int row, int column) { return values[place(row) * place(columns) + place(column)]; }
    int at(int row, int column) const {
        return values[place(row) * place(columns) + place(column)];
    }
    bool operator==(const Matrix&) const = default;
};

inline Matrix directProduct(const Matrix& a, const Matrix& b) {
    Matrix result(a.rows, b.columns);
    for (int i = 0; i < a.rows; ++i)
        for (int j = 0; j < b.columns; ++j)
            for (int k = 0; k < b.rows; ++k) result.at(i, j) += a.at(i, k) * b.at(k, j);
    return result;
}

enum class Multiplier {
    Whole,
    /// Operands of 8 bits are cut into nibbles, each pair a product of one 4-bit PE.
    Nibbles,
};

/// The product of two 8-bit operands as ganged 4-bit PEs make it: high nibbles are signed, low ones
/// are not.
inline int multiply(Multiplier multiplier, int a, int b) {
    if (multiplier == Multiplier::Whole) return a * b;
    const int lowA = a & 15, lowB = b & 15;
    const int highA = (a - lowA) / 16, highB = (b - lowB) / 16;
    return highA * highB * 256 + (highA * lowB + lowA * highB) * 16 + lowA * lowB;
}

constexpr int kIdle = -1;
using Lanes = std::array<int, 4>;

/// A word on its way: values and the number of the item it belongs to.
struct Word {
    Lanes value{};
    int tag = kIdle;
};

struct Observed {
    Matrix product;
    std::int64_t cycles = 0;
    std::int64_t folds = 0;
    std::int64_t weightWords = 0;
    std::int64_t inputWords = 0;
    std::int64_t partialSums = 0;
};

struct Grid {
    int rows = 0, columns = 0;
    /// Weights side by side in a word.
    int pack = 1;
    Multiplier multiplier = Multiplier::Whole;
};

/// One operand stays, the other streams from the left, sums move down: weight-stationary, and
/// input-stationary with the roles changed.
class StationaryMachine {
public:
    StationaryMachine(const Matrix& a, const Matrix& b, const Grid& grid, bool weightsStay)
        : a_(a),
          b_(b),
          grid_(grid),
          weightsStay_(weightsStay),
          streamed_(weightsStay ? a.rows : (b.columns + grid.pack - 1) / grid.pack),
          cells_(place(grid.rows) * place(grid.columns)),
          observed_{Matrix(a.rows, b.columns)} {}

    Observed run(bool overlap) {
        const int across = weightsStay_ ? grid_.columns * grid_.pack : grid_.columns;
        const int extent = weightsStay_ ? b_.columns : a_.rows;
        for (int c0 = 0; c0 < extent; c0 += across)
            for (int k0 = 0; k0 < b_.rows; k0 += grid_.rows) folds_.emplace_back(k0, c0);
        for (std::size_t fold = 0; fold < folds_.size(); ++fold) {
            if (fold == 0 || !overlap) {
                for (int i = 0; i < grid_.rows; ++i) {
                    load(fold, i);
                    ++observed_.cycles;
                }
            }
            for (Cell& cell : cells_) {
                cell.stationary = cell.shadow;
                cell.moving.tag = kIdle;
            }
            stream(fold, overlap && fold + 1 < folds_.size());
        }
        observed_.folds = static_cast<std::int64_t>(folds_.size());
        return observed_;
    }

private:
    struct Cell {
        Lanes stationary{}, shadow{}, sum{};
        Word moving;
    };
    Cell& at(int row, int column) {
        return cells_[place(row) * place(grid_.columns) + place(column)];
    }

    /// Cycle i of loading: everything moves one row down, the bottom row's values enter first.
    void load(std::size_t fold, int i) {
        for (int row = grid_.rows - 1; row > 0; --row)
            for (int column = 0; column < grid_.columns; ++column)
                at(row, column).shadow = at(row - 1, column).shadow;
        const auto [k0, c0] = folds_[fold];
        const int k = k0 + grid_.rows - 1 - i;
        for (int column = 0; column < grid_.columns; ++column) {
            Lanes entering{};
            bool real = false;
            if (weightsStay_) {
                for (int lane = 0; lane < grid_.pack; ++lane) {
                    const int n = c0 + column * grid_.pack + lane;
                    if (k >= b_.rows || n >= b_.columns) continue;
                    real = true;
                    entering[place(lane)] = b_.at(k, n);
                }
            } else if (const int m = c0 + column; k < b_.rows && m < a_.rows) {
                real = true;
                entering[0] = a_.at(m, k);
            }
            if (real) ++(weightsStay_ ? observed_.weightWords : observed_.inputWords);
            at(0, column).shadow = entering;
        }
    }

    /// What enters row `row` for the stream's item `item`.
    Word entering(int k0, int row, int item) {
        Word word;
        if (item < 0 || item >= streamed_) return word;
        word.tag = item;
        const int k = k0 + row;
        if (k >= b_.rows) return word;
        if (weightsStay_) {
            ++observed_.inputWords;
            word.value[0] = a_.at(item, k);
        } else {
            ++observed_.weightWords;
            for (int lane = 0; lane < grid_.pack; ++lane)
                if (const int n = item * grid_.pack + lane; n < b_.columns)
                    word.value[place(lane)] = b_.at(k, n);
        }
        return word;
    }

    void stream(std::size_t fold, bool loadNext) {
        const auto [k0, c0] = folds_[fold];
        int loaded = 0;
        for (int time = 0;; ++time) {
            if (loadNext && loaded < grid_.rows) load(fold + 1, loaded++);
            for (int row = grid_.rows - 1; row >= 0; --row) {
                for (int column = grid_.columns - 1; column >= 0; --column) {
                    Cell& cell = at(row, column);
                    cell.moving =
                        column > 0 ? at(row, column - 1).moving : entering(k0, row, time - row);
                    multiplyAdd(cell, row, column);
                }
            }
            ++observed_.cycles;
            for (int column = 0; column < grid_.columns; ++column) collect(k0, c0, column);
            if (at(grid_.rows - 1, grid_.columns - 1).moving.tag == streamed_ - 1) break;
        }
        if (loadNext && loaded != grid_.rows)
            throw std::logic_error("the next operands are not there in time");
    }

    void multiplyAdd(Cell& cell, int row, int column) {
        // The row above was not yet moved in this cycle: it holds the sums of the last one.
        const Cell* above = row > 0 ? &at(row - 1, column) : nullptr;
        if (above != nullptr && cell.moving.tag != kIdle && above->moving.tag != cell.moving.tag)
            throw std::logic_error("a sum from above belongs to another item");
        for (int lane = 0; lane < grid_.pack; ++lane) {
            const auto l = place(lane);
            const int product =
                weightsStay_ ? multiply(grid_.multiplier, cell.moving.value[0], cell.stationary[l])
                             : multiply(grid_.multiplier, cell.stationary[0], cell.moving.value[l]);
            cell.sum[l] = (above != nullptr ? above->sum[l] : 0) + product;
        }
    }

    void collect(int k0, int c0, int column) {
        const Cell& cell = at(grid_.rows - 1, column);
        if (cell.moving.tag == kIdle) return;
        for (int lane = 0; lane < grid_.pack; ++lane) {
            const int m = weightsStay_ ? cell.moving.tag : c0 + column;
            const int n = weightsStay_ ? c0 + column * grid_.pack + lane
                                       : cell.moving.tag * grid_.pack + lane;
            if (m >= a_.rows || n >= b_.columns) continue;
            observed_.product.at(m, n) += cell.sum[place(lane)];
            if (k0 > 0) ++observed_.partialSums;
        }
    }

    const Matrix& a_;
    const Matrix& b_;
    Grid grid_;
    bool weightsStay_;
    int streamed_;
    std::vector<Cell> cells_;
    std::vector<std::pair<int, int>> folds_;
    Observed observed_;
};

/// Sums stay; inputs stream from the left and weights from the top, then the sums move down and
/// out.
class OutputMachine {
public:
    OutputMachine(const Matrix& a, const Matrix& b, const Grid& grid)
        : a_(a),
          b_(b),
          grid_(grid),
          cells_(place(grid.rows) * place(grid.columns)),
          observed_{Matrix(a.rows, b.columns)} {}

    Observed run(bool overlap) {
        for (int m0 = 0; m0 < a_.rows; m0 += grid_.rows) {
            for (int n0 = 0; n0 < b_.columns; n0 += grid_.columns * grid_.pack) {
                const bool behind = overlap && observed_.folds > 0;
                compute(m0, n0, behind);
                ++observed_.folds;
                for (Cell& cell : cells_) cell.leaving = cell.sum;
                m0_ = m0;
                n0_ = n0;
                drained_ = 0;
                if (!overlap) drainAlone();
            }
        }
        if (overlap) drainAlone();
        return observed_;
    }

private:
    struct Cell {
        Word input, weight;
        Lanes sum{}, leaving{};
    };
    Cell& at(int row, int column) {
        return cells_[place(row) * place(grid_.columns) + place(column)];
    }

    Word inputAt(int m0, int row, int k) {
        Word word;
        if (k < 0 || k >= b_.rows) return word;
        word.tag = k;
        if (m0 + row < a_.rows) {
            ++observed_.inputWords;
            word.value[0] = a_.at(m0 + row, k);
        }
        return word;
    }

    Word weightAt(int n0, int column, int k) {
        Word word;
        if (k < 0 || k >= b_.rows) return word;
        word.tag = k;
        bool real = false;
        for (int lane = 0; lane < grid_.pack; ++lane) {
            const int n = n0 + column * grid_.pack + lane;
            if (n >= b_.columns) continue;
            real = true;
            word.value[place(lane)] = b_.at(k, n);
        }
        if (real) ++observed_.weightWords;
        return word;
    }

    void compute(int m0, int n0, bool drainBehind) {
        for (Cell& cell : cells_) {
            cell.sum = {};
            cell.input.tag = cell.weight.tag = kIdle;
        }
        for (int time = 0;; ++time) {
            for (int row = grid_.rows - 1; row >= 0; --row) {
                for (int column = grid_.columns - 1; column >= 0; --column) {
                    Cell& cell = at(row, column);
                    cell.input =
                        column > 0 ? at(row, column - 1).input : inputAt(m0, row, time - row);
                    cell.weight =
                        row > 0 ? at(row - 1, column).weight : weightAt(n0, column, time - column);
                    if (cell.input.tag != cell.weight.tag)
                        throw std::logic_error("input and weight of different steps meet");
                    if (cell.input.tag == kIdle) continue;
                    for (int lane = 0; lane < grid_.pack; ++lane)
                        cell.sum[place(lane)] += multiply(grid_.multiplier, cell.input.value[0],
                                                          cell.weight.value[place(lane)]);
                }
            }
            ++observed_.cycles;
            if (drainBehind && drained_ < grid_.rows) drainOne();
            if (at(grid_.rows - 1, grid_.columns - 1).input.tag == b_.rows - 1) break;
        }
        if (drainBehind && drained_ != grid_.rows)
            throw std::logic_error("the last sums have not left in time");
    }

    void drainOne() {
        const int m = m0_ + grid_.rows - 1 - drained_;
        for (int column = 0; column < grid_.columns; ++column) {
            for (int lane = 0; lane < grid_.pack; ++lane) {
                const int n = n0_ + column * grid_.pack + lane;
                if (m < a_.rows && n < b_.columns)
                    observed_.product.at(m, n) = at(grid_.rows - 1, column).leaving[place(lane)];
            }
        }
        for (int row = grid_.rows - 1; row > 0; --row)
            for (int column = 0; column < grid_.columns; ++column)
                at(row, column).leaving = at(row - 1, column).leaving;
        ++drained_;
    }

    void drainAlone() {
        while (drained_ < grid_.rows) {
            drainOne();
            ++observed_.cycles;
        }
    }

    const Matrix& a_;
    const Matrix& b_;
    Grid grid_;
    std::vector<Cell> cells_;
    Observed observed_;
    int m0_ = 0, n0_ = 0, drained_ = 0;
};

}  // namespace lpstudio::systolic
