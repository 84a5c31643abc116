
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <random>

#include "app/desktop/charts/distribution_data.h"
#include "app/desktop/plot/axes.h"
#include "app/desktop/plot/plot_geometry.h"
#include "core/base/error.h"
#include "core/number/format.h"

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

constexpr auto kLinear = DistributionScale::Linear, kLog2 = DistributionScale::Log2;

Quantizer quantizerOf(const char* spec) {
    return parseFormat(spec)->quantizer(Rounding::Nearest);
}

TEST(OctaveCounts, CountEachMagnitudeInItsOctave) {
    // Octave -2: [0.25, 0.5), -1: [0.5, 1), 0: [1, 2). Outside: 0.2 and 4.
    const std::vector<float> values{0.25f, -0.25f, 0.499f, 0.5f, -0.75f, -1,    1.999f,
                                    0,     -0.0f,  0.2f,   4,    kNan,   1e-40f};
    const OctaveCounts counts = octaveCounts(values, -2, 3);
    EXPECT_EQ(counts.positive, (std::vector<std::int64_t>{2, 1, 1}));
    EXPECT_EQ(counts.negative, (std::vector<std::int64_t>{1, 1, 1}));
    EXPECT_EQ(counts.total, 12);
    EXPECT_EQ(counts.zeros, 2);
}

TEST(OctaveCounts, TheLargestOfARangeIsInItsLastOctave) {
    // A range that ends at log2 = 0: 1 itself is in octave 0, which the range does not have.
    const std::vector<float> values{1, -1, 0.5f};
    const OctaveCounts counts = octaveCounts(values, -1, 1);
    EXPECT_EQ(counts.positive.front(), 2);
    EXPECT_EQ(counts.negative.front(), 1);
    EXPECT_EQ(octaveCounts({}, 0, 0).positive.size(), 1u);
}

TEST(OctavePlaces, IntervalsHoldTheirPlaces) {
    EXPECT_EQ(octaveAt(-2.5, kLog2), (OctavePlace{-3, false}));
    EXPECT_EQ(octaveAt(-2, kLog2), (OctavePlace{-2, false}));
    EXPECT_EQ(octaveAt(0.3, kLinear), (OctavePlace{-2, false}));
    EXPECT_EQ(octaveAt(-4, kLinear), (OctavePlace{2, true}));
    EXPECT_FALSE(octaveAt(0, kLinear));
    for (const double x : {-7.3, -0.01, 0.4, 1.7, 5.5})
        for (const auto scale : {kLinear, kLog2}) {
            const AxisInterval interval = octaveInterval(*octaveAt(x, scale), scale);
            EXPECT_LE(interval.from, x);
            EXPECT_GE(interval.to, x);
        }
}

TEST(OctaveRange, CoversTheAxis) {
    const OctaveRange logs = octavesOf({-11.5, 2}, kLog2, 12);
    EXPECT_EQ(logs.first, -12);
    EXPECT_EQ(logs.count, 14);
    // Axes are a trace off whole steps.
    const OctaveRange traced = octavesOf({-11 + 1e-9, 2 + 1e-9}, kLog2, 12);
    EXPECT_EQ(traced.first, -11);
    EXPECT_EQ(traced.count, 13);
    const OctaveRange values = octavesOf({-1.5, 1}, kLinear, 12);
    EXPECT_EQ(values.first + values.count - 1, 0) << "1.5 lies in octave 0";
    EXPECT_EQ(values.count, 12);
    const OctaveRange power = octavesOf({-1, 1}, kLinear, 12);
    EXPECT_EQ(power.first + power.count - 1, -1);
    EXPECT_EQ(octavesOf({0, 0}, kLinear, 12).count, 0);
}

TEST(OctaveShares, AddUpToAllButTheZeros) {
    std::mt19937 random(1);
    std::normal_distribution<float> normal(0, 0.1f);
    std::vector<float> values(10000);
    for (float& value : values) value = normal(random);
    values.resize(12500, 0.0f);
    const OctaveCounts counts = octaveCounts(values, -40, 42);
    for (const auto scale : {kLinear, kLog2}) {
        const OctaveHeights shares = octaveShares(counts, scale);
        EXPECT_EQ(shares.negative.empty(), scale == kLog2);
        double sum = 0;
        for (const auto* side : {&shares.positive, &shares.negative})
            sum = std::accumulate(side->begin(), side->end(), sum);
        EXPECT_NEAR(sum, 80, 1e-9);
    }
    EXPECT_EQ(octaveShare(counts, {100, false}, kLog2), 0);
    EXPECT_EQ(octaveShare({}, {0, false}, kLog2), 0);
}

TEST(OctaveBits, AgreeWithTheCodebook) {
    for (const char* spec : {"lp:8,1,4,0.3", "lp:5,2,2,-1", "posit:8,1@2", "int:6@0.03",
                             "adaptivfloat:6,3,-4", "lp:12,0,11,3.7"}) {
        const FormatPtr format = parseFormat(spec);
        const Quantizer quantizer = format->quantizer(Rounding::Nearest);
        for (int octave = -30; octave < 30; ++octave)
            for (const bool negative : {false, true}) {
                const auto codes = format->codebook();
                const auto expected =
                    std::count_if(codes.begin(), codes.end(), [&](const CodePoint& point) {
                        const auto value = static_cast<float>(point.value);
                        return !point.nar && value != 0 && (value < 0) == negative &&
                               std::ilogb(value) == octave;
                    });
                EXPECT_EQ(octaveCodes(quantizer, {octave, negative}), expected)
                    << spec << " octave " << octave;
            }
    }
}

TEST(OctaveBits, AreTheFractionBitsOfALogarithmicPosit) {
    // LP<8, 0, 7, 0>: next to 1 a sign, two bits of regime, five of fraction: 32 codes.
    const Quantizer lp = quantizerOf("lp:8,0,7,0");
    const OctaveHeights bits = octaveBits(lp, {-3, 6}, kLog2);
    EXPECT_EQ(bits.positive, (std::vector<double>{3, 4, 5, 5, 4, 3}));
    EXPECT_TRUE(bits.negative.empty());
    const OctaveHeights both = octaveBits(lp, {-3, 6}, kLinear);
    EXPECT_EQ(both.negative, both.positive);
    // An integer has one bit more in each octave, and none below its step.
    const OctaveHeights integer = octaveBits(quantizerOf("int:4@1"), {-2, 6}, kLog2);
    EXPECT_EQ(integer.positive, (std::vector<double>{kNoBits, kNoBits, 0, 1, 2, kNoBits}));
    EXPECT_EQ(largestHeight(integer, 1), 2);
    EXPECT_EQ(largestHeight({}, 1), 1);
}

TEST(OctaveOutline, DrawsBarsOrSteps) {
    const OctaveHeights heights{-1, {2, 5}, {}};
    EXPECT_EQ(octaveOutline(heights, kLog2, 0, false),
              (std::vector<PlotPoint>{{-1, 2}, {0, 2}, {0, 5}, {1, 5}}));
    EXPECT_EQ(octaveOutline(heights, kLog2, 0, true),
              (std::vector<PlotPoint>{{-1, 0}, {-1, 2}, {0, 2}, {0, 0}, {0, 5}, {1, 5}, {1, 0}}));
    const OctaveHeights signs{-1, {2, 5}, {3, 4}};
    EXPECT_EQ(octaveOutline(signs, kLinear, -1, false), (std::vector<PlotPoint>{{-2, 4},
                                                                                {-1, 4},
                                                                                {-1, 3},
                                                                                {-0.5, 3},
                                                                                {-0.5, -1},
                                                                                {0.5, -1},
                                                                                {0.5, 2},
                                                                                {1, 2},
                                                                                {1, 5},
                                                                                {2, 5}}));
    EXPECT_TRUE(octaveOutline({}, kLinear, 0, true).empty());
}

TEST(ClippedSteps, EndAtTheAxis) {
    const std::vector<PlotPoint> steps{{-2, 4}, {-1, 4}, {-1, 3}, {1, 3}, {1, 5}, {2, 5}};
    EXPECT_EQ(clippedSteps(steps, {-1.5, 1.5}),
              (std::vector<PlotPoint>{{-1.5, 4}, {-1, 4}, {-1, 3}, {1, 3}, {1, 5}, {1.5, 5}}));
    // No risers at the edges, though axes are a trace off whole steps.
    EXPECT_EQ(clippedSteps(steps, {-1 + 1e-9, 1 + 1e-9}),
              (std::vector<PlotPoint>{{-1 + 1e-9, 3}, {1, 3}}));
    EXPECT_EQ(clippedSteps(steps, {-9, 9}), steps);
    EXPECT_TRUE(clippedSteps({}, {0, 1}).empty());
}

}  // namespace
}  // namespace lpstudio::test
