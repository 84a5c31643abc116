#include "core/number/lp.h"

#include <gtest/gtest.h>

#include <limits>
#include <random>
#include <vector>

#include "core/base/error.h"
#include "core/number/measures.h"

namespace lpstudio {
namespace {

std::vector<float> gaussian(std::size_t count) {
    std::mt19937 random(3);
    std::normal_distribution<float> normal(0, 0.05F);
    std::vector<float> values(count);
    for (float& value : values) value = normal(random);
    return values;
}

TEST(LpFit, FindsTheBestOfAllMembers) {
    const auto values = gaussian(4000);
    const MagnitudeTable table(values);
    for (const int n : {2, 3, 4, 6, 8}) {
        // Every shape with its own best sf, measured on the tensor itself.
        double least = std::numeric_limits<double>::infinity();
        for (int es = 0; es <= LpParameters::maxExponentSize(n); ++es)
            for (int rs = 1; rs <= n - 1; ++rs) {
                const FormatPtr member = LpFormat(n, es, rs).fit(table);
                least =
                    std::min(least, measure(member->quantizer(Rounding::Nearest), values, "x").mse);
            }
        std::size_t calls = 0;
        const LpParameters best = fitLp(n, table, [&](std::size_t tried) {
            EXPECT_EQ(tried, ++calls);
            return true;
        });
        EXPECT_EQ(calls, lpMembers(n)) << n;
        const double error = measure(LpFormat(best).quantizer(Rounding::Nearest), values, "x").mse;
        EXPECT_NEAR(error / least, 1, 1e-4) << n;
        EXPECT_EQ(lpParameters(*LpFormat(n).fit(table)), best);
    }
}

TEST(LpFit, StopsAtTheNextMember) {
    const auto values = gaussian(1000);
    const MagnitudeTable table(values);
    std::size_t last = 0;
    EXPECT_THROW(fitLp(8, table,
                       [&](std::size_t tried) {
                           last = tried;
                           return tried < 5;
                       }),
                 Cancelled);
    EXPECT_EQ(last, 5U);
}

}  // namespace
}  // namespace lpstudio
