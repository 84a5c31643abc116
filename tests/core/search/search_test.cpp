#include "core/search/search.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "core/base/error.h"

using namespace lpstudio;

TEST(Fitness, IsContrastTimesCompressionToLambda) {
    EXPECT_EQ(fitness(2, 0.25, 0.5), 1);
    EXPECT_EQ(fitness(3, 0.7, 0), 3);
    EXPECT_TRUE(std::isnan(fitness(std::numeric_limits<double>::quiet_NaN(), 0.5, 0.4)));
}

TEST(Fitter, MeetsTheTargetFirst) {
    ScoredCandidate narrow, wide, wider, odd;
    narrow.meanWeightBits = 4;
    narrow.fitness = 9;
    wide.meanWeightBits = 6;
    wide.fitness = 1;
    wider.meanWeightBits = 7;
    wider.fitness = 0.5;
    odd.meanWeightBits = 3;
    odd.fitness = std::numeric_limits<double>::quiet_NaN();
    EXPECT_TRUE(isFitter(wide, narrow, 0));
    EXPECT_TRUE(isFitter(narrow, wide, 5));
    EXPECT_TRUE(isFitter(wide, wider, 5)) << "of those above the target the narrower";
    EXPECT_TRUE(isFitter(narrow, odd, 5));
    EXPECT_FALSE(isFitter(odd, narrow, 5));
    EXPECT_FALSE(isFitter(narrow, narrow, 5));
}

TEST(Algorithms, HaveNames) {
    for (const Algorithm algorithm : {Algorithm::Lpq, Algorithm::Nsga2})
        EXPECT_EQ(parseAlgorithm(algorithmName(algorithm)), algorithm);
    EXPECT_STREQ(algorithmTitle(Algorithm::Nsga2), "NSGA-II");
    EXPECT_THROW(parseAlgorithm("random"), UsageError);
}
