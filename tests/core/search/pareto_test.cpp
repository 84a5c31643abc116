#include "core/search/pareto.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <random>
#include <set>

#include "core/base/error.h"

using namespace lpstudio;

namespace {

bool dominatesByDefinition(const ObjectiveValues& a, const ObjectiveValues& b) {
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
                if (fronts[j] == SIZE_MAX && dominatesByDefinition(points[j], points[i]))
                    free = false;
            if (free) found.push_back(i);
        }
        for (const std::size_t i : found) fronts[i] = front;
        left -= found.size();
    }
    return fronts;
}

}  // namespace

TEST(Dominance, TheFrontEqualsTheDefinition) {
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
                if (j != 7 && j != 9 && dominatesByDefinition(points[j], points[i])) free = false;
            if (free) expected.push_back(points[i]);
        }
        std::sort(expected.begin(), expected.end());
        expected.erase(std::unique(expected.begin(), expected.end()), expected.end());
        std::vector<ObjectiveValues> found;
        for (const std::size_t i : paretoFront(points)) found.push_back(points[i]);
        EXPECT_EQ(found, expected) << objectives << " objectives";
    }
    EXPECT_TRUE(paretoFront(std::vector<ObjectiveValues>{}).empty());
    // Of equal points the first.
    for (const std::vector<ObjectiveValues>& points :
         {std::vector<ObjectiveValues>{{2, 2}, {1, 1}, {1, 1}}, {{2, 2, 2}, {1, 1, 1}, {1, 1, 1}}})
        EXPECT_EQ(paretoFront(points), std::vector<std::size_t>{1});
}

TEST(Dominance, IsNowhereWorseAndSomewhereBetter) {
    std::mt19937 random(4);
    const auto points = randomPoints(random, 40, 3);
    for (const ObjectiveValues& a : points)
        for (const ObjectiveValues& b : points)
            EXPECT_EQ(dominates(a, b), dominatesByDefinition(a, b));
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

TEST(Dominance, ObjectivesHaveNamesAndValues) {
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

namespace {

/// Points of a plane, as columns.
struct Plane {
    std::vector<double> x, y;
    void add(double atX, double atY) {
        x.push_back(atX);
        y.push_back(atY);
    }
};

/// On a coarse lattice, so that equal coordinates and equal points occur.
Plane randomPlane(std::size_t count, unsigned seed) {
    std::mt19937 engine(seed);
    std::uniform_int_distribution<int> coordinate(0, 40);
    Plane plane;
    for (std::size_t i = 0; i < count; ++i) {
        const int x = coordinate(engine);
        plane.add(x, coordinate(engine));
    }
    return plane;
}

}  // namespace

TEST(ParetoFront, AgreesWithTheDefinition) {
    for (unsigned seed = 0; seed < 20; ++seed) {
        const auto [x, y] = randomPlane(60, seed);
        std::set<std::size_t> expected;
        for (std::size_t i = 0; i < x.size(); ++i) {
            bool dominated = false;
            for (std::size_t k = 0; k < x.size(); ++k) {
                const bool noWorse = x[k] <= x[i] && y[k] <= y[i];
                const bool equal = x[k] == x[i] && y[k] == y[i];
                dominated = dominated || (noWorse && (!equal || k < i));
            }
            if (!dominated) expected.insert(i);
        }
        const auto front = paretoFront(x, y);
        EXPECT_EQ(std::set<std::size_t>(front.begin(), front.end()), expected);
        for (std::size_t i = 1; i < front.size(); ++i) EXPECT_LT(x[front[i - 1]], x[front[i]]);
        // The same as points of two objectives.
        std::vector<ObjectiveValues> points;
        for (std::size_t i = 0; i < x.size(); ++i) points.push_back({x[i], y[i]});
        EXPECT_EQ(paretoFront(points), front);
    }
    EXPECT_TRUE(paretoFront(std::vector<double>{}, std::vector<double>{}).empty());
    const double nan = std::numeric_limits<double>::quiet_NaN();
    EXPECT_EQ(paretoFront(std::vector<double>{nan, -INFINITY, 1}, std::vector<double>{0, 5, 1}),
              std::vector<std::size_t>{2});
}

TEST(ParetoFront, OfManyIsThatOfAll) {
    std::mt19937 random(5);
    std::normal_distribution<double> normal;
    for (const int shape : {0, 1, 2, 3}) {
        Plane plane;
        for (int i = 0; i < 30'000; ++i) {
            double x = normal(random), y = normal(random);
            if (shape == 1) y = -x + 1e-3 * y;                     // nearly all on the front
            if (shape == 2) x = std::round(x), y = std::round(y);  // many equal ones
            if (shape == 3) x = static_cast<double>(i), y = -x;    // all of them
            plane.add(x, y);
        }
        const auto& [x, y] = plane;
        // One after the other from the left: a front goes down.
        std::map<double, std::pair<double, std::size_t>> lowest;
        for (std::size_t i = 0; i < x.size(); ++i) {
            const auto [at, added] = lowest.try_emplace(x[i], y[i], i);
            if (!added && y[i] < at->second.first) at->second = {y[i], i};
        }
        std::vector<std::size_t> expected;
        double least = std::numeric_limits<double>::infinity();
        for (const auto& [at, one] : lowest)
            if (one.first < least) {
                least = one.first;
                expected.push_back(one.second);
            }
        EXPECT_EQ(paretoFront(x, y), expected) << shape;
    }
}

TEST(ParetoFront, OfTwoFrontsIsThatOfBothSets) {
    for (unsigned seed = 0; seed < 20; ++seed) {
        const Plane first = randomPlane(30, seed), second = randomPlane(30, 100 + seed);
        Plane all, fronts;
        std::vector<std::size_t> places;  ///< of the fronts' points in all
        std::size_t before = 0;
        for (const Plane* one : {&first, &second}) {
            for (std::size_t i = 0; i < one->x.size(); ++i) all.add(one->x[i], one->y[i]);
            for (const std::size_t i : paretoFront(one->x, one->y)) {
                fronts.add(one->x[i], one->y[i]);
                places.push_back(before + i);
            }
            before += one->x.size();
        }
        std::vector<std::size_t> joined;
        for (const std::size_t i : paretoFront(fronts.x, fronts.y)) joined.push_back(places[i]);
        // Of equal points that of the first set.
        EXPECT_EQ(joined, paretoFront(all.x, all.y));
    }
}

TEST(ParetoFront, MoreMayBeBetter) {
    for (const Better x : {Better::Less, Better::More})
        for (const Better y : {Better::Less, Better::More}) {
            const Plane plane = randomPlane(300, 1);
            Plane turned;
            std::vector<std::uint8_t> excluded;
            for (std::size_t i = 0; i < plane.x.size(); ++i) {
                turned.add(x == Better::More ? -plane.x[i] : plane.x[i],
                           y == Better::More ? -plane.y[i] : plane.y[i]);
                excluded.push_back(static_cast<std::uint8_t>(i % 3 == 0));
            }
            EXPECT_EQ(paretoFront(plane.x, plane.y, {x, y}), paretoFront(turned.x, turned.y));
            for (const std::size_t i : paretoFront(plane.x, plane.y, {x, y}, excluded))
                EXPECT_NE(i % 3, 0u);
        }
    const std::vector<double> one{1};
    EXPECT_TRUE(paretoFront(one, one, {Better::Neither, Better::Less}).empty());
    const std::vector<std::uint8_t> all{1};
    EXPECT_TRUE(paretoFront(one, one, {}, all).empty());
}

TEST(ParetoFront, OfCandidatesIsThatOfScoreAndCost) {
    std::mt19937 random(1);
    for (int round = 0; round < 50; ++round) {
        std::vector<ScoredCandidate> all(60);
        for (ScoredCandidate& c : all) {
            c.contrast = static_cast<double>(random() % 12);
            c.compression = static_cast<double>(random() % 12);
        }
        const auto front = paretoFront(all);
        const auto dominates = [](const ScoredCandidate& a, const ScoredCandidate& b) {
            return a.contrast <= b.contrast && a.compression <= b.compression &&
                   (a.contrast < b.contrast || a.compression < b.compression);
        };
        for (std::size_t i = 0; i < all.size(); ++i) {
            const bool dominated = std::any_of(all.begin(), all.end(),
                                               [&](const auto& c) { return dominates(c, all[i]); });
            const bool listed = std::any_of(front.begin(), front.end(), [&](std::size_t f) {
                return all[f].contrast == all[i].contrast &&
                       all[f].compression == all[i].compression;
            });
            EXPECT_EQ(!dominated, listed);
        }
        for (std::size_t i = 1; i < front.size(); ++i)
            EXPECT_LT(all[front[i - 1]].compression, all[front[i]].compression);
    }
}
