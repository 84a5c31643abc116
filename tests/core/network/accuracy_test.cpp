#include "core/network/accuracy.h"

#include <gtest/gtest.h>

#include "core/base/error.h"

namespace lpstudio {
namespace {

struct Known {
    std::size_t correct, images;
    double low, high;
};

/// Newcombe, "Two-sided confidence intervals for the single proportion", Statistics in Medicine
/// 1998, table I, method 3 (score without continuity correction).
TEST(WilsonInterval, GivesTheKnownValues) {
    constexpr Known kKnown[] = {
        {81, 263, 25.53, 36.62}, {15, 148, 6.24, 16.05}, {0, 20, 0, 16.11}, {1, 29, 0.61, 17.18}};
    for (const Known& known : kKnown) {
        const PercentInterval interval = wilsonInterval95(known.correct, known.images);
        EXPECT_NEAR(interval.low, known.low, 0.006) << known.correct << "/" << known.images;
        EXPECT_NEAR(interval.high, known.high, 0.006) << known.correct << "/" << known.images;
    }
}

TEST(WilsonInterval, IsSymmetricAndStaysWithinBounds) {
    for (const std::size_t images : {1U, 7U, 1000U, 50000U})
        for (const std::size_t correct : {std::size_t{0}, images / 3, images}) {
            const PercentInterval one = wilsonInterval95(correct, images);
            const PercentInterval other = wilsonInterval95(images - correct, images);
            EXPECT_NEAR(one.low, 100 - other.high, 1e-9);
            const double percent = 100.0 * static_cast<double>(correct) / images;
            EXPECT_LE(0, one.low);
            EXPECT_LE(one.low, percent);
            EXPECT_LE(percent, one.high);
            EXPECT_LE(one.high, 100);
        }
    EXPECT_THROW(wilsonInterval95(0, 0), UsageError);
    EXPECT_THROW(wilsonInterval95(3, 2), UsageError);
}

TEST(WilsonInterval, KnowsWhatOverlaps) {
    EXPECT_TRUE((PercentInterval{10, 20}.overlaps({20, 30})));
    EXPECT_TRUE((PercentInterval{10, 40}.overlaps({20, 30})));
    EXPECT_FALSE((PercentInterval{10, 20}.overlaps({20.1, 30})));
}

}  // namespace
}  // namespace lpstudio
