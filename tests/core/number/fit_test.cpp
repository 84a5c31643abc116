#include "core/number/fit.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

#include "core/base/error.h"
#include "core/base/text.h"
#include "core/number/family_comparison.h"
#include "core/number/lp.h"
#include "core/number/measures.h"
#include "core/number/per_channel.h"
#include "core/number/tensor_quantizer.h"
#include "tests/core/number/fit_cases.h"

using namespace lpstudio;
using oracle::Definition;
using test::families;
using test::hasWholeOctaves;
using test::tensors;
using test::Values;

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

TEST(Fit, NormalFloatTakesTheLargestMagnitude) {
    for (const auto& [name, values] : tensors()) {
        float most = 0;
        for (const float x : values) most = std::max(most, std::fabs(x));
        EXPECT_EQ(parseFormat("nf4")->fit(MagnitudeTable(values))->spec(),
                  "nf4@" + shortestText(most))
            << name;
    }
}

TEST(Fit, IsDeterministicAndIndependentOfTheOrder) {
    for (const auto& [name, values] : tensors()) {
        Values shuffled = values;
        std::shuffle(shuffled.begin(), shuffled.end(), std::mt19937(4));
        for (const char* family : {"lp:4", "lp:8,2,3", "int:8", "fixed:8", "adaptivfloat:8,3",
                                   "posit:8,2", "lns:8,3", "flint:4", "ant:4", "nf4"}) {
            const std::string spec = parseFormat(family)->fit(MagnitudeTable(values))->spec();
            EXPECT_EQ(parseFormat(family)->fit(MagnitudeTable(values))->spec(), spec) << name;
            EXPECT_EQ(parseFormat(family)->fit(MagnitudeTable(shuffled))->spec(), spec) << name;
        }
    }
}

TEST(Fit, AFittedFormatSurvivesItsSpec) {
    for (const auto& [name, values] : tensors())
        for (const Definition& d : families()) {
            const FormatPtr fitted = parseFormat(d.spec)->fit(MagnitudeTable(values)),
                            again = parseFormat(fitted->spec());
            Values q(values.size()), qAgain(values.size());
            fitted->quantizer(Rounding::Nearest).quantize(values, q, "x");
            again->quantizer(Rounding::Nearest).quantize(values, qAgain, "x");
            EXPECT_EQ(q, qAgain) << fitted->spec() << ' ' << name;
        }
}

// "A tensor without a non-zero entry gets the scale at which the largest code is 1", or the next
// smaller one where scales are whole octaves.
TEST(Fit, TensorsOfZerosAndEmptyOnes) {
    for (const Values& values : {Values(50, 0.0F), Values(50, -0.0F), Values{}})
        for (const Definition& d : families()) {
            const FormatPtr fitted = parseFormat(d.spec)->fit(MagnitudeTable(values));
            const double largest = fitted->codebook().back().value;
            EXPECT_NEAR(largest, 1, hasWholeOctaves(d) ? 0.5 : 1e-12) << fitted->spec();
            EXPECT_LE(largest, 1 + 1e-12) << fitted->spec();
            EXPECT_EQ(measure(fitted->quantizer(Rounding::Nearest), values, "x").mse, 0);
        }
}

TEST(Fit, ATensorOfOneValueIsHitWithinTheSearchsStep) {
    for (const float x : {1.0F, -1.0F, 0.37F, 6e-20F, 3e25F, 1e-37F})
        for (const Definition& d : families()) {
            if (x < 0 && d.numbers.front().code == 0) continue;  // unsigned
            for (const Values& values : {Values{x}, Values(40, x)}) {
                const FormatPtr fitted = parseFormat(d.spec)->fit(MagnitudeTable(values));
                Values q(values.size());
                fitted->quantizer(Rounding::Nearest).quantize(values, q, "x");
                // 2^-10 octave; a whole one leaves what the format resolves, 1/8 at four bits.
                EXPECT_NEAR(q[0] / x, 1, hasWholeOctaves(d) ? 0.2 : 1e-3)
                    << fitted->spec() << ' ' << x;
            }
        }
}

TEST(Fit, UnsignedFlintOnNegativesGivesZeros) {
    const Values values(20, -2.5F);
    const FormatPtr fitted = parseFormat("flint:4,u")->fit(MagnitudeTable(values));
    Values q(values.size(), 1);
    fitted->quantizer(Rounding::Nearest).quantize(values, q, "x");
    EXPECT_EQ(q, Values(20, 0.0F));
}

TEST(Fit, EachChannelIsFittedByItself) {
    std::mt19937 random(13);
    std::normal_distribution<float> normal;
    Values values;
    for (const float size : {1e-3F, 1.0F, 1e3F})
        for (int i = 0; i < 100; ++i) values.push_back(size * normal(random));
    const Tensor tensor{values, {3, 100, 1}, "weights"};
    for (const char* family : {"int:4", "posit:8,2", "lp:6,1,3", "adaptivfloat:6,3", "nf4"}) {
        const FormatPtr format = fitPerChannel(parseFormat(family), tensor, MagnitudeTable(values));
        EXPECT_EQ(format->spec(), std::string(family) + "@per-channel");
        Values q(values.size()), expected(values.size());
        format->tensorQuantizer(Rounding::Nearest)->quantize(tensor, q);
        for (std::size_t row = 0; row < 3; ++row) {
            const auto part = std::span(values).subspan(100 * row, 100);
            parseFormat(family)
                ->fit(MagnitudeTable(part))
                ->quantizer(Rounding::Nearest)
                .quantize(part, std::span(expected).subspan(100 * row, 100), "x");
        }
        EXPECT_EQ(q, expected) << family;
    }
}

TEST(Fit, NonFiniteEntriesAreRefusedWithTheTensorsName) {
    const auto expectNamed = [](const auto& work) {
        try {
            work();
            ADD_FAILURE() << "accepted";
        } catch (const Error& error) {
            EXPECT_NE(std::string(error.what()).find("conv1 weights: 2 of 12"), std::string::npos)
                << error.what();
        }
    };
    const Values good{1, 2, 3, -1, -2, -3, 0.5F, 4, 5, 6, 7, 8};
    for (const float bad : {std::nanf(""), HUGE_VALF, -HUGE_VALF}) {
        Values values = good, q(values.size());
        std::vector<std::int32_t> codes(values.size());
        values[3] = values[11] = bad;
        const Tensor tensor{values, {3, 4, 1}, "conv1 weights"};
        const std::vector<int> widths{4};
        expectNamed([&] { compareFormats(tensor, MagnitudeTable(good), widths); });
        for (const char* family : {"int:4", "lp:8,2,3", "nf4", "fixed:8", "mxfp4"}) {
            const auto quantizer =
                parseFormat(family)->fit(MagnitudeTable(good))->tensorQuantizer(Rounding::Nearest);
            expectNamed([&] { quantizer->quantize(tensor, q); });
            expectNamed([&] { quantizer->encode(tensor, codes); });
            expectNamed([&] { quantizer->measure(tensor); });
        }
        const FormatPtr perChannel = fitPerChannel(
            parseFormat("int:4"), {good, {3, 4, 1}, "conv1 weights"}, MagnitudeTable(good));
        expectNamed([&] { perChannel->tensorQuantizer(Rounding::Nearest)->measure(tensor); });
    }
}

// sf is the negated logarithm of the scale.
TEST(FitLp, SfIsNotMinusZero) {
    EXPECT_EQ(parseFormat("lp:2")->fit(MagnitudeTable(Values{1, -1}))->spec(), "lp:2,0,1,0");
}
