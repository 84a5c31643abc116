#include "core/number/quantizer_tables.h"

#include <algorithm>
#include <bit>
#include <cfloat>
#include <cmath>
#include <cstring>
#include <limits>

#include "core/number/log_table.h"

namespace lpstudio {
namespace {

using Side = Quantizer::Side;

/// Above this the table would leave the second-level cache; a binary search is used instead.
constexpr std::size_t kMaxCells = std::size_t{1} << 18;

bool isMirrored(const std::vector<Level>& a, const std::vector<Level>& b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](const Level& x, const Level& y) {
        return x.value == y.value && x.log2 == y.log2 && x.code == -y.code;
    });
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
std::unique_ptr<const simd::SmallTable> makeSmall(const Side& positive, const Side& negative) {
    const std::size_t count = positive.values.size() + negative.values.size() - 1;
    if (count > simd::SmallTable::kMost) return nullptr;
    auto table = std::make_unique<simd::SmallTable>();
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

/// One side's thresholds and values begin as the other's do.
bool isPartOf(const Side& part, const Side& whole) {
    return part.values.size() <= whole.values.size() &&
           std::equal(part.values.begin(), part.values.end(), whole.values.begin()) &&
           std::equal(part.thresholds.begin(), part.thresholds.end(), whole.thresholds.begin());
}

std::unique_ptr<const simd::CellTable> makeCells(const Side& positive, const Side& negative) {
    const bool longer = negative.values.size() > positive.values.size();
    const Side &whole = longer ? negative : positive, &part = longer ? positive : negative;
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
    auto table = std::make_unique<simd::CellTable>();
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

/// Where a law would go wrong if it did: the result rises with |x|, so it is right everywhere if it
/// is right at both ends of each level's interval.
struct Probes {
    std::vector<float> inputs, values;
    std::vector<std::int32_t> codes;

    Probes(const Side& positive, const Side& negative) {
        add(positive, 1);
        add(negative, -1);
    }

    template <class Table>
    bool agreeOnValues(const Table& table) const {
        std::vector<float> found(inputs.size());
        return simd::quantize(table, inputs.data(), found.data(), inputs.size()) &&
               std::memcmp(found.data(), values.data(), found.size() * sizeof(float)) == 0;
    }
    template <class Table>
    bool agreeOnCodes(const Table& table) const {
        std::vector<std::int32_t> found(inputs.size());
        return simd::encode(table, inputs.data(), found.data(), inputs.size()) && found == codes;
    }

private:
    void add(const Side& side, float sign) {
        const auto probe = [&](float x, std::size_t level) {
            inputs.push_back(sign * x);
            values.push_back(level == 0 ? 0 : sign * side.values[level]);
            codes.push_back(side.codes[level]);
        };
        for (const float x : {0.0F, FLT_TRUE_MIN, FLT_MAX}) probe(x, side.nearest(x));
        for (std::size_t i = 0; i < side.thresholds.size(); ++i) {
            probe(side.thresholds[i], i);
            probe(std::nextafterf(side.thresholds[i], HUGE_VALF), i + 1);
            probe(side.values[i + 1], i + 1);
        }
    }
};

/// The bases of codes as StepTable tells; false if there are none.
bool findCodeBases(simd::StepTable& table, const Side& side, double scale) {
    bool known[simd::StepTable::kSegments] = {};
    for (std::size_t i = 1; i < side.values.size(); ++i) {
        // A level has 16 bits at most: the rounding of the scaled one is taken back.
        const auto scaled = static_cast<float>(2 * static_cast<double>(side.values[i]) / scale);
        const auto word =
            static_cast<std::int32_t>((std::bit_cast<std::uint32_t>(scaled) + 32) & ~63U);
        const std::int32_t u = word >> (table.wide ? table.shift : 23);
        std::int32_t bits = std::max(table.base, table.down - u);
        if (table.taper || table.wide) bits = std::max(bits, table.up + u);
        bits = std::min(bits, table.cap);
        const auto segment =
            static_cast<std::size_t>(std::min(u, table.lastSegment) % simd::StepTable::kSegments);
        const std::int32_t base = std::abs(side.codes[i]) - (word >> (bits + 1));
        if (known[segment] && table.codeBase[segment] != base) return false;
        known[segment] = true;
        table.codeBase[segment] = base;
    }
    return true;
}

}  // namespace

QuantizerTables::QuantizerTables(const std::vector<Level>& positive,
                                 const std::vector<Level>& negative, Rounding rounding,
                                 const simd::StepLaw* law, const Scaling& scaling)
    : rounding_(rounding),
      law_(law != nullptr ? std::optional(*law) : std::nullopt),
      scale_(scaling.factor) {
    const auto by = static_cast<long double>(scale_);
    const auto largest = [&](const std::vector<Level>& side) {
        return side.empty() ? 0 : static_cast<double>(side.back().value * by);
    };
    lowest_ = positive.empty() ? 0 : static_cast<double>(positive.front().value * by);
    largest_ = largest(positive);
    largestNegative_ = largest(negative);
    const auto first = std::find_if(positive.begin(), positive.end(),
                                    [&](const Level& level) { return isOnFloats(level, scaling); });
    if (first != positive.end()) firstLog2_ = first->log2 + std::log2(by);
    positive_ = makeSide(positive, scaling, rounding);
    if (isMirrored(positive, negative)) {
        negative_ = positive_;
        for (std::int32_t& code : negative_.codes) code = -code;
    } else {
        negative_ = makeSide(negative, scaling, rounding);
    }
}

const simd::SmallTable* QuantizerTables::small() const {
    return small_.get([&] { return makeSmall(positive_, negative_); });
}

const simd::CellTable* QuantizerTables::cells() const {
    return cells_.get([&] { return makeCells(positive_, negative_); });
}

const simd::StepTable* QuantizerTables::steps() const {
    return steps_.get([&]() -> std::unique_ptr<const simd::StepTable> {
        // Scales that keep all arithmetic on numbers of ordinary size.
        constexpr double kOrdinary = 0x1p60;
        if (!law_ || rounding_ != Rounding::Nearest || positive_.thresholds.empty() ||
            scale_ > kOrdinary || scale_ < 1 / kOrdinary)
            return nullptr;
        auto table = std::make_unique<simd::StepTable>(*law_, scale_, lowest_ / scale_,
                                                       largest_ / scale_, largestNegative_ / scale_,
                                                       positive_.thresholds.front());
        table->clipCode[0] = std::abs(positive_.codes.back());
        table->clipCode[1] = std::abs(negative_.codes.back());
        const Probes probes(positive_, negative_);
        const Side& longer =
            negative_.values.size() > positive_.values.size() ? negative_ : positive_;
        for (const bool ties : {false, true}) {
            table->ties = ties;
            if (!probes.agreeOnValues(*table)) continue;
            table->hasCodes = findCodeBases(*table, longer, scale_) && probes.agreeOnCodes(*table);
            return table;
        }
        return nullptr;
    });
}

const simd::LogTable* QuantizerTables::logs() const {
    return logs_.get([&]() -> std::unique_ptr<const simd::LogTable> {
        if (positive_.values != negative_.values || positive_.thresholds != negative_.thresholds)
            return nullptr;
        auto table = makeLogTable(positive_, firstLog2_, rounding_);
        if (!table) return nullptr;
        const Probes probes(positive_, negative_);
        if (!probes.agreeOnValues(*table) || !probes.agreeOnCodes(*table)) return nullptr;
        return table;
    });
}

bool QuantizerTables::allows(Kernel kernel) const {
    switch (kernel) {
        case Kernel::Small:
            return small() != nullptr;
        case Kernel::Steps:
            return steps() != nullptr;
        case Kernel::Logs:
            return logs() != nullptr;
        case Kernel::Cells:
            return cells() != nullptr;
        case Kernel::Search:
            break;
    }
    return true;
}

Quantizer::Kernel QuantizerTables::fastest() const {
    if (simd::hasWidePermutations() && allows(Kernel::Small)) return Kernel::Small;
    return allows(Kernel::Steps) ? Kernel::Steps : fastestForCodes();
}

Quantizer::Kernel QuantizerTables::fastestForCodes() const {
    const auto stepsHaveCodes = [&] { return allows(Kernel::Steps) && steps()->hasCodes; };
    if (simd::hasWidePermutations()) {
        if (allows(Kernel::Small)) return Kernel::Small;
        if (stepsHaveCodes()) return Kernel::Steps;
        if (allows(Kernel::Logs)) return Kernel::Logs;
    }
    if (allows(Kernel::Cells)) return Kernel::Cells;
    if (allows(Kernel::Small)) return Kernel::Small;
    if (stepsHaveCodes()) return Kernel::Steps;
    return allows(Kernel::Logs) ? Kernel::Logs : Kernel::Search;
}

}  // namespace lpstudio
