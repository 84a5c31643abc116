#include "core/number/quantizer.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <string>

#include "core/base/error.h"
#include "core/number/kernels.h"
#include "core/number/quantizer_tables.h"

namespace lpstudio {
namespace {

using Kernel = Quantizer::Kernel;

/// One entry after the other, by binary search. `outcome` gives what is stored for a position on a
/// side; returns whether all entries were finite.
template <class Out, class Outcome>
bool search(const QuantizerTables& tables, std::span<const float> in, std::span<Out> out,
            const Outcome& outcome) {
    constexpr std::uint32_t kMagnitudeMask = 0x7fffffffU, kInfinityBits = 0x7f800000U;
    std::uint32_t largest = 0;
    for (std::size_t i = 0; i < in.size(); ++i) {
        const float x = in[i];
        largest = std::max(largest, std::bit_cast<std::uint32_t>(x) & kMagnitudeMask);
        const bool minus = std::signbit(x);
        const Quantizer::Side& side = minus ? tables.negative() : tables.positive();
        out[i] = outcome(side, side.nearest(std::fabs(x)), minus);
    }
    return largest < kInfinityBits;
}

/// Passes the kernel's table to `run`; for binary search there is none and `otherwise` is called.
template <class Run, class Otherwise>
bool withTable(Kernel kernel, const QuantizerTables& tables, const Run& run,
               const Otherwise& otherwise) {
    switch (kernel) {
        case Kernel::Small:
            return run(*tables.small());
        case Kernel::Steps:
            return run(*tables.steps());
        case Kernel::Logs:
            return run(*tables.logs());
        case Kernel::Cells:
            return run(*tables.cells());
        case Kernel::Search:
            break;
    }
    return otherwise();
}

bool quantizeBy(Kernel kernel, const QuantizerTables& tables, std::span<const float> in,
                std::span<float> out) {
    const auto outcome = [](const Quantizer::Side& side, std::size_t position, bool minus) {
        const float q = side.values[position];
        return minus && q > 0 ? -q : q;
    };
    return withTable(
        kernel, tables,
        [&](const auto& table) { return simd::quantize(table, in.data(), out.data(), in.size()); },
        [&] { return search(tables, in, out, outcome); });
}

bool encodeBy(Kernel kernel, const QuantizerTables& tables, std::span<const float> in,
              std::span<std::int32_t> codes) {
    const auto outcome = [](const Quantizer::Side& side, std::size_t position, bool) {
        return side.codes[position];
    };
    return withTable(
        kernel, tables,
        [&](const auto& table) { return simd::encode(table, in.data(), codes.data(), in.size()); },
        [&] { return search(tables, in, codes, outcome); });
}

}  // namespace

std::size_t Quantizer::Side::nearest(float x) const {
    // The first threshold that is not below x: x > t chooses the level above t.
    return static_cast<std::size_t>(std::lower_bound(thresholds.begin(), thresholds.end(), x) -
                                    thresholds.begin());
}

Quantizer::Quantizer(const std::vector<Level>& positive, const std::vector<Level>& negative,
                     Rounding rounding, const simd::StepLaw* law, const Scaling& scaling)
    : tables_(std::make_shared<QuantizerTables>(positive, negative, rounding, law, scaling)) {}

Quantizer::Quantizer(std::shared_ptr<const QuantizerTables> tables, Kernel kernel)
    : tables_(std::move(tables)), chosen_(kernel) {}

const Quantizer::Side& Quantizer::positive() const {
    return tables_->positive();
}
const Quantizer::Side& Quantizer::negative() const {
    return tables_->negative();
}

Quantizer::Kernel Quantizer::kernel() const {
    return chosen_ ? *chosen_ : tables_->fastest();
}

Quantizer::Kernel Quantizer::codeKernel() const {
    const bool inherited = !chosen_ || (*chosen_ == Kernel::Steps && !tables_->steps()->hasCodes);
    return inherited ? tables_->fastestForCodes() : *chosen_;
}

const simd::SmallTable* Quantizer::small() const {
    return !chosen_ || chosen_ == Kernel::Small ? tables_->small() : nullptr;
}
const simd::StepTable* Quantizer::steps() const {
    return !chosen_ || chosen_ == Kernel::Steps ? tables_->steps() : nullptr;
}

void Quantizer::quantize(std::span<const float> in, std::span<float> out,
                         std::string_view tensor) const {
    if (quantizeBy(kernel(), *tables_, in, out)) return;
    // The input may have been overwritten by now.
    if (in.data() != out.data()) requireFinite(in, tensor);
    throw Error(std::string(tensor) +
                ": some entries are not finite (NaN or infinity); repair the tensor first");
}

void Quantizer::encode(std::span<const float> in, std::span<std::int32_t> codes,
                       std::string_view tensor) const {
    if (!encodeBy(codeKernel(), *tables_, in, codes)) requireFinite(in, tensor);
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
