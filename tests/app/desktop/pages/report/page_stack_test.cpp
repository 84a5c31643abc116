#include "app/desktop/pages/report/page_stack.h"

#include <gtest/gtest.h>

namespace lpstudio {
namespace {

PageStack stack(int count = 5) {
    PageStack stack;
    stack.page = {600, 800};
    stack.count = count;
    stack.zoom = 0.5;
    stack.window = {500, 600};
    return stack;
}

TEST(PageStack, PutsPagesBelowEachOtherInTheMiddle) {
    PageStack pages = stack();
    EXPECT_EQ(pages.extent(), QSizeF(300 + 32, 5 * (400 + 16) + 16));
    EXPECT_EQ(pages.rect(0), QRectF(100, 16, 300, 400));
    EXPECT_EQ(pages.rect(1), QRectF(100, 432, 300, 400));
    pages.scroll = {0, 100};
    EXPECT_EQ(pages.rect(1).top(), 332);
    // Wider than the window: from the left edge on.
    pages.zoom = 1;
    EXPECT_EQ(pages.rect(0).left(), 16);
    EXPECT_EQ(stack(0).extent(), QSizeF(0, 0));
}

TEST(PageStack, KnowsWhatIsVisible) {
    PageStack pages = stack();
    EXPECT_EQ(pages.visible(), std::pair(0, 1));
    EXPECT_EQ(pages.current(), 0);
    pages.scroll = {0, 416};
    // Page 0 ends where the window begins.
    EXPECT_EQ(pages.visible(), std::pair(1, 2));
    EXPECT_EQ(pages.current(), 1);
    pages.scroll = {0, 415};
    EXPECT_EQ(pages.visible(), std::pair(0, 2));
    pages.scroll = {0, 320};
    EXPECT_EQ(pages.current(), 1);
    pages.scroll = {0, pages.extent().height() - 600};
    EXPECT_EQ(pages.visible(), std::pair(3, 4));
    // Every page that visible() names touches the window, the others do not.
    const QRectF window(0, 0, 500, 600);
    for (double y = 0; y <= pages.extent().height() - 600; y += 0.5) {
        pages.scroll = {0, y};
        const auto shown = pages.visible();
        ASSERT_TRUE(shown);
        for (int i = 0; i < pages.count; ++i)
            EXPECT_EQ(i >= shown->first && i <= shown->second, pages.rect(i).intersects(window))
                << "page " << i << " at " << y;
    }
    EXPECT_FALSE(stack(0).visible());
    EXPECT_EQ(stack(0).current(), -1);
}

TEST(PageStack, FindsThePointOfAPage) {
    PageStack pages = stack();
    const auto spot = pages.at({100 + 30, 432 + 50});
    ASSERT_TRUE(spot);
    EXPECT_EQ(spot->page, 1);
    EXPECT_EQ(spot->point, QPointF(60, 100));
    EXPECT_FALSE(pages.at({99, 100}));
    EXPECT_FALSE(pages.at({200, 424}));
}

TEST(PageStack, ScrollsToAPoint) {
    PageStack pages = stack();
    EXPECT_EQ(pages.scrollTo(0, 0), 0);
    pages.scroll.setY(pages.scrollTo(2, 100));
    EXPECT_EQ(pages.rect(2).top() + 100 * pages.zoom, PageStack::kGap);
    // Not beyond the end.
    EXPECT_EQ(pages.scrollTo(4, 700), pages.extent().height() - 600);
}

TEST(PageStack, FitsTheWidthWithinLimits) {
    PageStack pages = stack();
    pages.zoom = PageStack::fitting(600, 500);
    EXPECT_DOUBLE_EQ(pages.extent().width(), 500);
    EXPECT_EQ(PageStack::fitting(600, 40), PageStack::kLeastZoom);
    EXPECT_EQ(PageStack::fitting(600, 1e5), PageStack::kMostFitting);
}

TEST(PageStack, ZoomsAroundAPoint) {
    PageStack pages = stack();
    pages.scroll = {0, 900};
    const QPointF anchor(220, 200);
    const auto before = pages.at(anchor);
    ASSERT_TRUE(before);
    for (const double zoom : {0.75, 1.0, 2.0}) {
        const PageStack larger = pages.zoomed(zoom, anchor);
        EXPECT_EQ(larger.zoom, zoom);
        const auto after = larger.at(anchor);
        ASSERT_TRUE(after);
        EXPECT_EQ(after->page, before->page);
        EXPECT_NEAR(after->point.y(), before->point.y(), 1e-9);
        if (zoom > 0.75) {
            EXPECT_NEAR(after->point.x(), before->point.x(), 1e-9);
        }
    }
    EXPECT_EQ(pages.zoomed(100, anchor).zoom, PageStack::kMostZoom);
    // Never scrolled beyond the end.
    pages.scroll = {0, pages.extent().height() - 600};
    const PageStack smaller = pages.zoomed(PageStack::kLeastZoom, {0, 0});
    EXPECT_EQ(smaller.scroll.y(), smaller.extent().height() - 600);
}

}  // namespace
}  // namespace lpstudio
