#include "core/number/quantizer.h"

#include <gtest/gtest.h>

#include <cfloat>
#include <cmath>
#include <cstring>
#include <limits>
#include <random>

#include "core/error.h"
#include "core/number/lp.h"
#include "tests/core/number/lp_oracle.h"

using namespace lpstudio;

namespace {

/// Where rounding goes wrong if it does: midpoints and their neighbours, values, every float32
/// exponent, denormals, extremes, random floats.
std::vector<float> hardInputs(const std::vector<oracle::Code>& codes, std::uint32_t seed) {
    std::vector<float> inputs{0.0F, -0.0F, FLT_MIN, FLT_TRUE_MIN, FLT_MAX, -FLT_MAX, -FLT_TRUE_MIN};
    const auto around = [&](long double x) {
        if (std::fabs(x) > FLT_MAX) return;
        const auto f = static_cast<float>(x);
        for (const float v : {f, std::nextafterf(f, -INFINITY), std::nextafterf(f, INFINITY)})
            if (std::isfinite(v)) inputs.push_back(v);
    };
    for (std::size_t i = 0; i < codes.size(); ++i) {
        around(codes[i].value);
        if (i > 0) around((codes[i - 1].value + codes[i].value) / 2);
        if (i > 0 && codes[i - 1].code * codes[i].code > 0)
            around(
                std::copysign(std::exp2((codes[i - 1].log2 + codes[i].log2) / 2), codes[i].value));
    }
    for (int e = -149; e <= 127; ++e) around(std::ldexp(1.0L, e));
    std::mt19937 random(seed);
    for (int i = 0; i < 300; ++i) {
        const std::uint32_t word = random();
        float x = 0;
        std::memcpy(&x, &word, sizeof x);
        if (std::isfinite(x)) inputs.push_back(x);
    }
    return inputs;
}

}  // namespace

TEST(Quantizer, EveryLpUpToEightBitsRoundsAsTheOracleDoes) {
    std::uint32_t seed = 1;
    for (int n = 2; n <= 8; ++n)
        for (int es = 0; es <= std::max(0, n - 3) && es <= 5; ++es)
            for (int rs = 1; rs <= n - 1; ++rs) {
                const double sf =
                    es >= 4 ? 0 : (seed % 3 == 0 ? 0.0 : 0.37 * static_cast<double>(seed % 7));
                // Only codes a float32 can hold exist on float32 tensors.
                auto codes = oracle::codebook(n, es, rs, sf);
                std::erase_if(codes, [](const oracle::Code& c) {
                    return c.code != 0 &&
                           (std::fabs(c.value) < FLT_MIN || std::fabs(c.value) > FLT_MAX);
                });
                const LpFormat format(LpParameters{n, es, rs, sf});
                const auto inputs = hardInputs(codes, ++seed);
                std::vector<float> out(inputs.size());
                std::vector<std::int32_t> coded(inputs.size());
                for (const Rounding rounding : {Rounding::Nearest, Rounding::LogNearest}) {
                    const Quantizer quantizer = format.quantizer(rounding);
                    quantizer.quantize(inputs, out, "x");
                    quantizer.encode(inputs, coded, "x");
                    for (std::size_t i = 0; i < inputs.size(); ++i) {
                        const oracle::Code expected = rounding == Rounding::Nearest
                                                          ? oracle::nearest(codes, inputs[i])
                                                          : oracle::logNearest(codes, inputs[i]);
                        ASSERT_EQ(coded[i], expected.code) << "lp:" << n << ',' << es << ',' << rs
                                                           << ',' << sf << " at " << inputs[i];
                        ASSERT_EQ(out[i], static_cast<float>(expected.value));
                        ASSERT_FALSE(out[i] == 0 && std::signbit(out[i]))
                            << "-0 from " << inputs[i];
                    }
                }
            }
}

TEST(Quantizer, IntegersRoundToNearestEven) {
    const std::vector<float> in{0.5F,  1.5F,        2.5F, -0.5F, -1.5F,
                                -2.5F, 0.49999997F, 7.4F, 100,   -100};
    std::vector<float> out(in.size());
    parseFormat("int:4@1")->quantizer(Rounding::Nearest).quantize(in, out, "x");
    EXPECT_EQ(out, (std::vector<float>{0, 2, 2, 0, -2, -2, 0, 7, 7, -7}));
}

TEST(Quantizer, IntegersAgreeWithDivideAndRound) {
    std::mt19937 random(3);
    std::normal_distribution<float> normal;
    for (const int bits : {2, 3, 5, 8, 11, 16}) {
        const double scale = 3.0 / (1 << (bits - 1));
        const Quantizer quantizer =
            parseFormat("int:" + std::to_string(bits) + "@" + shortestText(scale))
                ->quantizer(Rounding::Nearest);
        const double largest = (1 << (bits - 1)) - 1;
        for (int i = 0; i < 2000; ++i) {
            const float x = normal(random);
            std::int32_t code = 0;
            quantizer.encode({&x, 1}, {&code, 1}, "x");
            EXPECT_EQ(code, static_cast<std::int32_t>(
                                std::clamp(std::nearbyint(x / scale), -largest, largest)));
        }
    }
}

TEST(Quantizer, FastAndPlainPathsAgreeBitForBit) {
    // lp:16 has too many cells for the table, lp:8 not: both must give side().values[nearest].
    std::mt19937 random(4);
    std::normal_distribution<float> normal;
    std::vector<float> in(20000), out(in.size());
    for (float& x : in) x = normal(random);
    for (const LpParameters p : {LpParameters{8, 2, 3, 0.7}, LpParameters{16, 1, 15, 0.7},
                                 LpParameters{12, 3, 4, -1}, LpParameters{2, 0, 1, 0}}) {
        const Quantizer quantizer = LpFormat(p).quantizer(Rounding::Nearest);
        quantizer.quantize(in, out, "x");
        for (std::size_t i = 0; i < in.size(); ++i) {
            const float q =
                quantizer.positive().values[quantizer.positive().nearest(std::fabs(in[i]))];
            ASSERT_EQ(out[i], std::copysign(q, q == 0 ? 1.0F : in[i]));
        }
    }
}

TEST(Quantizer, NonFiniteInputIsAnErrorThatNamesTheTensor) {
    const Quantizer quantizer = LpFormat(LpParameters{}).quantizer(Rounding::Nearest);
    for (const float bad :
         {std::numeric_limits<float>::quiet_NaN(), std::numeric_limits<float>::infinity()}) {
        const std::vector<float> in{1, bad, 2, bad};
        std::vector<float> out(4);
        std::vector<std::int32_t> codes(4);
        try {
            quantizer.quantize(in, out, "layer conv1");
            FAIL();
        } catch (const Error& error) {
            EXPECT_NE(std::string(error.what()).find("layer conv1: 2 of 4"), std::string::npos)
                << error.what();
        }
        EXPECT_THROW(quantizer.encode(in, codes, "x"), Error);
        std::vector<float> both = in;
        EXPECT_THROW(quantizer.quantize(both, both, "x"), Error);
    }
}

TEST(Quantizer, CodesBeyondFloat32DoNotExist) {
    // LP<8,5,7> reaches 2^192: on float32 it saturates at the largest code below FLT_MAX.
    const LpParameters p{8, 5, 7, 0};
    const float x = FLT_MAX;
    float q = 0;
    LpFormat(p).quantizer(Rounding::Nearest).quantize({&x, 1}, {&q, 1}, "x");
    EXPECT_TRUE(std::isfinite(q));
    EXPECT_GT(q, 0x1p95F);
}
