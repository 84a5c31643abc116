#include "app/desktop/charts/pareto_overlay.h"
#include "app/desktop/plot/plot_geometry.h"

#include <gtest/gtest.h>

namespace lpstudio::test {
namespace {

/// 100 pixels a unit across, 10 a unit upwards.
const PlotMap kMap{{2, 6, 0, 20}, 50, 10, 400, 200};

TEST(LimitHandles, StandAtTheirLimitsOrAtTheEnds) {
    const auto place = [](LimitHandle handle, const Limit& x, const Limit& y) {
        const PlotPlace at = handlePlace(handle, kMap, x, y);
        return std::pair(at.x, at.y);
    };
    EXPECT_EQ(place(LimitHandle::XLeast, {}, {}), std::pair(50.0, 210.0));
    EXPECT_EQ(place(LimitHandle::XMost, {}, {}), std::pair(450.0, 210.0));
    EXPECT_EQ(place(LimitHandle::YLeast, {}, {}), std::pair(50.0, 210.0));
    EXPECT_EQ(place(LimitHandle::YMost, {}, {}), std::pair(50.0, 10.0));
    const Limit x{3, 5}, y{5, 10};
    EXPECT_EQ(place(LimitHandle::XLeast, x, y), std::pair(150.0, 210.0));
    EXPECT_EQ(place(LimitHandle::XMost, x, y), std::pair(350.0, 210.0));
    EXPECT_EQ(place(LimitHandle::YLeast, x, y), std::pair(50.0, 160.0));
    EXPECT_EQ(place(LimitHandle::YMost, x, y), std::pair(50.0, 110.0));
    // Beyond what is visible: at the end.
    EXPECT_EQ(place(LimitHandle::XMost, {{}, 99.0}, {}), std::pair(450.0, 210.0));
}

TEST(LimitHandles, AreHitOutsideTheAxes) {
    EXPECT_EQ(handleAt(50, 216, kMap, {}, {}), LimitHandle::XLeast);
    EXPECT_EQ(handleAt(44, 210, kMap, {}, {}), LimitHandle::YLeast);
    EXPECT_EQ(handleAt(452, 215, kMap, {}, {}), LimitHandle::XMost);
    EXPECT_EQ(handleAt(40, 12, kMap, {}, {}), LimitHandle::YMost);
    EXPECT_FALSE(handleAt(250, 216, kMap, {}, {}));
    EXPECT_FALSE(handleAt(450, 200, kMap, {}, {}));  // inside the plot are the points
    EXPECT_FALSE(handleAt(450, 230, kMap, {}, {}));
    EXPECT_EQ(handleAt(350, 216, kMap, {{}, 5.0}, {}), LimitHandle::XMost);
}

TEST(LimitHandles, DragALimitAndTakeItAway) {
    Limit limit = dragged(LimitHandle::XMost, 350, 0, kMap, {});
    ASSERT_TRUE(limit.most);
    EXPECT_DOUBLE_EQ(*limit.most, 5);
    EXPECT_FALSE(limit.least);
    limit = dragged(LimitHandle::XLeast, 150, 0, kMap, limit);
    EXPECT_DOUBLE_EQ(*limit.least, 3);
    // The ends do not pass each other.
    EXPECT_DOUBLE_EQ(*dragged(LimitHandle::XLeast, 440, 0, kMap, limit).least, 5);
    EXPECT_DOUBLE_EQ(*dragged(LimitHandle::XMost, 60, 0, kMap, limit).most, 3);
    // Off its end a limit is gone, the other stays.
    const Limit rest = dragged(LimitHandle::XMost, 460, 0, kMap, limit);
    EXPECT_FALSE(rest.most);
    EXPECT_TRUE(rest.least);
    EXPECT_TRUE(dragged(LimitHandle::XLeast, 40, 0, kMap, rest).isEmpty());
    EXPECT_DOUBLE_EQ(*dragged(LimitHandle::YMost, 0, 110, kMap, {}).most, 10);
    EXPECT_DOUBLE_EQ(*dragged(LimitHandle::YLeast, 0, 160, kMap, {}).least, 5);
}

}  // namespace
}  // namespace lpstudio::test
