#include "core/search/pareto.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <random>

#include "core/base/error.h"

using namespace lpstudio;

namespace {

bool dominates(const ObjectiveValues& a, const ObjectiveValues& b) {
    bool better = false;
    for (std::size_t k = 0; k < a.size(); ++k) {
        if (a[k] > b[k]) return false;
        better = better || a[k] < b[k];
    }
    return better;
}

/// On a coarse grid, so that there are ties and equal points.
std::vector<ObjectiveValues> randomPoints(std::mt19937& random, std::size_t count, int objectives) {
    std::vector<ObjectiveValues> points(count);
    for (ObjectiveValues& point : points)
        for (int k = 0; k < objectives; ++k) point.push_back(static_cast<double>(random() % 8));
    return points;
}

/// Peels off one front after another.
std::vector<std::size_t> frontsByDefinition(const std::vector<ObjectiveValues>& points) {
    std::vector<std::size_t> fronts(points.size(), SIZE_MAX);
    for (std::size_t front = 0, left = points.size(); left > 0; ++front) {
        std::vector<std::size_t> found;
        for (std::size_t i = 0; i < points.size(); ++i) {
            if (fronts[i] != SIZE_MAX) continue;
            bool free = true;
            for (std::size_t j = 0; j < points.size(); ++j)
                if (fronts[j] == SIZE_MAX && dominates(points[j], points[i])) free = false;
            if (free) found.push_back(i);
        }
        for (const std::size_t i : found) fronts[i] = front;
        left -= found.size();
    }
    return fronts;
}

}  // namespace

TEST(Dominance, NonDominatedEqualsTheDefinition) {
    std::mt19937 random(1);
    for (int round = 0; round < 60; ++round) {
        const int objectives = 1 + round % 4;
        std::vector<ObjectiveValues> points = randomPoints(random, 50, objectives);
        points[7][0] = std::numeric_limits<double>::quiet_NaN();
        points[9].back() = std::numeric_limits<double>::infinity();
        std::vector<ObjectiveValues> expected;
        for (std::size_t i = 0; i < points.size(); ++i) {
            if (i == 7 || i == 9) continue;
            bool free = true;
            for (std::size_t j = 0; j < points.size(); ++j)
                if (j != 7 && j != 9 && dominates(points[j], points[i])) free = false;
            if (free) expected.push_back(points[i]);
        }
        std::sort(expected.begin(), expected.end());
        expected.erase(std::unique(expected.begin(), expected.end()), expected.end());
        std::vector<ObjectiveValues> found;
        for (const std::size_t i : nonDominated(points)) found.push_back(points[i]);
        EXPECT_EQ(found, expected) << objectives << " objectives";
    }
    EXPECT_TRUE(nonDominated({}).empty());
    // Of equal points the first.
    EXPECT_EQ(nonDominated({{2, 2}, {1, 1}, {1, 1}}), std::vector<std::size_t>{1});
}

TEST(Dominance, RanksAreTheFrontsOneAfterAnother) {
    std::mt19937 random(2);
    for (int round = 0; round < 30; ++round) {
        const auto points = randomPoints(random, 40, 2 + round % 3);
        const auto expected = frontsByDefinition(points);
        const auto ranks = rankFronts(points, std::vector<double>(points.size(), 0));
        for (std::size_t i = 0; i < points.size(); ++i) {
            EXPECT_EQ(ranks[i].front, expected[i]);
            EXPECT_FALSE(std::isnan(ranks[i].crowding));
        }
    }
}

TEST(Dominance, CrowdingIsTheDistanceOfTheNeighbours) {
    // Extents 10 and 10: the middle points have (4 - 0 + 10 - 6) / 10 and so on.
    const auto ranks = rankFronts({{0, 10}, {1, 9}, {4, 6}, {10, 0}}, {0, 0, 0, 0});
    EXPECT_TRUE(std::isinf(ranks[0].crowding));
    EXPECT_DOUBLE_EQ(ranks[1].crowding, 0.8);
    EXPECT_DOUBLE_EQ(ranks[2].crowding, 1.8);
    EXPECT_TRUE(std::isinf(ranks[3].crowding));
    // An objective in which all agree changes nothing.
    const auto flat = rankFronts({{0, 7, 10}, {1, 7, 9}, {4, 7, 6}, {10, 7, 0}}, {0, 0, 0, 0});
    EXPECT_DOUBLE_EQ(flat[2].crowding, 1.8);
}

TEST(Dominance, WhatMissesAConstraintComesAfterAllThatMeetsIt) {
    const double nan = std::numeric_limits<double>::quiet_NaN();
    const auto ranks =
        rankFronts({{0, 0}, {5, 5}, {6, 6}, {0, 1}, {nan, 0}, {9, 9}}, {2, 0, -1, 1, 0, 1});
    EXPECT_EQ(ranks[1].front, 0U);
    EXPECT_EQ(ranks[2].front, 1U);
    EXPECT_EQ(ranks[3].front, 2U);
    EXPECT_EQ(ranks[5].front, 2U);
    EXPECT_EQ(ranks[0].front, 3U);
    EXPECT_EQ(ranks[4].front, 4U);
}

TEST(Dominance, HypervolumeIsTheShareOfTheBox) {
    // Final front (0, 10), (4, 5), (10, 0); the box is 11 x 11.
    const std::vector<ObjectiveValues> points{{0, 10}, {20, 20}, {10, 0}, {8, 8}, {4, 5}};
    const std::vector<std::size_t> counts{0, 1, 2, 3, 4, 5};
    const auto volume = hypervolumeOverTime(points, counts);
    const std::vector<double> expected{
        0, 11 * 1, 11 * 1, 11 + 11 - 1, 11 + 11 - 1 + 2 * 2, 11 * 1 + 7 * 5 + 1 * 5};
    ASSERT_EQ(volume.size(), expected.size());
    for (std::size_t i = 0; i < expected.size(); ++i)
        EXPECT_NEAR(volume[i], expected[i] / 121, 1e-12) << i;
}

TEST(Dominance, HypervolumeNeverFallsAndBearsOddPoints) {
    std::mt19937 random(3);
    for (int objectives = 2; objectives <= 4; ++objectives) {
        auto points = randomPoints(random, 60, objectives);
        points[3][1] = std::numeric_limits<double>::quiet_NaN();
        for (ObjectiveValues& point : points) point.push_back(5);  // of no account
        std::vector<std::size_t> counts;
        for (std::size_t i = 1; i <= 60; ++i) counts.push_back(i);
        const auto volume = hypervolumeOverTime(points, counts);
        EXPECT_TRUE(std::is_sorted(volume.begin(), volume.end()));
        EXPECT_GT(volume.back(), 0);
        EXPECT_LE(volume.back(), 1);
    }
    const std::vector<std::size_t> one{1};
    EXPECT_EQ(hypervolumeOverTime({}, one), std::vector<double>{0});
    EXPECT_EQ(hypervolumeOverTime({{3, 4}}, one), std::vector<double>{1});
}

TEST(Dominance, AimsHaveNamesAndValues) {
    ScoredCandidate c;
    c.contrast = 1;
    c.compression = 2;
    c.meanWeightBits = 3;
    c.modelBytes = 4;
    c.hardware = {5, 6, 7};
    EXPECT_TRUE(std::isnan(valueOf(c, Objective::Top1Error)));
    c.top1Percent = 92;
    const std::pair<const char*, double> expected[] = {
        {"contrast", 1}, {"compression", 2}, {"weight-bits", 3}, {"model-size", 4},
        {"energy", 5},   {"latency", 6},     {"area", 7},        {"top1-error", 8}};
    for (const auto& [name, value] : expected) {
        EXPECT_EQ(valueOf(c, parseObjective(name)), value) << name;
        EXPECT_STREQ(objectiveName(parseObjective(name)), name);
    }
    EXPECT_THROW(parseObjective("speed"), UsageError);
    EXPECT_EQ(objectivesOf(c, searchObjectives()), (ObjectiveValues{1, 5, 6, 4}));
}
