#include "core/number/mx.h"

#include <algorithm>
#include <bit>
#include <cmath>

#include "core/base/error.h"
#include "core/number/kernels.h"
#include "core/number/measures.h"
#include "core/number/scaled_format.h"
#include "core/number/tensor_quantizer.h"
#include "core/number/thresholds.h"

namespace lpstudio {
namespace {

/// OCP MX v1.0, 5.3 "Element formats": what each holds.
struct ElementFacts {
    const char* spec;
    int bits, exponentBits, mantissaBits;  ///< of the minifloat; 0, 0: integer
    int maxExponent;                       ///< emax, of the largest normal number
    double
        largest;  ///< 448, 57344, 7.5, 28, 6; for INT8 1 63/64 (-2 is left unused, as 5.3.4 allows)
};

const ElementFacts& factsOf(MxFormat::Element element) {
    static const ElementFacts all[] = {
        {"mxfp8e4m3", 8, 4, 3, 8, 448}, {"mxfp8e5m2", 8, 5, 2, 15, 57344},
        {"mxfp6e2m3", 6, 2, 3, 2, 7.5}, {"mxfp6e3m2", 6, 3, 2, 4, 28},
        {"mxfp4", 4, 2, 1, 2, 6},       {"mxint8", 8, 0, 0, 0, 127.0 / 64},
    };
    return all[static_cast<int>(element)];
}

/// The finite numbers: those of the minifloat up to the largest; INT8 is two's complement with
/// an implied scale of 2^-6.
UnitCodebook elementCodebook(const ElementFacts& facts) {
    if (facts.exponentBits == 0) {
        // 127 steps of 2^-6: seven bits are kept of 1.
        UnitCodebook unitCodebook{.spec = facts.spec,
                                  .bits = facts.bits,
                                  .twosComplement = true,
                                  .steps = simd::StepLaw{.down = 17}};
        for (int code = 1; code < 128; ++code) unitCodebook.append(std::ldexp(code, -6));
        unitCodebook.mirror();
        return unitCodebook;
    }
    UnitCodebook unitCodebook = minifloatCodebook(facts.exponentBits, facts.mantissaBits);
    unitCodebook.spec = facts.spec;
    const auto beyond = [&](const Level& level) {
        return level.value > static_cast<long double>(facts.largest);
    };
    std::erase_if(unitCodebook.positive, beyond);
    std::erase_if(unitCodebook.negative, beyond);
    return unitCodebook;
}

/// 6.3 "Convert from scalar floating point to an MX-compliant format": "shared_exp =
/// floor(log2(max |V_i|)) - emax; X = 2^shared_exp; P_i = quantize_to_element_format(V_i / X)",
/// where numbers beyond the element format's largest are clamped to it, and shared_exp to E8M0's
/// range.
class MxQuantizer final : public TensorQuantizer {
public:
    MxQuantizer(Quantizer element, int maxExponent)
        : element_(std::move(element)), maxExponent_(maxExponent) {}

    void quantize(const Tensor& tensor, std::span<float> out) const override {
        run(tensor, out.data(),
            [](const Quantizer::Side& side, std::size_t position, bool minus, int shared) {
                const float q = std::ldexp(side.values[position], shared);
                return minus && q > 0 ? -q : q;
            });
    }
    void encode(const Tensor& tensor, std::span<std::int32_t> codes) const override {
        run(tensor, codes.data(), [](const Quantizer::Side& side, std::size_t position, bool, int) {
            return side.codes[position];
        });
    }
    Measures measure(const Tensor& tensor, std::span<float> quantized,
                     std::span<std::int32_t> codes) const override {
        std::vector<float> ownValues(quantized.empty() ? tensor.values.size() : 0);
        std::vector<std::int32_t> ownCodes(codes.empty() ? tensor.values.size() : 0);
        const auto q = quantized.empty() ? std::span(ownValues) : quantized;
        const auto c = codes.empty() ? std::span(ownCodes) : codes;
        quantize(tensor, q);
        encode(tensor, c);
        MeasureSums sums(element_.negative().codes.back(), element_.positive().codes.back());
        sums.add(tensor.values, q, c);
        return sums.result();
    }
    bool usesLayout() const override { return true; }

private:
    template <class Out, class Outcome>
    void run(const Tensor& tensor, Out* out, const Outcome& outcome) const {
        const float* in = tensor.values.data();
        simd::Blocks blocks{.outer = tensor.layout.outer,
                            .reduction = tensor.layout.reduction,
                            .inner = tensor.layout.inner,
                            .maxExponent = maxExponent_,
                            .plain = {}};
        if (blocks.reduction == 0) {
            blocks.outer = blocks.inner = 1;
            blocks.reduction = tensor.values.size();
        }
        if (blocks.outer * blocks.reduction * blocks.inner != tensor.values.size())
            throw Error(tensor.name + ": its layout does not cover its " +
                        std::to_string(tensor.values.size()) + " entries");
        blocks.plain = [&](std::size_t o, std::size_t block, std::size_t begin, std::size_t end) {
            for (std::size_t i = begin; i < end; ++i)
                if (!plainBlock(blocks, o, block, i, in, out, outcome)) return false;
            return true;
        };
        const bool fine = vectorised(blocks, in, out);
        if (!fine) requireFinite(tensor.values, tensor.name);
        if (!fine) throw Error(tensor.name + ": some entries are not finite (NaN or infinity)");
    }

    bool vectorised(const simd::Blocks& blocks, const float* in, auto* out) const {
        const auto go = [&](const auto& table) {
            if constexpr (std::is_same_v<decltype(out), float*>)
                return simd::quantize(table, blocks, in, out);
            else
                return simd::encode(table, blocks, in, out);
        };
        if (const auto* small = element_.small()) return go(*small);
        const auto* steps = element_.steps();
        if (steps && (steps->hasCodes || std::is_same_v<decltype(out), float*>)) return go(*steps);
        for (std::size_t o = 0; o < blocks.outer; ++o)
            for (std::size_t block = 0; block * simd::Blocks::kSize < blocks.reduction; ++block)
                if (!blocks.plain(o, block, 0, blocks.inner)) return false;
        return true;
    }

    template <class Out, class Outcome>
    bool plainBlock(const simd::Blocks& blocks, std::size_t o, std::size_t block, std::size_t i,
                    const float* in, Out* out, const Outcome& outcome) const {
        const std::size_t first = block * simd::Blocks::kSize,
                          end = std::min(first + simd::Blocks::kSize, blocks.reduction);
        const auto at = [&](std::size_t r) {
            return (o * blocks.reduction + r) * blocks.inner + i;
        };
        float largest = 0;
        for (std::size_t r = first; r < end; ++r) {
            if (!std::isfinite(in[at(r)])) return false;
            largest = std::max(largest, std::fabs(in[at(r)]));
        }
        // E8M0 holds 2^-127 .. 2^127. A block of zeros has no exponent; any X serves.
        const int shared =
            largest > 0 ? std::clamp(std::ilogb(largest) - maxExponent_, -127, 127) : 0;
        for (std::size_t r = first; r < end; ++r) {
            const float x = in[at(r)];
            const Quantizer::Side& side =
                std::signbit(x) ? element_.negative() : element_.positive();
            // In double the division is exact.
            const auto scaled =
                static_cast<float>(std::ldexp(static_cast<double>(std::fabs(x)), -shared));
            out[at(r)] = outcome(side, side.nearest(scaled), std::signbit(x), shared);
        }
        return true;
    }

    Quantizer element_;
    int maxExponent_;
};

}  // namespace

MxFormat::MxFormat(Element element)
    : element_(element),
      unitCodebook_(elementCodebook(factsOf(element))),
      maxExponent_(factsOf(element).maxExponent) {}

const char* MxFormat::specOf(Element element) {
    return factsOf(element).spec;
}

std::vector<CodePoint> MxFormat::codebook() const {
    return codePoints(unitCodebook_, 1);
}
FormatPtr MxFormat::fit(const MagnitudeTable&) const {
    return std::make_shared<MxFormat>(*this);
}
Quantizer MxFormat::quantizer(Rounding rounding) const {
    return {unitCodebook_.positive, unitCodebook_.negative, rounding,
            unitCodebook_.steps ? &*unitCodebook_.steps : nullptr, Scaling{}};
}
std::shared_ptr<const TensorQuantizer> MxFormat::tensorQuantizer(Rounding rounding) const {
    return std::make_shared<MxQuantizer>(quantizer(rounding), maxExponent_);
}

}  // namespace lpstudio
