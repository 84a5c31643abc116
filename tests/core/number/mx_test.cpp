#include "core/number/mx.h"

#include <gtest/gtest.h>

#include <random>

#include "core/base/error.h"
#include "core/number/tensor_quantizer.h"
#include "tests/core/number/format_oracle.h"
#include "tests/core/number/hard_inputs.h"
#include "tests/core/number/instruction_sets.h"
#include "tests/core/number/rounding_checks.h"

using namespace lpstudio;
using oracle::MxElement;

// "OCP Microscaling Formats (MX) Specification", version 1.0.

namespace {

struct Shape {
    TensorLayout layout;
    std::size_t size;
};

std::vector<float> quantized(const std::string& spec, const std::vector<float>& values,
                             TensorLayout layout = {}) {
    std::vector<float> out(values.size());
    parseFormat(spec)->tensorQuantizer(Rounding::Nearest)->quantize({values, layout, "x"}, out);
    return out;
}

/// A block whose largest magnitude is that of `values`, the rest zeros.
std::vector<float> quantizedBlock(const std::string& spec, std::vector<float> values) {
    const std::size_t size = values.size();
    values.resize(32);
    std::vector<float> out = quantized(spec, values);
    out.resize(size);
    return out;
}

/// 6.3 read once more: X = 2^(floor(log2(max |V|)) - emax) within E8M0's range, V / X to the
/// nearest element, ties to even, beyond the largest to the largest.
oracle::Rounded byOracle(const MxElement& element, const std::vector<float>& values,
                         TensorLayout layout) {
    oracle::Rounded result{std::vector<float>(values.size()),
                           std::vector<std::int32_t>(values.size())};
    if (layout.reduction == 0) layout = {1, values.size(), 1};
    for (std::size_t o = 0; o < layout.outer; ++o)
        for (std::size_t i = 0; i < layout.inner; ++i)
            for (std::size_t first = 0; first < layout.reduction; first += 32) {
                std::vector<std::size_t> block;
                for (std::size_t r = first; r < std::min(first + 32, layout.reduction); ++r)
                    block.push_back((o * layout.reduction + r) * layout.inner + i);
                float most = 0;
                for (const std::size_t at : block) most = std::max(most, std::fabs(values[at]));
                if (most == 0) continue;
                int shared = -200;
                while (std::ldexp(1.0, shared + 1) <= most) ++shared;
                shared = std::clamp(shared - element.emax, -127, 127);
                for (const std::size_t at : block) {
                    const auto& n =
                        oracle::nearest(element.numbers, static_cast<oracle::Quad>(values[at]) /
                                                             oracle::powerOfTwo(shared));
                    result.codes[at] = n.code;
                    result.values[at] = static_cast<float>(n.value * oracle::powerOfTwo(shared));
                }
            }
    return result;
}

/// Blocks of very different sizes, denormal and huge ones among them, blocks of zeros, entries at
/// and next to every midpoint of the element format.
std::vector<float> hardTensor(const MxElement& element, std::size_t size, std::uint32_t seed) {
    std::mt19937 random(seed);
    const auto below = [&](std::size_t n) { return random() % n; };
    std::vector<float> points;
    for (std::size_t i = 1; i < element.numbers.size(); ++i)
        for (const oracle::Quad x : {element.numbers[i].value,
                                     (element.numbers[i - 1].value + element.numbers[i].value) / 2})
            for (const float y : {-HUGE_VALF, static_cast<float>(x), HUGE_VALF})
                points.push_back(std::nextafterf(static_cast<float>(x), y));
    std::vector<float> values;
    while (values.size() < size) {
        // Small shared exponents, those at either end of float32's range, zeros.
        const std::size_t kind = below(8);
        const int exponent = kind < 4   ? static_cast<int>(below(9)) - 4
                             : kind < 6 ? static_cast<int>(below(40)) - 150
                                        : 128 - element.emax - static_cast<int>(below(6));
        for (int i = 0; i < 16; ++i) {
            const float x = std::ldexp(points[below(points.size())], exponent);
            values.push_back(kind == 7 || !std::isfinite(x) ? (i % 2 == 0 ? 0.0F : -0.0F) : x);
        }
    }
    values.resize(size);
    return values;
}

}  // namespace

// 5.3: the tables of max normal, min normal, max subnormal and min subnormal numbers.
TEST(OcpMx, ElementFormats) {
    const struct {
        const char* spec;
        int bits, mantissaBits;
        double maxNormal, minNormal, maxSubnormal, minSubnormal;
    } facts[] = {{"mxfp8e4m3", 8, 3, 448, 0x1p-6, 0.875 * 0x1p-6, 0x1p-9},
                 {"mxfp8e5m2", 8, 2, 57344, 0x1p-14, 0.75 * 0x1p-14, 0x1p-16},
                 {"mxfp6e2m3", 6, 3, 7.5, 1, 0.875, 0.125},
                 {"mxfp6e3m2", 6, 2, 28, 0.25, 0.1875, 0.0625},
                 {"mxfp4", 4, 1, 6, 1, 0.5, 0.5}};
    for (const auto& f : facts) {
        const FormatPtr format = parseFormat(f.spec);
        EXPECT_EQ(format->bits(), f.bits);
        EXPECT_EQ(format->storageBits(), f.bits + 0.25);
        std::vector<CodePoint> positive = format->codebook();
        EXPECT_EQ(positive.front().value, -f.maxNormal);
        std::erase_if(positive, [](const CodePoint& p) { return p.code <= 0; });
        const std::size_t subnormals = (std::size_t{1} << f.mantissaBits) - 1;
        EXPECT_EQ(positive.back().value, f.maxNormal) << f.spec;
        EXPECT_EQ(positive[subnormals].value, f.minNormal) << f.spec;
        EXPECT_EQ(positive[subnormals - 1].value, f.maxSubnormal) << f.spec;
        EXPECT_EQ(positive[0].value, f.minSubnormal) << f.spec;
    }
    // 5.3.4: two's complement, implied scale 2^-6, 1 63/64 at most; -2 is not used here.
    const auto integers = parseFormat("mxint8")->codebook();
    EXPECT_EQ(integers.size(), 255U);
    EXPECT_EQ(integers.back().value, 1 + 63.0 / 64);
    EXPECT_EQ(integers.front().value, -1 - 63.0 / 64);
    EXPECT_EQ(integers[128].value, 1.0 / 64);
    EXPECT_EQ(integers[126].word, 0xffU);
}

// 6.3: the shared exponent is floor(log2(max)) - emax, so that the largest entry lies within
// [2^emax, 2^(emax+1)) after division; what exceeds the largest number becomes it.
TEST(OcpMx, ScaleFollowsFromTheLargestMagnitude) {
    using Values = std::vector<float>;
    // X = 1: 6 is the largest, 7 too; steps of 2, 1, 1/2 below.
    EXPECT_EQ(quantizedBlock("mxfp4", {7.9F, -7, 5, 3.5F, 2.4F, 0.3F, 0.25F, -0.25F}),
              (Values{6, -6, 4, 4, 2, 0.5F, 0, 0}));
    // 8 takes X = 2.
    EXPECT_EQ(quantizedBlock("mxfp4", {8, 7, 5, 0.5F, 0.51F}), (Values{8, 8, 4, 0, 1}));
    EXPECT_EQ(quantizedBlock("mxfp8e4m3", {1.99F, 1.75F, 1.8F, 0x1p-17F}),
              (Values{1.75F, 1.75F, 1.75F, 0x1p-17F}));
    EXPECT_EQ(quantizedBlock("mxfp8e5m2", {1.99F, 0x1p-31F}), (Values{1.75F, 0x1p-31F}));
    EXPECT_EQ(quantizedBlock("mxfp6e2m3", {1.99F, 1.875F, 0.03F}),
              (Values{1.875F, 1.875F, 0.03125F}));
    EXPECT_EQ(quantizedBlock("mxfp6e3m2", {1.99F, 0x1p-8F}), (Values{1.75F, 0x1p-8F}));
    EXPECT_EQ(quantizedBlock("mxint8", {1.999F, -1.999F, 1 / 128.0F, 3 / 128.0F}),
              (Values{1.984375F, -1.984375F, 0, 2 / 64.0F}));
}

// 5.4: E8M0 holds 2^-127 .. 2^127, no zero.
TEST(OcpMx, ScaleStaysWithinE8M0) {
    // floor(log2(max)) - emax would be -138: X = 2^-127, an element's step 2^-9 of it.
    EXPECT_EQ(quantizedBlock("mxfp8e4m3", {0x1p-130F, 0x1p-136F, 0x1p-137F}),
              (std::vector<float>{0x1p-130F, 0x1p-136F, 0}));
    EXPECT_EQ(quantizedBlock("mxint8", {0x1.fffffep127F}), (std::vector<float>{0x1.fcp127F}));
}

TEST(OcpMx, BlocksOfZerosStayZeroAndLoseTheirSign) {
    for (const MxElement& element : oracle::mxElements())
        for (const float q : quantized(element.spec, std::vector<float>(70, -0.0F)))
            EXPECT_TRUE(q == 0 && !std::signbit(q)) << element.spec;
}

TEST(OcpMx, EachBlockHasItsOwnScaleAlsoAShortLastOne) {
    // 40 entries: 32 of about 1, then 8 of about 2^-20, which a scale of the whole would lose.
    std::vector<float> values(40, 1);
    for (std::size_t i = 32; i < 40; ++i) values[i] = 0x1p-20F;
    EXPECT_EQ(quantized("mxfp4", values), values);
    // The same along a column: outer 1, reduction 40, inner 3.
    std::vector<float> columns;
    for (const float v : values) columns.insert(columns.end(), {v, 2 * v, 0.5F * v});
    EXPECT_EQ(quantized("mxfp4", columns, {1, 40, 3}), columns);
    // But not across rows: each row of one entry is a block.
    EXPECT_EQ(quantized("mxfp4", values, {40, 1, 1}), values);
}

TEST(OcpMx, EveryLayoutAgreesWithTheOracleUnderEveryInstructionSet) {
    const Shape shapes[] = {
        {{}, 0},           {{}, 1},           {{}, 100},           {{3, 32, 1}, 96},
        {{4, 70, 1}, 280}, {{2, 64, 5}, 640}, {{1, 40, 16}, 640},  {{2, 33, 37}, 2442},
        {{5, 1, 1}, 5},    {{1, 31, 1}, 31},  {{60, 64, 1}, 3840}, {{3, 9, 40}, 1080}};
    test::underEveryInstructionSet([&](const std::string& target) {
        for (const MxElement& element : oracle::mxElements()) {
            const auto quantizer = parseFormat(element.spec)->tensorQuantizer(Rounding::Nearest);
            std::uint32_t seed = 0;
            for (const auto& [layout, size] : shapes) {
                const std::vector<float> values = hardTensor(element, size, ++seed);
                const oracle::Rounded expected = byOracle(element, values, layout);
                const std::string what =
                    target + " " + element.spec + " shape " + std::to_string(seed);
                const Tensor tensor{values, layout, "x"};
                std::vector<float> out(size), measured(size), both = values;
                std::vector<std::int32_t> codes(size), measuredCodes(size);
                quantizer->quantize(tensor, out);
                quantizer->encode(tensor, codes);
                quantizer->measure(tensor, measured, measuredCodes);
                quantizer->quantize({both, layout, "x"}, both);
                oracle::expectSameBits(out, expected.values, values, what);
                oracle::expectSameBits(both, expected.values, values, what + " in place");
                oracle::expectSameBits(measured, expected.values, values, what + " measured");
                oracle::expectSameBits(codes, expected.codes, values, what + " code");
                oracle::expectSameBits(measuredCodes, expected.codes, values,
                                       what + " measured code");
            }
        }
    });
}

TEST(OcpMx, NonFiniteEntriesAreRefusedWithTheTensorsName) {
    for (const MxElement& element : oracle::mxElements())
        for (const float bad : {HUGE_VALF, -HUGE_VALF, std::nanf("")})
            for (const TensorLayout layout : {TensorLayout{}, TensorLayout{1, 35, 2}})
                for (const std::size_t at : {0U, 31U, 66U, 69U}) {
                    std::vector<float> values(70, 1), out(70);
                    values[at] = bad;
                    std::vector<std::int32_t> codes(70);
                    const auto quantizer =
                        parseFormat(element.spec)->tensorQuantizer(Rounding::Nearest);
                    const Tensor tensor{values, layout, "layer conv7"};
                    EXPECT_THROW(quantizer->encode(tensor, codes), Error);
                    try {
                        quantizer->quantize(tensor, out);
                        ADD_FAILURE() << element.spec << " takes " << bad << " at " << at;
                    } catch (const Error& error) {
                        EXPECT_NE(std::string(error.what()).find("layer conv7: 1 of 70"),
                                  std::string::npos)
                            << error.what();
                    }
                }
}

TEST(OcpMx, ALayoutThatDoesNotCoverTheTensorIsAnError) {
    std::vector<float> values(10, 1), out(10);
    EXPECT_THROW(parseFormat("mxfp4")
                     ->tensorQuantizer(Rounding::Nearest)
                     ->quantize({values, {3, 3, 1}, "x"}, out),
                 Error);
}
