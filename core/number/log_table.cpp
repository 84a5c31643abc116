#include "core/number/log_table.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cfloat>
#include <cmath>
#include <cstdint>
#include <numbers>

namespace lpstudio {
namespace {

constexpr int kFractionBits = 23;  // of a float, and of a position
constexpr std::int64_t kOctave = std::int64_t{1} << kFractionBits;
constexpr std::uint32_t kExponentMask = 0xff800000U;
/// Steps between levels, as powers of two of a position: coarser ones would overflow it, finer ones
/// would leave most decisions open.
constexpr int kLeastShift = 9, kMostShift = kFractionBits + 5, kMostSegmentShift = kMostShift + 1;
/// A position's error, in its units: log2 of a mantissa by the curve (0.5), the rounding of its
/// constant term and of its sum (1), the product with `factor` (0.8), the rounding of `offset`
/// (0.5).
constexpr int kError = 3, kFewError = 40;

/// log2(m) - (m - 1) for the mantissas of an interval that begin with the same 4 bits, in terms of
/// the other 19: interpolated at the Chebyshev nodes.
std::array<float, 4> curvePiece(int interval, int terms) {
    constexpr double kWidth = 1 << 19, kUnit = 1 << kFractionBits;
    std::array<double, 4> nodes{}, divided{}, sum{};
    for (int i = 0; i < terms; ++i) {
        nodes[i] = (1 - std::cos(std::numbers::pi * (i + 0.5) / terms)) / 2 * kWidth;
        const double above = (interval * kWidth + nodes[i]) / kUnit;
        divided[i] = (std::log1p(above) / std::numbers::ln2 - above) * kUnit;
    }
    for (int order = 1; order < terms; ++order)
        for (int i = terms - 1; i >= order; --i)
            divided[i] = (divided[i] - divided[i - 1]) / (nodes[i] - nodes[i - order]);
    // Newton's form to powers: sum = sum * (t - node) + divided difference.
    for (int i = terms - 1; i >= 0; --i) {
        for (int power = terms - 1; power >= 0; --power)
            sum[power] = (power > 0 ? sum[power - 1] : divided[i]) - sum[power] * nodes[i];
    }
    sum[0] += simd::LogTable::kRounder;
    std::array<float, 4> piece{};
    std::transform(sum.begin(), sum.end(), piece.begin(),
                   [](double x) { return static_cast<float>(x); });
    return piece;
}

/// From each level to the next, log2 of the step in position units; empty if some step is no power
/// of two.
std::vector<int> stepShifts(const std::vector<float>& values) {
    std::vector<int> shifts;
    shifts.reserve(values.size());
    int shift = 0;
    double low = 0, high = 0;  // the ratios that this step gives up to float32's rounding
    for (std::size_t i = 1; i + 1 < values.size(); ++i) {
        const double ratio = static_cast<double>(values[i + 1]) / static_cast<double>(values[i]);
        if (!(ratio > 1)) return {};
        if (!(ratio > low && ratio < high)) {
            shift = static_cast<int>(std::lround(std::log2(std::log2(ratio)))) + kFractionBits;
            if (shift < kLeastShift || shift > kMostShift) return {};
            const double exact = std::exp2(std::ldexp(1.0, shift - kFractionBits));
            low = exact * (1 - 2 * static_cast<double>(FLT_EPSILON));
            high = exact * (1 + 2 * static_cast<double>(FLT_EPSILON));
            if (!(ratio > low && ratio < high)) return {};
        }
        shifts.push_back(shift);
    }
    return shifts;
}

/// Levels as positions relative to the anchor, the first level at which the step changes.
struct Grid {
    std::vector<std::int64_t> positions;
    std::vector<int> shifts;  ///< of the step above each level; of the last one, below
    int segmentShift = kMostSegmentShift;

    explicit Grid(std::vector<int> steps) : shifts(std::move(steps)) {
        shifts.push_back(shifts.back());
        std::int64_t position = 0, anchor = 0, changes = 0;
        bool found = false;
        for (std::size_t i = 0; i < shifts.size(); ++i) {
            if (i > 0 && shifts[i] != shifts[i - 1]) {
                if (!found) anchor = position;
                found = true;
                changes |= position - anchor;
            }
            positions.push_back(position);
            position += std::int64_t{1} << shifts[i];
        }
        for (std::int64_t& p : positions) p -= anchor;
        if (changes != 0)
            segmentShift =
                std::min(segmentShift, std::countr_zero(static_cast<std::uint64_t>(changes)));
    }
};

/// Where a level's position has to be for the kernel: the anchor's octave begins where a float's
/// does, and its segment where the word's does.
bool place(simd::LogTable& table, Grid& grid, long double firstLog2, float lowest, float largest,
           double& lost) {
    const long double anchor =
        firstLog2 - static_cast<long double>(grid.positions.front()) / kOctave;
    long double octave = std::ceil(anchor);
    if (static_cast<double>(largest) * static_cast<double>(exp2l(octave - anchor)) >
        static_cast<double>(FLT_MAX))
        octave -= 1;
    const long double factor = exp2l(octave - anchor);
    table.factor = static_cast<float>(factor);
    if (lowest * table.factor < FLT_MIN || !std::isfinite(largest * table.factor)) return false;
    lost = static_cast<double>(log2l(factor / static_cast<long double>(table.factor))) * kOctave;

    const int segmentOctaves = 1 << (grid.segmentShift - kFractionBits);
    const int at = 127 + static_cast<int>(octave);
    const int origin = (segmentOctaves - at % segmentOctaves) % segmentOctaves;
    table.origin = static_cast<std::uint32_t>(origin) << kFractionBits;
    for (std::int64_t& position : grid.positions) position += (at + origin) * kOctave;
    return true;
}

/// Parameters of the segments from the one before the first level's (a little below it is what a
/// level's own position may come out as) to the last level's.
bool fillSegments(simd::LogTable& table, const Grid& grid, const std::vector<std::int32_t>& codes,
                  Rounding rounding, double lost) {
    table.segmentShift = grid.segmentShift;
    const auto segmentOf = [&](std::size_t level) {
        return grid.positions[level] >> grid.segmentShift;
    };
    const std::size_t count = grid.positions.size();
    if (segmentOf(count - 1) - segmentOf(0) + 2 > simd::LogTable::kSegments) return false;
    const auto fill = [&](std::int64_t segment, std::size_t level) {
        const std::size_t slot = static_cast<std::size_t>(segment) % simd::LogTable::kSegments;
        const int shift = grid.shifts[level];
        // Of an arithmetic mean the logarithm lies above that of the geometric one.
        const double step = std::ldexp(1.0, shift), octaves = step / kOctave,
                     threshold = rounding == Rounding::Nearest
                                     ? std::log2((1 + std::exp2(octaves)) / 2) * kOctave
                                     : step / 2;
        const int error = static_cast<int>(table.slack / 2);
        table.shift[slot] = static_cast<std::uint32_t>(shift);
        table.offset[slot] =
            static_cast<std::uint32_t>(std::lround(step - threshold + lost) + error) -
            std::bit_cast<std::uint32_t>(simd::LogTable::kRounder);
        table.codeBase[slot] = static_cast<std::uint32_t>(codes[level + 1]) -
                               static_cast<std::uint32_t>(grid.positions[level] >> shift);
    };
    fill(segmentOf(0) - 1, 0);
    for (std::size_t level = 0; level < count; ++level)
        if (level == 0 || segmentOf(level) != segmentOf(level - 1)) fill(segmentOf(level), level);
    return true;
}

}  // namespace

std::unique_ptr<simd::LogTable> makeLogTable(const Quantizer::Side& side, long double firstLog2,
                                             Rounding rounding) {
    std::vector<int> shifts = stepShifts(side.values);
    if (shifts.empty()) return nullptr;
    const int finest = *std::min_element(shifts.begin(), shifts.end());
    const int coarsest = *std::max_element(shifts.begin(), shifts.end());
    Grid grid(std::move(shifts));
    if (grid.segmentShift < std::max(kFractionBits, coarsest)) return nullptr;

    auto table = std::make_unique<simd::LogTable>();
    double lost = 0;
    if (!place(*table, grid, firstLog2, side.values[1], side.largest(), lost)) return nullptr;
    table->patternShift = std::min(finest, kFractionBits - simd::LogTable::kFewPatternBits);
    table->slack = 2 * (table->few() ? kFewError : kError);
    if (!fillSegments(*table, grid, side.codes, rounding, lost)) return nullptr;

    const int terms = table->few() ? 3 : 4;
    for (int interval = 0; interval < 16; ++interval) {
        const std::array<float, 4> piece = curvePiece(interval, terms);
        for (int power = 0; power < 4; ++power) table->curve[power][interval] = piece[power];
    }
    const auto word = [](float x) { return std::bit_cast<std::uint32_t>(x); };
    table->lowest = word(side.values[1]);
    table->largest = word(side.largest());
    table->firstThreshold = side.thresholds.front();
    table->thresholds = side.thresholds;
    table->firstCode = static_cast<std::uint32_t>(side.codes[1]);
    table->patterns.resize(std::size_t{1} << (kFractionBits - table->patternShift));
    for (std::size_t level = 0; level < grid.positions.size(); ++level) {
        const auto position = static_cast<std::uint32_t>(grid.positions[level]);
        table->patterns[(position & ~kExponentMask) >> table->patternShift] =
            word(side.values[level + 1]) - (position & kExponentMask);
    }
    return table;
}

}  // namespace lpstudio
