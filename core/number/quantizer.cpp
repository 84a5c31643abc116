#include "core/number/quantizer.h"

#include <algorithm>
#include <bit>
#include <cfloat>
#include <cmath>
#include <cstring>
#include <limits>
#include <string>

#include "core/error.h"
#include "core/number/kernels.h"

namespace lpstudio {
namespace {

constexpr std::uint32_t kMagnitudeMask = 0x7fffffffU;
constexpr std::uint32_t kInfinityBits = 0x7f800000U;
/// Above this the table would leave the second-level cache; a binary search is used instead.
constexpr std::size_t kMaxCells = std::size_t{1} << 18;

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

namespace {

Quantizer::Side makeSide(std::vector<Level> levels, Rounding rounding) {
    std::erase_if(levels, [](const Level& level) {
        return level.value < static_cast<long double>(FLT_MIN) ||
               level.value > static_cast<long double>(FLT_MAX);
    });
    Quantizer::Side side;
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

/// Fills a search tree of 2^depth positions for thresholds between positions, +infinity beyond.
void plant(const std::vector<float>& thresholds, int depth, float* nodes) {
    for (int level = 0; level < depth; ++level)
        for (std::size_t j = 0; j < std::size_t{1} << level; ++j) {
            const std::size_t middle = (2 * j + 1) << (depth - level - 1);
            nodes[(std::size_t{1} << level) + j] = middle - 1 < thresholds.size()
                                                       ? thresholds[middle - 1]
                                                       : std::numeric_limits<float>::infinity();
        }
}

/// Both sides as one ascending line. A decision |x| > t below zero is x >= -t turned into x > the
/// float before -t.
std::shared_ptr<const simd::SmallTable> makeSmall(const Quantizer::Side& positive,
                                                  const Quantizer::Side& negative) {
    const std::size_t count = positive.values.size() + negative.values.size() - 1;
    if (count > simd::SmallTable::kMost) return nullptr;
    auto table = std::make_shared<simd::SmallTable>();
    std::vector<float> thresholds, values;
    std::vector<std::int32_t> codes;
    for (std::size_t i = negative.values.size() - 1; i > 0; --i) {
        values.push_back(-negative.values[i]);
        codes.push_back(negative.codes[i]);
        thresholds.push_back(std::nextafterf(-negative.thresholds[i - 1], -HUGE_VALF));
    }
    values.insert(values.end(), positive.values.begin(), positive.values.end());
    codes.insert(codes.end(), positive.codes.begin(), positive.codes.end());
    thresholds.insert(thresholds.end(), positive.thresholds.begin(), positive.thresholds.end());
    values.resize(simd::SmallTable::kMost, values.back());
    codes.resize(simd::SmallTable::kMost, codes.back());
    table->thresholds[0] = 0;
    plant(thresholds, 4, table->thresholds);
    std::copy(values.begin(), values.end(), table->values);
    std::copy(codes.begin(), codes.end(), table->codes);
    return table;
}

std::shared_ptr<const simd::TreeTable> makeTree(const Quantizer::Side& positive,
                                                const Quantizer::Side& negative) {
    if (positive.values != negative.values || positive.thresholds != negative.thresholds ||
        positive.values.size() < 2 || positive.values.size() > simd::TreeTable::kMost)
        return nullptr;
    auto table = std::make_shared<simd::TreeTable>();
    table->depth = std::max(4, static_cast<int>(std::bit_width(positive.values.size() - 1)));
    table->codeOffset = positive.codes[1] - 1;
    std::fill(std::begin(table->thresholds), std::end(table->thresholds), HUGE_VALF);
    plant(positive.thresholds, table->depth, table->thresholds);
    std::fill(std::begin(table->values), std::end(table->values), positive.largest());
    std::copy(positive.values.begin(), positive.values.end(), table->values);
    return table;
}

/// One side's thresholds and values begin as the other's do.
bool isPartOf(const Quantizer::Side& part, const Quantizer::Side& whole) {
    return part.values.size() <= whole.values.size() &&
           std::equal(part.values.begin(), part.values.end(), whole.values.begin()) &&
           std::equal(part.thresholds.begin(), part.thresholds.end(), whole.thresholds.begin());
}

std::shared_ptr<const simd::CellTable> makeCells(const Quantizer::Side& positive,
                                                 const Quantizer::Side& negative) {
    const bool longer = negative.values.size() > positive.values.size();
    const Quantizer::Side &whole = longer ? negative : positive,
                          &part = longer ? positive : negative;
    if (!isPartOf(part, whole) || whole.thresholds.empty()) return nullptr;
    const auto bits = [](float x) { return std::bit_cast<std::uint32_t>(x); };
    std::uint32_t shift = 23;
    const auto shared = [&] {
        for (std::size_t i = 1; i < whole.thresholds.size(); ++i)
            if (bits(whole.thresholds[i]) >> shift == bits(whole.thresholds[i - 1]) >> shift)
                return true;
        return false;
    };
    while (shift > 0 && shared()) --shift;
    auto table = std::make_shared<simd::CellTable>();
    table->shift = shift;
    table->first = bits(whole.thresholds.front()) >> shift;
    table->last = bits(whole.thresholds.back()) >> shift;
    const std::size_t count = table->last - table->first + 1;
    // Neighbours closer than a float32 step, or a table that would leave the cache.
    if (count > kMaxCells || shared()) return nullptr;
    std::size_t next = 0;
    const auto push = [&](float threshold) {
        table->thresholds.push_back(threshold);
        table->values.push_back(whole.values[next]);
        table->codes.push_back(std::abs(whole.codes[next]));
    };
    for (std::size_t i = 0; i < count; ++i) {
        const bool here = next < whole.thresholds.size() &&
                          bits(whole.thresholds[next]) >> shift == table->first + i;
        push(here ? whole.thresholds[next] : std::numeric_limits<float>::infinity());
        if (here) ++next;
    }
    push(std::numeric_limits<float>::infinity());
    table->clip[0] = positive.largest();
    table->clip[1] = negative.largest();
    table->clipCode[0] = std::abs(positive.codes.back());
    table->clipCode[1] = std::abs(negative.codes.back());
    return table;
}

}  // namespace

bool Quantizer::prove(simd::StepTable& table) const {
    // The result rises with |x|, so it is right everywhere if it is right at both ends of each
    // level's interval.
    std::vector<float> probes{0.0F, -0.0F, FLT_TRUE_MIN, -FLT_TRUE_MIN, FLT_MAX, -FLT_MAX};
    for (const float sign : {1.0F, -1.0F}) {
        const Side& side = sides_[sign < 0 ? 1 : 0];
        for (const float t : side.thresholds) {
            probes.push_back(sign * t);
            probes.push_back(sign * std::nextafterf(t, HUGE_VALF));
        }
        for (const float v : side.values) probes.push_back(sign * v);
    }
    std::vector<float> found(probes.size()), expected(probes.size());
    quantizeBy(Way::Search, probes, expected);
    for (const bool ties : {false, true}) {
        table.ties = ties;
        if (simd::quantize(table, probes.data(), found.data(), probes.size()) &&
            std::memcmp(found.data(), expected.data(), found.size() * sizeof(float)) == 0)
            return true;
    }
    return false;
}

Quantizer::Quantizer(std::vector<Level> positive, std::vector<Level> negative, Rounding rounding,
                     const simd::StepLaw* law, double scale) {
    const auto largest = [](const std::vector<Level>& side) {
        return side.empty() ? 0 : static_cast<double>(side.back().value);
    };
    const double lowest = positive.empty() ? 0 : static_cast<double>(positive.front().value),
                 largestPositive = largest(positive), largestNegative = largest(negative);
    sides_[0] = makeSide(std::move(positive), rounding);
    sides_[1] = makeSide(std::move(negative), rounding);
    if (!simd::TreeTable::isFast() || !setWay(Way::Tree))
        if (!setWay(Way::Cells)) setWay(Way::Search);
    codeWay_ = way_;
    if (setWay(Way::Small)) return;
    // Scales that keep all arithmetic on numbers of ordinary size.
    constexpr double kOrdinary = 0x1p60;
    if (law == nullptr || rounding != Rounding::Nearest || sides_[0].thresholds.empty() ||
        scale > kOrdinary || scale < 1 / kOrdinary)
        return;
    simd::StepTable steps(*law, scale, lowest / scale, largestPositive / scale,
                          largestNegative / scale, sides_[0].thresholds.front());
    if (!prove(steps)) return;
    steps_ = std::make_shared<simd::StepTable>(steps);
    way_ = Way::Steps;
}

bool Quantizer::setWay(Way way) {
    const auto make = [&](auto& table, auto build) {
        if (!table) table = build(sides_[0], sides_[1]);
        return table != nullptr;
    };
    const bool possible = way == Way::Small   ? make(small_, makeSmall)
                          : way == Way::Steps ? steps_ != nullptr
                          : way == Way::Tree  ? make(tree_, makeTree)
                          : way == Way::Cells ? make(cells_, makeCells)
                                              : true;
    if (possible) way_ = way;
    return possible;
}

bool Quantizer::quantizeBy(Way way, std::span<const float> in, std::span<float> out) const {
    switch (way) {
        case Way::Small:
            return simd::quantize(*small_, in.data(), out.data(), in.size());
        case Way::Steps:
            return simd::quantize(*steps_, in.data(), out.data(), in.size());
        case Way::Tree:
            return simd::quantize(*tree_, in.data(), out.data(), in.size());
        case Way::Cells:
            return simd::quantize(*cells_, in.data(), out.data(), in.size());
        case Way::Search:
            break;
    }
    std::uint32_t largest = 0;
    for (std::size_t i = 0; i < in.size(); ++i) {
        const float x = in[i];
        largest = std::max(largest, std::bit_cast<std::uint32_t>(x) & kMagnitudeMask);
        const bool minus = std::signbit(x);
        const Side& side = sides_[minus ? 1 : 0];
        const float q = side.values[side.nearest(std::fabs(x))];
        out[i] = minus && q > 0 ? -q : q;
    }
    return largest < kInfinityBits;
}

bool Quantizer::encodeBy(Way way, std::span<const float> in, std::span<std::int32_t> codes) const {
    switch (way) {
        case Way::Small:
            return simd::encode(*small_, in.data(), codes.data(), in.size());
        case Way::Tree:
            return simd::encode(*tree_, in.data(), codes.data(), in.size());
        case Way::Cells:
            return simd::encode(*cells_, in.data(), codes.data(), in.size());
        case Way::Steps:
        case Way::Search:
            break;
    }
    std::uint32_t largest = 0;
    for (std::size_t i = 0; i < in.size(); ++i) {
        largest = std::max(largest, std::bit_cast<std::uint32_t>(in[i]) & kMagnitudeMask);
        const Side& side = sides_[std::signbit(in[i]) ? 1 : 0];
        codes[i] = side.codes[side.nearest(std::fabs(in[i]))];
    }
    return largest < kInfinityBits;
}

void Quantizer::quantize(std::span<const float> in, std::span<float> out,
                         std::string_view tensor) const {
    if (quantizeBy(way_, in, out)) return;
    // The input may have been overwritten by now.
    if (in.data() != out.data()) requireFinite(in, tensor);
    throw Error(std::string(tensor) +
                ": some entries are not finite (NaN or infinity); repair the tensor first");
}

void Quantizer::encode(std::span<const float> in, std::span<std::int32_t> codes,
                       std::string_view tensor) const {
    if (!encodeBy(codeWay(), in, codes)) requireFinite(in, tensor);
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
