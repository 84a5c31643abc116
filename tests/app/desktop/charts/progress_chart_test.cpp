#include "app/desktop/charts/progress_chart.h"

#include <gtest/gtest.h>

#include <cmath>

namespace lpstudio::test {
namespace {

TEST(DecimatedCurve, StaysShortAndKeepsTheEnds) {
    DecimatedCurve curve(100);
    EXPECT_TRUE(curve.points().empty());
    for (int i = 0; i < 12345; ++i) {
        curve.append(i, -i);
        ASSERT_LE(curve.points().size(), 101u);
        ASSERT_EQ(curve.points().back().x, i);
    }
    const auto points = curve.points();
    EXPECT_EQ(points.front().x, 0);
    EXPECT_GE(points.size(), 49u);
    // Evenly spaced but for the newest.
    for (std::size_t i = 2; i + 1 < points.size(); ++i)
        EXPECT_EQ(points[i].x - points[i - 1].x, points[1].x - points[0].x);
    EXPECT_EQ(curve.smallest(), -12344);
    EXPECT_EQ(curve.largest(), 0);
    curve.clear();
    EXPECT_TRUE(curve.empty());
}

TEST(FitnessHistory, KeepsTheLeastAndAWindowedMean) {
    std::vector<ScoredCandidate> candidates(4);
    const double fitness[] = {4, 2, 3, 1}, bits[] = {8, 6, 4, 6};
    for (std::size_t i = 0; i < 4; ++i) {
        candidates[i].fitness = fitness[i];
        candidates[i].meanWeightBits = bits[i];
    }
    const FitnessHistory all = fitnessHistory(candidates, 2);
    EXPECT_EQ(all.best, (std::vector<double>{4, 2, 2, 1}));
    EXPECT_EQ(all.mean, (std::vector<double>{4, 3, 2.5, 2}));
    const FitnessHistory target = fitnessHistory(candidates, 2, 5);
    EXPECT_TRUE(std::isnan(target.best[0]));
    EXPECT_TRUE(std::isnan(target.best[1]));
    EXPECT_EQ(target.best[2], 3);
    EXPECT_EQ(target.best[3], 3);
}

}  // namespace
}  // namespace lpstudio::test
