#include "app/desktop/pages/compare/compare_table.h"

#include <gtest/gtest.h>

namespace lpstudio {
namespace {

TEST(CompareGeometry, ColumnsShareTheRoomAndAreNeverTooNarrow) {
    const CompareWidths two = CompareWidths::fitted(800, 2);
    EXPECT_EQ(two.item, (800 - two.name - two.spread) / 2);
    EXPECT_LE(two.total(2), 800);
    EXPECT_EQ(two.left(1) - two.left(0), two.item);
    EXPECT_EQ(CompareWidths::fitted(400, 6).item, CompareWidths::kLeastItem);
    EXPECT_EQ(CompareWidths::fitted(4000, 2).item, CompareWidths::kMostItem);
}

TEST(CompareGeometry, BarsAreInProportionUpToEightBits) {
    const QRect cell(100, 40, 200, 40);
    const CompareCell eight = CompareCell::of(cell, 8, 8), four = CompareCell::of(cell, 4, 8),
                      wide = CompareCell::of(cell, 32, 2);
    EXPECT_DOUBLE_EQ(four.bar.width() * 2, eight.bar.width());
    EXPECT_DOUBLE_EQ(wide.bar.width(), eight.bar.width());
    EXPECT_DOUBLE_EQ(four.tick, eight.bar.right());
    EXPECT_DOUBLE_EQ(wide.tick - wide.bar.left(), eight.bar.width() / 4);
    for (const CompareCell& parts : {eight, four, wide}) {
        EXPECT_TRUE(QRectF(cell).contains(parts.bar));
        EXPECT_TRUE(cell.contains(parts.spec));
        EXPECT_TRUE(cell.contains(parts.figures));
        EXPECT_FALSE(parts.spec.intersects(parts.figures));
        EXPECT_LT(parts.bar.right(), parts.spec.left());
    }
}

TEST(CompareGeometry, FiguresAreLeftOutWholeFromTheEnd) {
    EXPECT_EQ(fittingTexts({50, 50, 50}, 10, 170), 3);
    EXPECT_EQ(fittingTexts({50, 50, 50}, 10, 169), 2);
    EXPECT_EQ(fittingTexts({50}, 10, 49), 0);
    EXPECT_EQ(fittingTexts({}, 10, 100), 0);
}

}  // namespace
}  // namespace lpstudio
