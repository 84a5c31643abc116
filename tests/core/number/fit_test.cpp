#include "core/number/fit.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

#include "core/number/lp.h"
#include "core/number/measures.h"

using namespace lpstudio;

namespace {

std::vector<float> laplace(std::size_t count, std::uint32_t seed, double scale = 0.1) {
    std::mt19937 random(seed);
    std::exponential_distribution<double> exponential(1 / scale);
    std::vector<float> values(count);
    for (float& v : values)
        v = static_cast<float>((random() % 2 == 0 ? 1 : -1) * exponential(random));
    return values;
}

double mseOf(const Format& format, const std::vector<float>& values) {
    return measure(format.quantizer(Rounding::Nearest), values, "x").mse;
}

}  // namespace

TEST(MagnitudeTable, GivesTheErrorOfTheTensor) {
    // Below the limit exactly (levels are doubles here and float32 there), above it through the
    // histogram.
    for (const std::size_t count : {std::size_t{1000}, std::size_t{200000}}) {
        const auto values = laplace(count, 5);
        const MagnitudeTable table(values);
        for (const char* spec : {"lp:8,2,3,1.3", "lp:4,1,2,2", "lp:2,0,1,3", "int:4@0.05"}) {
            const FormatPtr format = parseFormat(spec);
            std::vector<double> levels;
            for (const CodePoint& point : format->codebook())
                if (point.code > 0) levels.push_back(point.value);
            const double expected = mseOf(*format, values);
            EXPECT_NEAR(table.meanSquaredError(levels, 1) / expected, 1,
                        count < 10000 ? 1e-6 : 1e-4)
                << spec;
        }
    }
}

TEST(MagnitudeTable, PartsGiveTheSameAsTheWhole) {
    const auto values = laplace(50000, 6);
    MagnitudeTable parts;
    parts.add(std::span(values).first(3000));
    parts.add(std::span(values).subspan(3000));
    parts.finish();
    const MagnitudeTable whole(values);
    EXPECT_EQ(parts.size(), whole.size());
    EXPECT_EQ(parts.largest(), whole.largest());
    EXPECT_NEAR(parts.rms(), whole.rms(), 1e-12);
}

TEST(Fit, ScaleIsNoWorseThanAFineScan) {
    const auto values = laplace(4000, 7);
    const MagnitudeTable table(values);
    for (const char* family :
         {"int:2", "int:4", "int:8", "lp:2", "lp:4,1,3", "lp:6,2,3", "lp:8,2,7"}) {
        const FormatPtr fitted = parseFormat(family)->fit(table);
        ASSERT_TRUE(fitted->isFitted());
        const double error = mseOf(*fitted, values);
        // The same rule, done the slow way: a scan in 1/64 octave steps on the tensor itself.
        const auto lp = lpParameters(*fitted);
        double best = INFINITY;
        for (int i = -128; i <= 128; ++i) {
            const double shift = i / 64.0;
            FormatPtr candidate;
            if (lp)
                candidate =
                    std::make_shared<LpFormat>(LpParameters{lp->n, lp->es, lp->rs, lp->sf + shift});
            else
                candidate = parseFormat(
                    family + std::string("@") +
                    shortestText(std::stod(fitted->spec().substr(fitted->spec().find('@') + 1)) *
                                 std::exp2(shift)));
            best = std::min(best, mseOf(*candidate, values));
        }
        EXPECT_LT(10 * std::log10(error / best), 0.05) << fitted->spec();
    }
}

TEST(Fit, LpFindsTheBruteForceWinner) {
    for (const std::uint32_t seed : {8U, 9U}) {
        const auto values = laplace(3000, seed, seed == 8 ? 0.02 : 3);
        for (const int n : {3, 5, 8}) {
            const FormatPtr fitted = LpFormat(n).fit(MagnitudeTable(values));
            double best = INFINITY;
            for (int es = 0; es <= LpParameters::maxExponentSize(n); ++es)
                for (int rs = std::min(2, n - 1); rs <= n - 1; ++rs)
                    best = std::min(
                        best, mseOf(*LpFormat(n, es, rs).fit(MagnitudeTable(values)), values));
            EXPECT_LE(mseOf(*fitted, values), best * 1.0000001) << fitted->spec();
        }
    }
}

TEST(Fit, DegenerateTensorsGetASensibleScale) {
    const std::vector<float> zeros(100, 0.0F), one{0.25F}, none;
    for (const char* family : {"lp:8", "lp:2", "int:4"}) {
        for (const auto& values : {zeros, one, none}) {
            const FormatPtr fitted = parseFormat(family)->fit(MagnitudeTable(values));
            EXPECT_TRUE(fitted->isFitted());
            EXPECT_NEAR(mseOf(*fitted, values), 0, 1e-5) << fitted->spec();
        }
    }
}

TEST(Fit, FittedFormatsStayAsTheyAre) {
    const MagnitudeTable table(std::vector<float>{1, 2, 3});
    EXPECT_EQ(parseFormat("lp:8,2,3,0.5")->fit(table)->spec(), "lp:8,2,3,0.5");
    EXPECT_EQ(parseFormat("int:4@0.0125")->fit(table)->spec(), "int:4@0.0125");
}
