#include "core/number/quantizer.h"

#include <algorithm>
#include <bit>
#include <cfloat>
#include <cmath>
#include <limits>
#include <string>

#include "core/error.h"

namespace lpstudio {
namespace {

constexpr std::uint32_t kMagnitudeMask = 0x7fffffffU;
constexpr std::uint32_t kInfinityBits = 0x7f800000U;
/// Above this the table would leave the second-level cache; a binary search is used instead.
constexpr std::size_t kMaxCells = std::size_t{1} << 16;

/// Largest float at or below the positive real x (a denormal or 0 where x is tiny).
float floorToFloat(long double x) {
    if (x >= static_cast<long double>(FLT_MAX)) return FLT_MAX;
    auto f = static_cast<float>(x);
    if (static_cast<long double>(f) > x) f = std::nextafterf(f, 0.0F);
    return f;
}

bool isEven(std::int32_t code) {
    return (code & 1) == 0;
}

/// Threshold t such that `x > t` chooses the upper neighbour. `midpoint` is exact wherever it is a
/// float32 value.
float thresholdFor(long double midpoint, bool tieGoesUp) {
    const float t = floorToFloat(midpoint);
    const bool tie = static_cast<long double>(t) == midpoint;
    return tie && tieGoesUp ? std::nextafterf(t, -1.0F) : t;
}

}  // namespace

std::size_t Quantizer::Side::nearest(float x) const {
    // The first threshold that is not below x: x > t chooses the level above t.
    return static_cast<std::size_t>(std::lower_bound(thresholds.begin(), thresholds.end(), x) -
                                    thresholds.begin());
}

Quantizer::Side Quantizer::makeSide(std::vector<Level> levels, Rounding rounding) {
    std::erase_if(levels, [](const Level& level) {
        return level.value < static_cast<long double>(FLT_MIN) ||
               level.value > static_cast<long double>(FLT_MAX);
    });
    Side side;
    side.values.push_back(0);
    side.codes.push_back(0);
    for (std::size_t i = 0; i < levels.size(); ++i) {
        const Level& upper = levels[i];
        if (i == 0) {
            // Half of the smallest magnitude: nearest sends the tie to 0, log-nearest keeps it
            // ("zero only for log2|x| < log2(minpos) - 1").
            const bool tieGoesUp = rounding == Rounding::LogNearest || !isEven(0);
            side.thresholds.push_back(thresholdFor(upper.value / 2, tieGoesUp));
        } else {
            const Level& lower = levels[i - 1];
            const long double midpoint = rounding == Rounding::Nearest
                                             ? (lower.value + upper.value) / 2
                                             : exp2l((lower.log2 + upper.log2) / 2);
            side.thresholds.push_back(
                thresholdFor(midpoint, isEven(upper.code) && !isEven(lower.code)));
        }
        side.values.push_back(static_cast<float>(upper.value));
        side.codes.push_back(upper.code);
    }
    return side;
}

Quantizer::Table Quantizer::makeTable(const Side& side) {
    Table table;
    if (side.thresholds.empty()) {
        table.shift = 31;
        table.cells.push_back({std::numeric_limits<float>::infinity(), 0, 0});
        return table;
    }
    const auto bits = [](float x) { return std::bit_cast<std::uint32_t>(x); };
    std::uint32_t shift = 23;
    const auto shared = [&] {
        for (std::size_t i = 1; i < side.thresholds.size(); ++i)
            if (bits(side.thresholds[i]) >> shift == bits(side.thresholds[i - 1]) >> shift)
                return true;
        return false;
    };
    while (shift > 0 && shared()) --shift;
    table.shift = shift;
    table.first = bits(side.thresholds.front()) >> shift;
    table.last = bits(side.thresholds.back()) >> shift;
    const std::size_t count = table.last - table.first + 1;
    // Neighbours closer than a float32 step, or a very long codebook: leave the table empty.
    if (count > kMaxCells || shared()) return table;
    std::size_t next = 0;
    for (std::size_t i = 0; i < count; ++i) {
        Cell cell{std::numeric_limits<float>::infinity(), side.values[next], side.values[next]};
        if (next < side.thresholds.size() &&
            bits(side.thresholds[next]) >> shift == table.first + i) {
            cell = {side.thresholds[next], side.values[next], side.values[next + 1]};
            ++next;
        }
        table.cells.push_back(cell);
    }
    return table;
}

Quantizer::Quantizer(std::vector<Level> positive, std::vector<Level> negative, Rounding rounding) {
    sides_[0] = makeSide(std::move(positive), rounding);
    sides_[1] = makeSide(std::move(negative), rounding);
    tables_[0] = makeTable(sides_[0]);
    tables_[1] = makeTable(sides_[1]);
    symmetric_ =
        sides_[0].values == sides_[1].values && sides_[0].thresholds == sides_[1].thresholds;
}

void Quantizer::quantize(std::span<const float> in, std::span<float> out,
                         std::string_view tensor) const {
    std::uint32_t largest = 0;
    const std::size_t size = in.size();
    if (symmetric_ && !tables_[0].cells.empty()) {
        const Cell* cells = tables_[0].cells.data();
        const std::uint32_t shift = tables_[0].shift, first = tables_[0].first,
                            last = tables_[0].last;
        const float* source = in.data();
        float* target = out.data();
        for (std::size_t i = 0; i < size; ++i) {
            const auto word = std::bit_cast<std::uint32_t>(source[i]);
            const std::uint32_t magnitude = word & kMagnitudeMask;
            largest = std::max(largest, magnitude);
            const Cell& cell = cells[std::clamp(magnitude >> shift, first, last) - first];
            const float q =
                std::bit_cast<float>(magnitude) > cell.threshold ? cell.above : cell.below;
            // A zero result is +0 whatever the sign.
            const std::uint32_t sign = q > 0 ? word & ~kMagnitudeMask : 0;
            target[i] = std::bit_cast<float>(std::bit_cast<std::uint32_t>(q) | sign);
        }
    } else {
        for (std::size_t i = 0; i < size; ++i) {
            const float x = in[i];
            largest = std::max(largest, std::bit_cast<std::uint32_t>(x) & kMagnitudeMask);
            const bool minus = std::signbit(x);
            const Side& side = sides_[minus ? 1 : 0];
            const float q = side.values[side.nearest(std::fabs(x))];
            out[i] = minus && q > 0 ? -q : q;
        }
    }
    // The input may have been overwritten by now; the largest magnitude tells.
    if (largest >= kInfinityBits) {
        if (in.data() != out.data()) requireFinite(in, tensor);
        throw Error(std::string(tensor) +
                    ": some entries are not finite (NaN or infinity); repair the tensor first");
    }
}

void Quantizer::encode(std::span<const float> in, std::span<std::int32_t> codes,
                       std::string_view tensor) const {
    requireFinite(in, tensor);
    for (std::size_t i = 0; i < in.size(); ++i) {
        const Side& side = sides_[std::signbit(in[i]) ? 1 : 0];
        codes[i] = side.codes[side.nearest(std::fabs(in[i]))];
    }
}

void requireFinite(std::span<const float> values, std::string_view tensor) {
    const auto bad =
        std::count_if(values.begin(), values.end(), [](float x) { return !std::isfinite(x); });
    if (bad > 0)
        throw Error(std::string(tensor) + ": " + std::to_string(bad) + " of " +
                    std::to_string(values.size()) +
                    " entries are not finite (NaN or infinity); repair the tensor first");
}

}  // namespace lpstudio
