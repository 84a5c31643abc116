#include "app/desktop/charts/distribution_geometry.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <numeric>

#include "app/desktop/charts/distribution_data.h"
#include "app/desktop/plot/ticks.h"
#include "core/base/error.h"

namespace lpstudio::test {
namespace {

constexpr float kNan = std::numeric_limits<float>::quiet_NaN();

TEST(Histogram, CountsEveryFiniteValueOnce) {
    const std::vector<float> values{-1, -0.5f, 0, 0, 0.24f, 0.26f, 1, 5, -7, kNan};
    const Histogram result = histogram(values, -1, 1, 8);
    EXPECT_EQ(result.total, 9);
    EXPECT_EQ(result.zeros, 2);
    EXPECT_EQ(std::accumulate(result.counts.begin(), result.counts.end(), std::int64_t{0}), 9);
    // -1 and -7 at the left end, 1 and 5 at the right.
    EXPECT_EQ(result.counts, (std::vector<std::int64_t>{2, 0, 1, 0, 3, 1, 0, 2}));
    EXPECT_EQ(result.largest, 3);
    EXPECT_DOUBLE_EQ(result.binWidth(), 0.25);
}

TEST(Histogram, CountsOctaves) {
    const std::vector<float> values{1, -1, 0.5f, 0.25f, 0.3f, 0, kNan, 1e-30f};
    const Histogram result = histogramLog2(values, -3, 1, 4);
    EXPECT_EQ(result.counts, (std::vector<std::int64_t>{1, 2, 1, 2}));
    EXPECT_EQ(result.zeros, 1);
    EXPECT_EQ(result.total, 7);
}

TEST(ValueRange, IgnoresWhatIsNotFinite) {
    const std::vector<float> a{0, kNan, 4, -1}, b{0, 0}, none;
    const ValueRange range = valueRange(a);
    EXPECT_EQ(range.from, -1);
    EXPECT_EQ(range.to, 4);
    EXPECT_EQ(range.log2From, 0);
    EXPECT_EQ(range.log2To, 2);
    const ValueRange both = united(united(valueRange(none), range), valueRange(b));
    EXPECT_EQ(both.from, -1);
    EXPECT_EQ(both.to, 4);
    EXPECT_EQ(both.finite, 5);
    EXPECT_EQ(both.log2To, 2);
    EXPECT_EQ(united(valueRange(b), range).from, -1);
}

TEST(StepOutline, GoesAroundTheBars) {
    Histogram bars;
    bars.from = 0;
    bars.to = 3;
    bars.counts = {10, 0, 100};
    const auto outline = stepOutline(bars, -0.5);
    const std::vector<PlotPoint> expected{{0, -0.5}, {0, 1}, {1, 1}, {1, -0.5},
                                          {2, -0.5}, {2, 2}, {3, 2}, {3, -0.5}};
    EXPECT_EQ(outline, expected);
}

TEST(StepOutline, NeverRunsBackwards) {
    Histogram bars;
    bars.counts = {0, 0, 5, 5, 1, 0};
    const auto outline = stepOutline(bars, -1);
    for (std::size_t i = 1; i < outline.size(); ++i) EXPECT_GE(outline[i].x, outline[i - 1].x);
    EXPECT_EQ(outline.front(), (PlotPoint{0, -1}));
    EXPECT_EQ(outline.back(), (PlotPoint{1, -1}));
}

TEST(LogTicks, ThinOutWhenThereAreTooMany) {
    const auto few = logTicks(1234, 6);
    ASSERT_EQ(few.size(), 4u);
    EXPECT_EQ(few[3].value, 1000);
    EXPECT_EQ(few[3].position, 3);
    EXPECT_EQ(logTicks(0, 6).size(), 1u);
    EXPECT_EQ(logTicks(10, 6).size(), 2u);
    for (const std::int64_t largest : {std::int64_t{1000000000}, std::int64_t{1} << 62})
        EXPECT_LE(logTicks(largest, 6).size(), 6u);
}

TEST(DistributionData, PutsLayersOnOneRange) {
    const std::vector<float> a{-1, 0.5f}, b{4, 0};
    const std::vector<DistributionLayer> layers{{"a", a}, {"b", b}};
    const DistributionData data = distributionData(layers);
    ASSERT_EQ(data.tensors.size(), 2u);
    EXPECT_EQ(data.linear.from, -1);
    EXPECT_EQ(data.linear.to, 4);
    EXPECT_EQ(data.log2.from, -1);
    EXPECT_EQ(data.log2.to, 2);
    for (const auto& tensor : data.tensors) {
        EXPECT_EQ(tensor.linear.from, -1);
        EXPECT_EQ(tensor.linear.to, 4);
        EXPECT_EQ(tensor.linear.total, 2);
        EXPECT_EQ(tensor.log2.to, 2);
    }
    EXPECT_EQ(data.tensors[1].log2.zeros, 1);
}

TEST(DistributionData, StopsWhenAsked) {
    const std::vector<float> values(10, 1.0f);
    const DistributionLayer layer{"a", values};
    int calls = 0;
    EXPECT_THROW(distributionData({&layer, 1}, [&] { return ++calls < 2; }), Cancelled);
    EXPECT_TRUE(distributionData({}).tensors.empty());
}

TEST(AccuracyCurves, BreakWhereTheFormatHasNoValue) {
    const std::vector<AccuracyPoint> points{{-3, 1}, {-2, 2}, {0, 1.5}};
    const auto curves = accuracyCurves(points, DistributionScale::Log2, 1);
    ASSERT_EQ(curves.size(), 2u);
    EXPECT_EQ(curves[0], (std::vector<PlotPoint>{{-3.5, 1}, {-2.5, 1}, {-2.5, 2}, {-1.5, 2}}));
    const auto linear = accuracyCurves(points, DistributionScale::Linear, 1);
    ASSERT_EQ(linear.size(), 4u);
    EXPECT_DOUBLE_EQ(linear[0].front().x, -std::exp2(0.5));
    EXPECT_DOUBLE_EQ(linear[3].back().x, std::exp2(0.5));
    for (const auto& piece : linear)
        for (std::size_t i = 1; i < piece.size(); ++i) EXPECT_GE(piece[i].x, piece[i - 1].x);
    EXPECT_TRUE(accuracyCurves({}, DistributionScale::Linear, 1).empty());
}

}  // namespace
}  // namespace lpstudio::test
