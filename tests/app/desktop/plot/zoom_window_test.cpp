#include "app/desktop/plot/zoom_window.h"
#include "app/desktop/plot/plot_geometry.h"

#include <gtest/gtest.h>

#include <random>

namespace lpstudio::test {
namespace {

constexpr Qt::Orientations kBoth = Qt::Horizontal | Qt::Vertical;

void expectNear(const PlotRange& a, const PlotRange& b) {
    EXPECT_NEAR(a.xFrom, b.xFrom, 1e-12);
    EXPECT_NEAR(a.xTo, b.xTo, 1e-12);
    EXPECT_NEAR(a.yFrom, b.yFrom, 1e-12);
    EXPECT_NEAR(a.yTo, b.yTo, 1e-12);
}

TEST(ZoomWindow, ZoomKeepsThePlaceWhereItIs) {
    const PlotRange zoomed = zoomedWindow(kWholeWindow, 2, 0.25, 1, kBoth);
    expectNear(zoomed, {0.125, 0.625, 0.5, 1});
    expectNear(zoomedWindow(kWholeWindow, 4, 0.5, 0.5, Qt::Horizontal), {0.375, 0.625, 0, 1});
    // In and out again.
    expectNear(zoomedWindow(zoomed, 0.5, 0.25, 1, kBoth), kWholeWindow);
}

TEST(ZoomWindow, NeverLeavesThePicture) {
    std::mt19937 engine(7);
    std::uniform_real_distribution<double> uniform(0, 1);
    PlotRange window = kWholeWindow;
    for (int i = 0; i < 20000; ++i) {
        window = uniform(engine) < 0.5
                     ? zoomedWindow(window, 0.3 + 3 * uniform(engine), uniform(engine),
                                    uniform(engine), kBoth)
                     : movedWindow(window, 4 * uniform(engine) - 2, 4 * uniform(engine) - 2);
        ASSERT_GE(window.xFrom, 0);
        ASSERT_LE(window.xTo, 1 + 1e-12);
        ASSERT_GE(window.yFrom, 0);
        ASSERT_LE(window.yTo, 1 + 1e-12);
        ASSERT_GE(window.width(), kLeastWindow * (1 - 1e-9));
        ASSERT_GE(window.height(), kLeastWindow * (1 - 1e-9));
    }
    // Far enough out is everything, exactly.
    for (int i = 0; i < 60; ++i) window = zoomedWindow(window, 0.5, 0.7, 0.3, kBoth);
    EXPECT_EQ(window, kWholeWindow);
}

TEST(ZoomWindow, AtTheLimitItStaysWhereItIs) {
    PlotRange window = kWholeWindow;
    for (int i = 0; i < 100; ++i) window = zoomedWindow(window, 2, 0.5, 0.5, kBoth);
    const PlotRange deepest = window;
    EXPECT_NEAR(deepest.width(), kLeastWindow, 1e-12);
    expectNear(zoomedWindow(window, 2, 0.9, 0.1, kBoth), deepest);
}

TEST(ZoomWindow, ARectangleBecomesTheWindow) {
    const QRectF area(100, 50, 400, 200);
    // The left half, the lower quarter: y grows downwards in pixels.
    expectNear(windowOf(kWholeWindow, {100, 200, 200, 50}, area, kBoth), {0, 0.5, 0, 0.25});
    expectNear(windowOf(kWholeWindow, {100, 200, 200, 50}, area, Qt::Horizontal), {0, 0.5, 0, 1});
    // Drawn from right to left and beyond the edge.
    expectNear(windowOf({0.5, 1, 0, 1}, {300, 250, -300, -500}, area, kBoth), {0.5, 0.75, 0, 1});
    // Outside: nothing changes.
    expectNear(windowOf({0.5, 1, 0, 1}, {0, 0, 50, 20}, area, kBoth), {0.5, 1, 0, 1});
}

TEST(ZoomWindow, WholeRectAgreesWithTheWindow) {
    const QRectF area(100, 50, 400, 200);
    EXPECT_EQ(wholeRect(area, kWholeWindow), area);
    const PlotRange window{0.25, 0.75, 0.5, 1};
    const QRectF whole = wholeRect(area, window);
    EXPECT_EQ(whole, QRectF(-100, 50, 800, 400));
    // A datum has one place, whether it is mapped by the whole or by the window.
    const PlotMap byWhole{kWholeWindow, whole.left(), whole.top(), whole.width(), whole.height()};
    const PlotMap byWindow{window, area.left(), area.top(), area.width(), area.height()};
    for (const double at : {0.3, 0.6}) {
        EXPECT_NEAR(byWhole.x(at), byWindow.x(at), 1e-9);
        EXPECT_NEAR(byWhole.y(at), byWindow.y(at), 1e-9);
    }
}

TEST(ZoomWindow, GrowingDataStayInView) {
    const PlotRange before{0, 100, 0, 10}, after{0, 200, -10, 10};
    const PlotRange window{0.5, 1, 0, 0.5};
    const PlotRange rebased = rebasedWindow(window, before, after);
    expectNear(shownOf(after, rebased), shownOf(before, window));
    EXPECT_EQ(rebasedWindow(kWholeWindow, before, after), kWholeWindow);
    // An axis that shows all goes on doing so.
    expectNear(rebasedWindow({0.5, 1, 0, 1}, before, after), {0.25, 0.5, 0, 1});
}

}  // namespace
}  // namespace lpstudio::test
