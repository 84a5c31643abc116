#include "app/desktop/charts/lines_chart.h"
#include "app/desktop/plot/plot_geometry.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>

namespace lpstudio::test {
namespace {

using Lines = std::vector<std::vector<PlotPoint>>;

TEST(SpreadLabels, LeavesAloneWhatDoesNotOverlap) {
    const std::vector<double> wanted{50, 10, 90};
    EXPECT_EQ(spreadLabels(wanted, 10, 0, 100), wanted);
    EXPECT_TRUE(spreadLabels({}, 10, 0, 100).empty());
}

TEST(SpreadLabels, MovesNeighboursApartByEqualParts) {
    EXPECT_EQ(spreadLabels(std::vector<double>{50, 50}, 10, 0, 100), (std::vector<double>{45, 55}));
    EXPECT_EQ(spreadLabels(std::vector<double>{52, 48, 50}, 10, 0, 100),
              (std::vector<double>{60, 40, 50}));
}

TEST(SpreadLabels, StaysInsideTheEdges) {
    EXPECT_EQ(spreadLabels(std::vector<double>{-20, 0, 200}, 10, 0, 100),
              (std::vector<double>{5, 15, 95}));
    // No room: from the top on, in order.
    EXPECT_EQ(spreadLabels(std::vector<double>{9, 1, 5}, 10, 0, 15),
              (std::vector<double>{25, 5, 15}));
}

TEST(SpreadLabels, NeverOverlapsAndKeepsTheOrder) {
    std::mt19937 random(3);
    std::uniform_real_distribution<double> place(0, 300);
    for (int round = 0; round < 200; ++round) {
        std::vector<double> wanted(13);
        for (double& one : wanted) one = place(random);
        const auto places = spreadLabels(wanted, 14, 0, 300);
        for (std::size_t a = 0; a < wanted.size(); ++a) {
            EXPECT_GE(places[a], 7 - 1e-9);
            EXPECT_LE(places[a], 293 + 1e-9);
            for (std::size_t b = 0; b < a; ++b) {
                EXPECT_GE(std::abs(places[a] - places[b]), 14 - 1e-9);
                EXPECT_EQ(places[a] < places[b], wanted[a] < wanted[b]);
            }
        }
    }
}

TEST(NearestLine, FindsTheLineAndItsNearestPoint) {
    const Lines lines{{{0, 0}, {100, 0}}, {{0, 20}, {50, 20}, {100, 80}}};
    const auto first = nearestLine(lines, 40, 3, 8);
    ASSERT_TRUE(first);
    EXPECT_EQ(first->line, 0u);
    EXPECT_EQ(first->point, 0u);
    const auto second = nearestLine(lines, 60, 30, 8);
    ASSERT_TRUE(second);
    EXPECT_EQ(second->line, 1u);
    EXPECT_EQ(second->point, 1u);
    EXPECT_FALSE(nearestLine(lines, 40, 10.5, 8));
    EXPECT_FALSE(nearestLine({}, 0, 0, 8));
    EXPECT_FALSE(nearestLine(Lines{{}}, 0, 0, 8));
}

TEST(NearestLine, OfEqualsTheUpperOne) {
    const Lines lines{{{0, 0}, {10, 0}}, {{0, 0}, {10, 0}}, {{5, 7}}};
    EXPECT_EQ(nearestLine(lines, 5, 1, 8)->line, 1u);
    EXPECT_EQ(nearestLine(lines, 5, 6, 8)->line, 2u) << "a line may be a single point";
}

}  // namespace
}  // namespace lpstudio::test
