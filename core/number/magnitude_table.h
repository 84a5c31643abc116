#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace lpstudio {

/// The magnitudes of a tensor, arranged so that the squared error of any codebook is found in time
/// proportional to the codebook, not the tensor: counts, sums and sums of squares below any bound.
///
/// Small tensors (up to kExactLimit entries) are kept sorted and give the exact error. Larger ones
/// are collected in a histogram of 2048 bins per octave: an entry that shares a bin with a
/// threshold may be counted on the wrong side, where both neighbours are almost equally far, so
/// that the error is off by about 1e-7 of itself.
class MagnitudeTable {
public:
    static constexpr std::size_t kExactLimit = 8192;

    MagnitudeTable() = default;
    explicit MagnitudeTable(std::span<const float> values) {
        add(values);
        finish();
    }

    /// Adds a part of the tensor; entries must be finite. Call finish() after the last part.
    void add(std::span<const float> values);
    void finish();

    /// Sums over entries with |x| <= bound.
    struct Sums {
        double count = 0, sum = 0, squares = 0;
    };
    Sums upTo(float bound) const;
    Sums all() const { return prefix_.empty() ? Sums{} : prefix_.back(); }

    std::size_t size() const { return size_; }
    float largest() const { return largest_; }
    double rms() const;

    /// Mean squared error of rounding each entry to the nearest of the magnitudes {0, values...}
    /// (ascending) at `scale` times their value.
    double meanSquaredError(std::span<const double> values, double scale) const;

private:
    void spill();
    void count(float magnitude);

    std::size_t size_ = 0;
    float largest_ = 0;
    std::vector<float> sorted_;             ///< while small
    std::vector<std::vector<Sums>> pages_;  ///< while large: per octave, empty or 2048 bins
    std::size_t firstBin_ = 0;              ///< of the finished table
    std::vector<Sums> prefix_;              ///< prefix_[i]: over the first i entries or bins
};

}  // namespace lpstudio
