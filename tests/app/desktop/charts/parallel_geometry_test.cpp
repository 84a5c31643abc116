#include "app/desktop/charts/parallel_geometry.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace lpstudio::test {
namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
const ParallelMap kMap{100, 20, 300, 200, 4};

TEST(ParallelMap, SpreadsAxesFromEdgeToEdge) {
    EXPECT_DOUBLE_EQ(kMap.x(0), 100);
    EXPECT_DOUBLE_EQ(kMap.x(1), 200);
    EXPECT_DOUBLE_EQ(kMap.x(3), 400);
    EXPECT_DOUBLE_EQ(kMap.y(0), 220);
    EXPECT_DOUBLE_EQ(kMap.y(1), 20);
    EXPECT_DOUBLE_EQ(kMap.share(kMap.y(0.3)), 0.3);
    EXPECT_DOUBLE_EQ((ParallelMap{100, 20, 300, 200, 1}.x(0)), 250);
    EXPECT_EQ(kMap.axisAt(207, 10), std::size_t{1});
    EXPECT_EQ(kMap.axisAt(100, 0), std::size_t{0});
    EXPECT_FALSE(kMap.axisAt(250, 10));
}

TEST(AxisSpan, IsThatOfTheKnownValues) {
    const AxisSpan span = spanOf(std::vector<double>{kNan, 3, -1, kNan, 2});
    EXPECT_EQ(span.from, -1);
    EXPECT_EQ(span.to, 3);
    EXPECT_DOUBLE_EQ(span.share(1), 0.5);
    EXPECT_DOUBLE_EQ(span.value(0.25), 0);
    const AxisSpan one = spanOf(std::vector<double>{4.0, 4.0});
    EXPECT_LT(one.from, 4);
    EXPECT_GT(one.to, 4);
    const AxisSpan none = spanOf(std::vector<double>{kNan});
    EXPECT_EQ(none.from, 0);
    EXPECT_EQ(none.to, 1);
}

TEST(SpreadRows, AreEvenlyChosen) {
    EXPECT_EQ(spreadRows(3, 10), (std::vector<std::uint32_t>{0, 1, 2}));
    for (const std::size_t most : {1UL, 7UL, 100UL, 999UL}) {
        const auto rows = spreadRows(1000, most);
        ASSERT_EQ(rows.size(), most);
        const double step = 1000.0 / static_cast<double>(most);
        for (std::size_t i = 0; i < rows.size(); ++i)
            EXPECT_NEAR(rows[i], step * static_cast<double>(i), 1);
    }
    std::vector<std::uint8_t> wanted(1000, 0);
    for (std::size_t i = 500; i < 1000; ++i) wanted[i] = 1;
    const auto rows = spreadRows(1000, 50, wanted);
    ASSERT_EQ(rows.size(), 50u);
    EXPECT_GE(rows.front(), 500u);
    EXPECT_GE(rows.back(), 980u);
    EXPECT_EQ(spreadRows(1000, 600, wanted).size(), 500u);
    EXPECT_TRUE(spreadRows(0, 10).empty());
}

TEST(DrawLine, LeavesAnUnbrokenLine) {
    const std::uint32_t red = 0xFFFF0000U;
    for (const auto& [x1, y1] : {std::pair(90.0, 20.0), std::pair(90.0, 90.0),
                                 std::pair(20.0, 95.0), std::pair(10.0, 90.0)}) {
        QImage image(100, 100, QImage::Format_ARGB32_Premultiplied);
        image.fill(Qt::transparent);
        drawLine(image, 10, 10, x1, y1, red);
        const int steps = 200;
        for (int i = 0; i <= steps; ++i) {
            const double x = 10 + (x1 - 10) * i / steps, y = 10 + (y1 - 10) * i / steps;
            int cover = 0;
            for (int dy = -1; dy <= 1; ++dy)
                for (int dx = -1; dx <= 1; ++dx)
                    cover = std::max(cover, qAlpha(image.pixel(static_cast<int>(x) + dx,
                                                               static_cast<int>(y) + dy)));
            EXPECT_GE(cover, 120) << x << ' ' << y;
        }
        EXPECT_EQ(qAlpha(image.pixel(95, 50)), 0);
    }
}

TEST(DrawLine, IsCutOffAtTheBorders) {
    QImage image(20, 10, QImage::Format_ARGB32_Premultiplied);
    image.fill(Qt::transparent);
    drawLine(image, -50, -30, 70, 40, 0xFF00FF00U);
    drawLine(image, -5, 5, 300, 5, 0xFF00FF00U);
    drawLine(image, 5, -500, 5, 500, 0xFF00FF00U);
    drawLine(image, kNan, 0, 5, 5, 0xFF00FF00U);
    drawLine(image, 0, kNan, 5, 5, 0xFF00FF00U);
    EXPECT_EQ(image.pixel(0, 5), 0xFF00FF00U);
    EXPECT_EQ(image.pixel(19, 5), 0xFF00FF00U);
    EXPECT_EQ(image.pixel(5, 0), 0xFF00FF00U);
    EXPECT_EQ(image.pixel(5, 9), 0xFF00FF00U);
}

TEST(AxisBrush, ChoosesMovesAndWidensARange) {
    const AxisSpan span{0, 10};
    const AxisBrush fresh(kMap, span, {}, kMap.y(0.2));
    EXPECT_EQ(fresh.grip(), AxisBrush::Grip::New);
    Limit limit = fresh.at(kMap.y(0.6));
    EXPECT_DOUBLE_EQ(*limit.least, 2);
    EXPECT_DOUBLE_EQ(*limit.most, 6);
    limit = fresh.at(kMap.y(1.5));  // beyond the axis' end there is no limit
    EXPECT_DOUBLE_EQ(*limit.least, 2);
    EXPECT_FALSE(limit.most);

    const Limit range{2, 6};
    const AxisBrush upper(kMap, span, range, kMap.y(0.6) + 2);
    EXPECT_EQ(upper.grip(), AxisBrush::Grip::Most);
    EXPECT_DOUBLE_EQ(*upper.at(kMap.y(0.8)).most, 8);
    EXPECT_DOUBLE_EQ(*upper.at(kMap.y(0.1)).most, 2);  // not past the other end
    const AxisBrush lower(kMap, span, range, kMap.y(0.2));
    EXPECT_EQ(lower.grip(), AxisBrush::Grip::Least);
    EXPECT_FALSE(lower.at(kMap.y(-1)).least);

    const AxisBrush whole(kMap, span, range, kMap.y(0.4));
    EXPECT_EQ(whole.grip(), AxisBrush::Grip::Whole);
    limit = whole.at(kMap.y(0.5));
    EXPECT_NEAR(*limit.least, 3, 1e-9);
    EXPECT_NEAR(*limit.most, 7, 1e-9);
    limit = whole.at(kMap.y(-1));  // stops at the end, as wide as before
    EXPECT_FALSE(limit.least);
    EXPECT_NEAR(*limit.most, 4, 1e-9);
    EXPECT_EQ(AxisBrush(kMap, span, range, kMap.y(0.9)).grip(), AxisBrush::Grip::New);
}

}  // namespace
}  // namespace lpstudio::test
