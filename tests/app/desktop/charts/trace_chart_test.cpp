#include "app/desktop/charts/trace_chart.h"
#include "app/desktop/plot/plot_geometry.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace lpstudio {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

std::vector<PlotPoint> line(std::initializer_list<double> values) {
    std::vector<PlotPoint> points;
    for (const double value : values)
        points.push_back({static_cast<double>(points.size() + 1), value});
    return points;
}

TEST(TraceLine, KeepsWhatIsSeenInAColumn) {
    const std::vector<PlotPoint> few{{0, 1}, {1, 2}, {2.5, 3}};
    EXPECT_EQ(perColumn(few, 1).size(), 3u);
    EXPECT_TRUE(perColumn({}, 1).empty());

    // Eight columns of 128 points.
    std::vector<PlotPoint> many;
    for (int i = 0; i < 1024; ++i) many.push_back({i / 128.0, (i * 37) % 101 + 0.0});
    const auto kept = perColumn(many, 1);
    EXPECT_LE(kept.size(), 32u);
    EXPECT_TRUE(std::ranges::is_sorted(kept, {}, &PlotPoint::x));
    for (int column = 0; column < 8; ++column) {
        std::vector<PlotPoint> seen;
        for (const PlotPoint& point : kept)
            if (std::floor(point.x) == column) seen.push_back(point);
        ASSERT_GE(seen.size(), 2u);
        const auto first = many.begin() + 128 * column, last = first + 127;
        EXPECT_EQ(seen.front().x, first->x);
        EXPECT_EQ(seen.back().x, last->x);
        const auto less = [](const PlotPoint& a, const PlotPoint& b) { return a.y < b.y; };
        EXPECT_EQ(std::ranges::min_element(seen, less)->y,
                  std::min_element(first, last + 1, less)->y);
        EXPECT_EQ(std::ranges::max_element(seen, less)->y,
                  std::max_element(first, last + 1, less)->y);
    }
}

TEST(TraceRange, HoldsAllOfTheLines) {
    const std::vector<Trace> traces{{{}, Trace::Kind::Mean, line({9, 5, 4})},
                                    {{}, Trace::Kind::Best, line({3, 2, kNaN, 1})}};
    const PlotRange range = traceRange(traces, false);
    EXPECT_EQ(range.xFrom, 0);
    EXPECT_EQ(range.xTo, 4);
    EXPECT_LT(range.yFrom, 1);
    EXPECT_GE(range.yFrom, 0);
    EXPECT_GT(range.yTo, 9);
    EXPECT_LT(range.yTo, 10);
    EXPECT_EQ(traceRange(traces, true).yFrom, 0);
}

TEST(TraceRange, AFewWildDotsDoNotFlattenTheRest) {
    std::vector<PlotPoint> dots;
    for (int i = 0; i < 200; ++i) dots.push_back({i + 1.0, i % 100 == 0 ? 1e6 : 2 + 0.001 * i});
    const std::vector<Trace> traces{{{}, Trace::Kind::Each, dots},
                                    {{}, Trace::Kind::Best, line({2, 2, 2})}};
    const PlotRange range = traceRange(traces, false);
    EXPECT_LT(range.yTo, 3);
    EXPECT_GE(range.yTo, 2.195);
    EXPECT_EQ(range.xTo, 200);
    // A line is never cut.
    EXPECT_GT(traceRange(std::vector<Trace>{{{}, Trace::Kind::Best, dots}}, false).yTo, 1e6);
}

TEST(TraceRange, IsNeverEmpty) {
    for (const auto& points :
         {std::vector<PlotPoint>{}, line({kNaN}), line({5}), line({0, 0}), line({-3, -3})}) {
        const PlotRange range =
            traceRange(std::vector<Trace>{{{}, Trace::Kind::Best, points}}, false);
        EXPECT_GT(range.width(), 0);
        EXPECT_GT(range.height(), 0);
    }
}

TEST(NearestPoint, IsTheOneWithTheNearestX) {
    const std::vector<PlotPoint> points{{1, 0}, {4, 0}, {10, 0}};
    EXPECT_EQ(nearestPoint({}, 3), std::nullopt);
    EXPECT_EQ(nearestPoint(points, -5), 0U);
    EXPECT_EQ(nearestPoint(points, 2.4), 0U);
    EXPECT_EQ(nearestPoint(points, 2.6), 1U);
    EXPECT_EQ(nearestPoint(points, 4), 1U);
    EXPECT_EQ(nearestPoint(points, 7.1), 2U);
    EXPECT_EQ(nearestPoint(points, 99), 2U);
}

}  // namespace
}  // namespace lpstudio
