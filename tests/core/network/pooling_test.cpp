#include "core/network/pooling.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

#include "core/base/error.h"

using namespace lpstudio;

namespace {

double plainKurtosis(const std::vector<double>& x) {
    long double mean = 0, second = 0, fourth = 0;
    for (const double v : x) mean += v / static_cast<long double>(x.size());
    for (const double v : x) {
        second += (v - mean) * (v - mean) / x.size();
        fourth += (v - mean) * (v - mean) * (v - mean) * (v - mean) / x.size();
    }
    return static_cast<double>(fourth / (second * second) - 3);
}

std::vector<float> random(std::size_t count) {
    std::mt19937 engine(1);
    std::normal_distribution<float> normal(1, 2);
    std::vector<float> x(count);
    for (float& v : x) v = normal(engine);
    return x;
}

}  // namespace

TEST(Pooling, ConvolutionsOverPositions) {
    const auto x = random(2 * 3 * 5 * 7);
    const std::vector<std::int64_t> shape{2, 3, 5, 7};
    const auto pooled = pool({x, shape}, LayerKind::Convolution, 2, Pooling::Kurtosis3);
    ASSERT_EQ(pooled.size(), 6U);
    for (std::size_t i = 0; i < 6; ++i) {
        const std::vector<double> part(x.begin() + static_cast<std::ptrdiff_t>(i * 35),
                                       x.begin() + static_cast<std::ptrdiff_t>((i + 1) * 35));
        EXPECT_NEAR(pooled[i], plainKurtosis(part), 1e-9);
    }
}

TEST(Pooling, TokensOverTokensAndVectorsAsTheyAre) {
    const auto x = random(2 * 9 * 4);
    const std::vector<std::int64_t> tokens{2, 9, 4}, flat{18, 4}, vectors{18, 4};
    const auto pooled = pool({x, tokens}, LayerKind::Linear, 2, Pooling::Kurtosis3);
    ASSERT_EQ(pooled.size(), 8U);
    std::vector<double> channel;
    for (std::size_t n = 0; n < 9; ++n) channel.push_back(x[36 + n * 4 + 3]);
    EXPECT_NEAR(pooled[7], plainKurtosis(channel), 1e-9);
    EXPECT_EQ(pool({x, flat}, LayerKind::Linear, 2, Pooling::Kurtosis3), pooled);
    const auto plain = pool({x, vectors}, LayerKind::Linear, 18, Pooling::Kurtosis3);
    for (std::size_t i = 0; i < x.size(); ++i) EXPECT_EQ(plain[i], x[i]);
}

TEST(Pooling, NoVariancePoolsToZero) {
    const std::vector<float> x(32, 5.0F);
    const std::vector<std::int64_t> shape{1, 2, 4, 4};
    for (const double v : pool({x, shape}, LayerKind::Convolution, 1, Pooling::Kurtosis3))
        EXPECT_EQ(v, 0);
    const std::vector<float> zero(32, 0.0F);
    for (const double v : pool({zero, shape}, LayerKind::Convolution, 1, Pooling::Kurtosis3))
        EXPECT_EQ(v, 0);
    for (const double v : pool({x, shape}, LayerKind::Convolution, 1, Pooling::Mean))
        EXPECT_EQ(v, 5);
}

TEST(Pooling, BatchMustComeFirst) {
    const auto x = random(12);
    const std::vector<std::int64_t> shape{3, 4};
    EXPECT_THROW(pool({x, shape}, LayerKind::Linear, 2, Pooling::Mean), Error);
}
