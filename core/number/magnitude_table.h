#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

namespace lpstudio {

/// The magnitudes of a tensor, arranged so that the squared error of any codebook is found in time
/// proportional to the codebook, not the tensor: counts, sums and sums of squares below any bound,
/// for all entries and for those of either sign.
///
/// Small tensors (up to kExactLimit entries) are kept sorted and give the exact error. Larger ones
/// are collected in a histogram of 2048 bins per octave. A threshold is then moved to the nearest
/// edge of a bin, where both neighbours are almost equally far; where neighbouring levels are less
/// than kFineBins bins apart (word lengths above about 9 bits) entries are taken to lie evenly
/// between two thresholds instead.
class MagnitudeTable {
public:
    static constexpr std::size_t kExactLimit = 8192;
    static constexpr double kFineBins = 12;

    MagnitudeTable() = default;
    explicit MagnitudeTable(std::span<const float> values) {
        add(values);
        finish();
    }

    /// Adds a part of the tensor; entries must be finite. Call finish() after the last part.
    void add(std::span<const float> values);
    void finish();

    /// Sums over entries.
    struct Sums {
        double count = 0, sum = 0, squares = 0;  ///< of magnitudes
        Sums& operator+=(const Sums& other) {
            count += other.count;
            sum += other.sum;
            squares += other.squares;
            return *this;
        }
        friend Sums operator-(const Sums& a, const Sums& b) {
            return {a.count - b.count, a.sum - b.sum, a.squares - b.squares};
        }
    };
    enum class Sign { Both, Positive, Negative };

    Sums all(Sign sign = Sign::Both) const;
    /// Number of entries of that sign with |x| <= bound; zeros count as positive.
    double countUpTo(double bound, Sign sign = Sign::Both) const;
    double zeros() const { return zeros_; }
    std::size_t size() const { return size_; }
    float largest() const { return largest_; }
    double rms() const;

    /// Sum of squared errors of rounding each entry of that sign to the nearest of the magnitudes
    /// {0, values...} (ascending) at `scale` times their value. Gives up as soon as the sum exceeds
    /// `limit`; the result is then some number above it.
    double squaredError(std::span<const double> values, double scale, Sign sign = Sign::Both,
                        double limit = std::numeric_limits<double>::infinity()) const;
    /// squaredError() of all entries over their number.
    double meanSquaredError(std::span<const double> values, double scale) const;

private:
    /// Sums over the first i entries or bins, at position i; `sorted` while the table is small.
    struct Cumulative {
        std::vector<float> sorted;
        std::vector<Sums> prefix;
    };
    class View;
    View view(Sign sign) const;

    void spill();
    void count(float x);

    std::size_t size_ = 0;
    double zeros_ = 0;
    float largest_ = 0;
    bool exact_ = true;
    std::vector<float> entries_;  ///< while small and not finished
    /// While large and not finished: per sign and octave, empty or 2048 bins.
    std::vector<std::vector<Sums>> pages_[2];
    std::size_t firstBin_ = 0;  ///< of the finished table
    /// The positive entries of a large table are the rest.
    Cumulative all_, negative_, positive_;
};

}  // namespace lpstudio
