#include "app/desktop/charts/pareto_geometry.h"
#include "app/desktop/plot/axes.h"
#include "app/desktop/plot/number_text.h"

#include <gtest/gtest.h>

#include <chrono>
#include <cmath>
#include <limits>
#include <map>
#include <random>
#include <set>
#include <string>

namespace lpstudio::test {
namespace {

std::vector<ParetoPoint> randomPoints(std::size_t count, unsigned seed) {
    std::mt19937 engine(seed);
    // A coarse lattice, so that equal coordinates and equal points occur.
    std::uniform_int_distribution<int> coordinate(0, 40);
    std::vector<ParetoPoint> points;
    for (std::size_t i = 0; i < count; ++i)
        points.push_back({CandidateId(static_cast<std::int64_t>(i)),
                          static_cast<double>(coordinate(engine)),
                          static_cast<double>(coordinate(engine))});
    return points;
}

TEST(PlotMap, GoesThereAndBack) {
    const PlotMap map{{2, 6, -1, 1}, 10, 20, 400, 200};
    EXPECT_DOUBLE_EQ(map.x(2), 10);
    EXPECT_DOUBLE_EQ(map.x(6), 410);
    EXPECT_DOUBLE_EQ(map.y(-1), 220);
    EXPECT_DOUBLE_EQ(map.y(1), 20);
    EXPECT_DOUBLE_EQ(map.dataX(map.x(3.5)), 3.5);
    EXPECT_DOUBLE_EQ(map.dataY(map.y(0.25)), 0.25);
}

TEST(RangeOf, IsNeverEmpty) {
    EXPECT_EQ(rangeOf({}), PlotRange{});
    const std::vector<ParetoPoint> one{{CandidateId(0), 3, 0}};
    const PlotRange range = rangeOf(one);
    EXPECT_LT(range.xFrom, 3);
    EXPECT_GT(range.xTo, 3);
    EXPECT_GT(range.height(), 0);
    const std::vector<ParetoPoint> two{{CandidateId(0), 0, 0}, {CandidateId(1), 100, 10}};
    EXPECT_DOUBLE_EQ(rangeOf(two).xFrom, -4);
    EXPECT_DOUBLE_EQ(rangeOf(two).yTo, 10.4);
}

TEST(UsefulRangeOf, LeavesOutWhatIsFarFromAllOthers) {
    std::vector<ParetoPoint> points;
    for (int i = 0; i < 100; ++i) points.push_back({CandidateId(i), 4 + 0.01 * i, 1 + 0.02 * i});
    const PlotRange plain = rangeOf(points);
    EXPECT_EQ(usefulRangeOf(points, {}), plain) << "nothing is far out";
    points.push_back({CandidateId(100), 4.5, 900});
    points.push_back({CandidateId(101), -70, 2});
    points.push_back({CandidateId(102), std::nan(""), 2});
    const PlotRange useful = usefulRangeOf(points, {});
    EXPECT_LT(useful.yTo, 10);
    EXPECT_GT(useful.xFrom, 0);
    for (int i = 0; i < 100; ++i) EXPECT_TRUE(useful.contains(points[i].x, points[i].y)) << i;
    // What is on the front is seen, however far.
    const std::vector<ParetoPoint> front{points[101]};
    const PlotRange withFront = usefulRangeOf(points, front);
    EXPECT_TRUE(withFront.contains(points[101].x, points[101].y));
    EXPECT_FALSE(withFront.contains(points[100].x, points[100].y));
    // Of a few points each counts; of equal ones none is far out.
    EXPECT_EQ(usefulRangeOf(std::span(points).last(12), {}), rangeOf(std::span(points).last(12)));
    std::vector<ParetoPoint> equal(50, {CandidateId(1), 8, 1});
    equal.push_back({CandidateId(2), 9, 1});
    EXPECT_EQ(usefulRangeOf(equal, {}), rangeOf(equal));
    EXPECT_EQ(usefulRangeOf({}, {}), PlotRange{});
}

TEST(Thinned, KeepsOnePointACell) {
    const auto points = randomPoints(5000, 1);
    const PlotMap map{{0, 40, 0, 40}, 0, 0, 400, 400};
    // 41 x 41 places; the last row and column lie on the rectangle's edge and are cut off.
    const auto kept = thinned(points, map, 1);
    EXPECT_LE(kept.size(), 41u * 41);
    std::set<std::pair<double, double>> places;
    for (const std::size_t i : kept) EXPECT_TRUE(places.insert({points[i].x, points[i].y}).second);
    EXPECT_EQ(thinned(points, map, 1000).size(), 1u);
    const PlotMap elsewhere{{100, 140, 0, 40}, 0, 0, 400, 400};
    EXPECT_TRUE(thinned(points, elsewhere, 1).empty());
}

TEST(NearestGrid, AgreesWithLookingAtAllPoints) {
    const auto points = randomPoints(2000, 2);
    const PlotMap map{{-2, 42, -2, 42}, 30, 10, 700, 300};
    const NearestGrid grid(points, map);
    std::mt19937 engine(3);
    std::uniform_real_distribution<double> x(0, 760), y(-20, 340);
    for (int trial = 0; trial < 500; ++trial) {
        const double px = x(engine), py = y(engine);
        for (const double radius : {3.0, 12.0, 60.0}) {
            double least = radius * radius;
            std::optional<double> expected;
            for (const ParetoPoint& point : points) {
                const double dx = map.x(point.x) - px, dy = map.y(point.y) - py;
                if (dx * dx + dy * dy <= least) {
                    least = dx * dx + dy * dy;
                    expected = least;
                }
            }
            const auto found = grid.nearest(px, py, radius);
            ASSERT_EQ(found.has_value(), expected.has_value());
            if (!found) continue;
            const double dx = map.x(points[*found].x) - px, dy = map.y(points[*found].y) - py;
            EXPECT_NEAR(dx * dx + dy * dy, *expected, 1e-3);
        }
    }
    EXPECT_FALSE(NearestGrid().nearest(1, 1, 10));
}

TEST(NearestGrid, GivesTheFirstOfEqualPoints) {
    const std::vector<ParetoPoint> points(5, {CandidateId(0), 1, 1});
    const PlotMap map{{0, 2, 0, 2}, 0, 0, 100, 100};
    EXPECT_EQ(NearestGrid(points, map).nearest(52, 50, 10), std::size_t{0});
}

TEST(NearestGrid, IsQuickAtAHundredThousandPoints) {
    std::vector<ParetoPoint> points;
    std::mt19937 engine(1);
    std::uniform_real_distribution<double> uniform(0, 1);
    for (int i = 0; i < 100000; ++i)
        points.push_back({CandidateId(i), uniform(engine), uniform(engine)});
    const PlotMap map{{0, 1, 0, 1}, 0, 0, 1600, 1000};
    const NearestGrid grid(points, map);
    const auto start = std::chrono::steady_clock::now();
    for (int i = 0; i < 1000; ++i) grid.nearest(i * 1.6, i, 12);
    // A thousand scans of all points would take a hundred times as long.
    EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::milliseconds(100));
}

TEST(AxisTicks, AreRoundNumbers) {
    for (const double from : {0.0, -3.7, 1e6})
        for (double extent = 1e-9; extent < 1e12; extent *= 1.7) {
            const AxisTicks ticks = axisTicks(from, from + extent, 6);
            const double mantissa =
                ticks.step / std::pow(10, std::floor(std::log10(ticks.step) + 1e-9));
            EXPECT_TRUE(std::abs(mantissa - 1) < 1e-6 || std::abs(mantissa - 2) < 1e-6 ||
                        std::abs(mantissa - 5) < 1e-6)
                << ticks.step;
            EXPECT_LE(extent / ticks.step, 6.01);
            EXPECT_GE(extent / ticks.step, 2.3);
        }
    EXPECT_EQ(axisTicks(0, 1, 5).decimals, 1);
    EXPECT_EQ(axisTicks(0, 10, 5).decimals, 0);
    EXPECT_EQ(axisTicks(0, 0.3, 6).decimals, 2);
}

TEST(SiScale, LeavesOneToThreeDigits) {
    EXPECT_STREQ(siScale(1234).prefix, "k");
    EXPECT_STREQ(siScale(999).prefix, "");
    EXPECT_STREQ(siScale(2.4e-5).prefix, "µ");
    EXPECT_STREQ(siScale(0.5).prefix, "m");
    EXPECT_STREQ(siScale(0).prefix, "");
    EXPECT_STREQ(siScale(1e-20).prefix, "f");
    EXPECT_STREQ(siScale(5e18).prefix, "P");
    EXPECT_STREQ(siScale(std::numeric_limits<double>::infinity()).prefix, "");
}

}  // namespace
}  // namespace lpstudio::test
