#include "core/number/measures.h"

#include <gtest/gtest.h>

#include <cmath>
#include <map>
#include <random>

#include "core/number/format.h"

using namespace lpstudio;

TEST(Measures, EqualAPlainComputation) {
    std::mt19937 random(2);
    std::normal_distribution<float> normal(0, 0.3F);
    std::vector<float> x(5000);
    for (float& v : x) v = normal(random);
    x[7] = 0;
    x[8] = 40;
    for (const char* spec : {"lp:4,0,2,1", "lp:8,2,3,1", "int:3@0.2"}) {
        const Quantizer quantizer = parseFormat(spec)->quantizer(Rounding::Nearest);
        std::vector<float> q(x.size());
        std::vector<std::int32_t> codes(x.size()), expectedCodes(x.size());
        const Measures m = measure(quantizer, x, "x", q, codes);
        quantizer.encode(x, expectedCodes, "x");
        EXPECT_EQ(codes, expectedCodes);
        long double signal = 0, noise = 0;
        std::size_t zeroed = 0, saturated = 0;
        std::map<std::int32_t, double> uses;
        for (std::size_t i = 0; i < x.size(); ++i) {
            signal += static_cast<long double>(x[i]) * x[i];
            noise +=
                (static_cast<long double>(x[i]) - q[i]) * (static_cast<long double>(x[i]) - q[i]);
            zeroed += x[i] != 0 && q[i] == 0 ? 1 : 0;
            saturated += std::fabs(x[i]) > quantizer.positive().largest() ? 1 : 0;
            uses[codes[i]] += 1.0 / static_cast<double>(x.size());
        }
        double entropy = 0;
        for (const auto& [code, share] : uses) entropy -= share * std::log2(share);
        EXPECT_NEAR(m.mse / static_cast<double>(noise / x.size()), 1, 1e-9);
        EXPECT_NEAR(m.sqnrDb, static_cast<double>(10 * std::log10(signal / noise)), 1e-9);
        EXPECT_EQ(m.zeroedShare, static_cast<double>(zeroed) / static_cast<double>(x.size()));
        EXPECT_EQ(m.saturatedShare, static_cast<double>(saturated) / static_cast<double>(x.size()));
        EXPECT_EQ(m.codesUsed, static_cast<int>(uses.size()));
        EXPECT_NEAR(m.entropyBits, entropy, 1e-9);
    }
}

TEST(Measures, LosslessIsInfinite) {
    const std::vector<float> x{0.5F, 1, -2, 0};
    EXPECT_TRUE(std::isinf(
        measure(parseFormat("lp:4,1,3,0")->quantizer(Rounding::Nearest), x, "x").sqnrDb));
}

TEST(RelativeAccuracy, IsTheWorstOfADenseSample) {
    const Quantizer quantizer = parseFormat("lp:6,1,3,0.25")->quantizer(Rounding::Nearest);
    const int intervals = 40;
    const double from = -5, to = 5;
    for (const AccuracyPoint& point : relativeAccuracy(quantizer, from, to, intervals)) {
        double worst = 0;
        const double width = (to - from) / intervals;
        for (int i = 0; i <= 2000; ++i) {
            const float x =
                static_cast<float>(std::exp2(point.log2x - width / 2 + width * i / 2000));
            const float q = quantizer.positive().values[quantizer.positive().nearest(x)];
            worst = std::max(worst, std::fabs(std::log10(static_cast<double>(q) / x)));
        }
        EXPECT_NEAR(point.decimals, -std::log10(worst), 0.02) << point.log2x;
    }
}

TEST(RelativeAccuracy, LeavesOutWhatBecomesZero) {
    const Quantizer quantizer = parseFormat("int:4@1")->quantizer(Rounding::Nearest);
    for (const AccuracyPoint& point : relativeAccuracy(quantizer, -6, 4, 50))
        EXPECT_GE(point.log2x, -1);
}
