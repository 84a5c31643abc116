#include "core/number/quantizer.h"

#include <gtest/gtest.h>

#include <bit>
#include <cfloat>
#include <cmath>
#include <cstring>
#include <limits>
#include <random>
#include <thread>

#include "core/base/error.h"
#include "core/base/text.h"
#include "core/number/lp.h"
#include "core/number/quantizer_tables.h"
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

namespace {

/// Floats up to `reach` steps around every threshold, where logarithms are known too coarsely to
/// decide, and on both sides of every octave.
std::vector<float> aroundThresholds(const Quantizer& quantizer, int reach) {
    std::vector<float> inputs;
    const auto around = [&](float x) {
        const auto word = static_cast<std::int32_t>(std::bit_cast<std::uint32_t>(x));
        for (int step = -reach; step <= reach; ++step) {
            const std::int32_t near = std::clamp(word + step, 0, 0x7f7fffff);
            const float y = std::bit_cast<float>(static_cast<std::uint32_t>(near));
            inputs.push_back(step % 2 == 0 ? y : -y);
        }
    };
    for (const float t : quantizer.positive().thresholds) around(t);
    for (int e = -126; e <= 127; ++e) around(std::ldexp(1.0F, e));
    return inputs;
}

void expectSameAsSearch(const std::string& spec, Rounding rounding, Quantizer::Kernel kernel) {
    const Quantizer fastest = parseFormat(spec)->quantizer(rounding);
    ASSERT_TRUE(fastest.tables()->allows(kernel)) << spec;
    const Quantizer fast(fastest.tables(), kernel),
        plain(fastest.tables(), Quantizer::Kernel::Search);
    const std::vector<float> in = aroundThresholds(plain, 6);
    std::vector<float> values(in.size()), wantedValues(in.size());
    std::vector<std::int32_t> codes(in.size()), wantedCodes(in.size());
    fast.quantize(in, values, "x");
    fast.encode(in, codes, "x");
    plain.quantize(in, wantedValues, "x");
    plain.encode(in, wantedCodes, "x");
    for (std::size_t i = 0; i < in.size(); ++i) {
        ASSERT_EQ(values[i], wantedValues[i]) << spec << " at " << in[i];
        ASSERT_EQ(codes[i], wantedCodes[i]) << spec << " at " << in[i];
    }
}

}  // namespace

TEST(Quantizer, LogarithmsDecideAsThresholdsDo) {
    for (const Rounding rounding : {Rounding::Nearest, Rounding::LogNearest})
        for (const char* spec :
             {"lp:3,0,1,0", "lp:8,2,3,0.37", "lp:8,5,2,-1.6", "lp:9,0,8,3.3", "lp:12,3,9,11",
              "lp:16,0,1,3.3", "lp:16,0,15,0.25", "lp:16,2,5,-7.77", "lp:16,5,3,0.9",
              "lp:16,5,15,0", "lns:8,3@1", "lns:8,0@0.3", "lns:16,12@0.37", "pot:7@0.3"})
            expectSameAsSearch(spec, rounding, Quantizer::Kernel::Logs);
}

TEST(Quantizer, LogarithmsAreNotUsedWhereLevelsAreNoPowers) {
    for (const char* spec : {"int:8@0.1", "posit:8,1@1", "flint:8@1", "float:e4m3@1"}) {
        const Quantizer quantizer = parseFormat(spec)->quantizer(Rounding::Nearest);
        EXPECT_FALSE(quantizer.tables()->allows(Quantizer::Kernel::Logs)) << spec;
    }
    // Steps finer than log2 is known to; levels at both ends of float32's range.
    for (const char* spec : {"lns:16,16@1", "lp:16,5,15,3.3"}) {
        const Quantizer quantizer = parseFormat(spec)->quantizer(Rounding::Nearest);
        EXPECT_FALSE(quantizer.tables()->allows(Quantizer::Kernel::Logs)) << spec;
    }
}

TEST(Quantizer, CodesOfWideFormatsComeFromArithmetic) {
    for (const char* spec :
         {"int:16@0.3", "fixed:16,9", "float:e5m10@0.3", "float:e8m7@1", "posit:16,1@0.3",
          "posit:12,3@1", "flint:14@0.3", "flint:12,u@1", "adaptivfloat:14,4,-11"}) {
        const Quantizer quantizer = parseFormat(spec)->quantizer(Rounding::Nearest);
        // Needs fused multiply-add.
        if (!quantizer.tables()->allows(Quantizer::Kernel::Steps)) continue;
        EXPECT_EQ(Quantizer(quantizer.tables(), Quantizer::Kernel::Steps).codeKernel(),
                  Quantizer::Kernel::Steps)
            << spec;
        expectSameAsSearch(spec, Rounding::Nearest, Quantizer::Kernel::Steps);
    }
}

TEST(Quantizer, ManyThreadsMayBeTheFirstToUseIt) {
    const Quantizer quantizer = parseFormat("lp:14,1,5,0.3")->quantizer(Rounding::Nearest);
    const std::vector<float> in{0.1F, -0.2F, 0.3F, 1e9F};
    std::vector<std::vector<float>> out(4, std::vector<float>(in.size()));
    std::vector<std::jthread> threads;
    for (auto& part : out)
        threads.emplace_back([&] { Quantizer(quantizer).quantize(in, part, "x"); });
    threads.clear();
    for (const auto& part : out) EXPECT_EQ(part, out.front());
    EXPECT_EQ(out.front().back(), quantizer.positive().largest());
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
