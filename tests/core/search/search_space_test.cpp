#include "core/search/search_space.h"

#include <gtest/gtest.h>

#include "core/base/error.h"

using namespace lpstudio;

TEST(SearchSpace, ActivationWidthFollowsTheWeights) {
    const std::vector<int> all{2, 3, 4, 5, 6, 7, 8}, hardware{2, 4, 8};
    EXPECT_EQ(activationWidth(2, all), 4);
    EXPECT_EQ(activationWidth(3, all), 6);
    EXPECT_EQ(activationWidth(4, all), 8);
    EXPECT_EQ(activationWidth(7, all), 8);
    EXPECT_EQ(activationWidth(2, hardware), 4);
    EXPECT_EQ(activationWidth(3, hardware), 8);  // 6 rounded up to an allowed width
    EXPECT_EQ(activationWidth(4, hardware), 8);
}

TEST(SearchSpace, MeansWeighElements) {
    SearchSpace space;
    space.layers = {{"a", 100, 10, 0, 0, std::nullopt, {}},
                    {"b", 300, 30, 0, 0, std::nullopt, {}},
                    {"product", 0, 60, 1, 0, std::nullopt, {}}};
    space.otherParameters = 7;
    const Candidate candidate{{{8, 0, 2, 0}, {3, 0, 2, 0}, {2, 0, 1, 0}}};
    EXPECT_DOUBLE_EQ(meanWeightBits(space, candidate), (8 * 100 + 3 * 300) / 400.0);
    EXPECT_DOUBLE_EQ(meanActivationBits(space, candidate), (8 * 10 + 6 * 30 + 4 * 60) / 100.0);
    EXPECT_DOUBLE_EQ(modelBytes(space, candidate), 100 + 113 + 0 + 28);  // ceil(3 * 300 / 8) = 113
}

TEST(SearchSpace, SharedWeightsAreStoredOnceForEachGene) {
    SearchSpace space;
    space.layers = {{"a", 100, 10, 0, 0, std::nullopt, {}, {}},
                    {"a again", 100, 10, 0, 0, std::nullopt, {}, {}, 0},
                    {"a once more", 100, 10, 0, 0, std::nullopt, {}, {}, 0}};
    EXPECT_DOUBLE_EQ(modelBytes(space, {{{8, 0, 2, 0}, {8, 0, 2, 0}, {8, 0, 2, 0}}}), 100);
    EXPECT_DOUBLE_EQ(modelBytes(space, {{{8, 0, 2, 0}, {4, 0, 2, 0}, {4, 0, 2, 0}}}), 150);
    // Of one width, but with other parameters: other code words.
    EXPECT_DOUBLE_EQ(modelBytes(space, {{{8, 0, 2, 0}, {8, 1, 2, 0}, {8, 0, 2, 0}}}), 200);
}

TEST(SearchSpace, RandomNumbersAreAFunctionOfTheOrigin) {
    OriginRandom a(5, {1, 2, 3, 4}), b(5, {1, 2, 3, 4}), c(5, {1, 2, 3, 5}), d(6, {1, 2, 3, 4});
    const int first = a.integer(0, 1000000);
    EXPECT_EQ(first, b.integer(0, 1000000));
    EXPECT_NE(first, c.integer(0, 1000000));
    EXPECT_NE(first, d.integer(0, 1000000));
    for (int i = 0; i < 1000; ++i) {
        const int n = a.integer(-3, 4);
        EXPECT_TRUE(n >= -3 && n <= 4);
        const double x = a.real(-0.25, 0.25);
        EXPECT_TRUE(x >= -0.25 && x < 0.25);
    }
}

TEST(SearchSpace, CrossingWidensByOnePlaceInTheListOfWidths) {
    SearchSpace space;
    space.widths = {2, 4, 8};
    space.layers = {{"a", 1, 1, 0, 0, std::nullopt, {}}};
    bool seen[9] = {};
    for (int i = 0; i < 300; ++i) {
        OriginRandom random(1, {1, 0, 0, i});
        const LpParameters g =
            crossed({2, 0, 1, 0.1}, {2, 0, 1, 0.3}, space, space.layers[0], random);
        seen[g.n] = true;
        EXPECT_LE(std::abs(g.sf - 0.2), 0.25);
    }
    EXPECT_TRUE(seen[2]);
    EXPECT_TRUE(seen[4]);
    EXPECT_FALSE(seen[8]);
}

TEST(SearchSpace, RefusesBoundsThatMakeNoSense) {
    const auto message = [](auto spoil) {
        SearchSpace space;
        spoil(space);
        try {
            validate(space);
        } catch (const UsageError& error) {
            return std::string(error.what());
        }
        return std::string("accepted");
    };
    EXPECT_NE(message([](SearchSpace& s) { s.widths = {}; }).find("empty"), std::string::npos);
    EXPECT_NE(message([](SearchSpace& s) {
                  s.widths = {1, 4};
              }).find("1 is out of range"),
              std::string::npos);
    EXPECT_NE(message([](SearchSpace& s) {
                  s.widths = {4, 16};
              }).find("16 is out of range; give 2..8"),
              std::string::npos);
    EXPECT_NE(message([](SearchSpace& s) { s.widths = {4, 4}; }).find("ascend"), std::string::npos);
    EXPECT_NE(message([](SearchSpace& s) { s.sfRange = 0; }).find("sf-range"), std::string::npos);
    EXPECT_NE(message([](SearchSpace& s) { s.maxExponentSize = 6; }).find("es-max = 6"),
              std::string::npos);
}
