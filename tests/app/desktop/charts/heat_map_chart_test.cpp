#include "app/desktop/charts/heat_map_chart.h"

#include <gtest/gtest.h>

namespace lpstudio {
namespace {

TEST(HeatMapGeometry, EveryCellIsFoundAtItsMiddle) {
    const HeatMapGeometry cells{QRectF(40, 10, 300, 77), 7, 20};
    for (int row = 0; row < cells.rows; ++row)
        for (int column = 0; column < cells.columns; ++column) {
            const QRectF rect = cells.rectOf({row, column});
            EXPECT_EQ(cells.cellAt(rect.center()), (HeatMapCell{row, column}));
            EXPECT_TRUE(cells.rowRect(row).contains(rect.center()));
            EXPECT_TRUE(cells.columnRect(column).contains(rect.center()));
            EXPECT_NEAR(rect.width(), 15, 1e-9);
            EXPECT_NEAR(rect.height(), 11, 1e-9);
        }
}

TEST(HeatMapGeometry, OutsideThereIsNoCell) {
    const HeatMapGeometry cells{QRectF(40, 10, 300, 77), 7, 20};
    EXPECT_EQ(cells.cellAt({39.9, 20}), std::nullopt);
    EXPECT_EQ(cells.cellAt({50, 9.9}), std::nullopt);
    EXPECT_EQ(cells.cellAt({340.1, 20}), std::nullopt);
    EXPECT_EQ(cells.cellAt({50, 87.1}), std::nullopt);
    // The last edges belong to the last cells.
    EXPECT_EQ(cells.cellAt({340, 87}), (HeatMapCell{6, 19}));
    EXPECT_EQ((HeatMapGeometry{QRectF(0, 0, 100, 100), 0, 0}.cellAt({5, 5})), std::nullopt);
    EXPECT_EQ((HeatMapGeometry{QRectF(), 3, 3}.cellAt({0, 0})), std::nullopt);
}

TEST(HeatMapGeometry, LinesBetweenCellsGoWhereThereIsNoRoom) {
    EXPECT_EQ((HeatMapGeometry{QRectF(0, 0, 200, 200), 20, 20}.gap()), 1);
    EXPECT_EQ((HeatMapGeometry{QRectF(0, 0, 200, 200), 100, 20}.gap()), 0);
}

TEST(HeatMapGeometry, KeysMoveInsideTheMatrix) {
    EXPECT_EQ(movedCell({}, 1, 0, 5, 4), (HeatMapCell{0, 0}));
    EXPECT_EQ(movedCell(HeatMapCell{0, 0}, -1, -1, 5, 4), (HeatMapCell{0, 0}));
    EXPECT_EQ(movedCell(HeatMapCell{3, 2}, 1, 1, 5, 4), (HeatMapCell{4, 3}));
    EXPECT_EQ(movedCell(HeatMapCell{4, 3}, 1, 1, 5, 4), (HeatMapCell{4, 3}));
    EXPECT_EQ(movedCell({}, 1, 0, 0, 4), std::nullopt);
}

}  // namespace
}  // namespace lpstudio
