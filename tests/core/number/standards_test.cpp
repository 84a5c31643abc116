#include <gtest/gtest.h>

#include <cmath>
#include <map>
#include <set>

#include "core/number/format.h"
#include "tests/core/number/format_oracle.h"

using namespace lpstudio;

// Worked examples of the standards and papers, as printed there, and what their definitions imply.
// Every code of every small format is compared with the oracle in exactness_test.cpp.

namespace {

using Values = std::vector<double>;

Values positiveValues(const std::string& spec) {
    Values values;
    for (const CodePoint& p : parseFormat(spec)->codebook())
        if (p.code > 0) values.push_back(p.value);
    return values;
}

/// Value of the word as stored; fails if the format has no such word.
double valueOfWord(const std::string& spec, std::uint32_t word) {
    for (const CodePoint& p : parseFormat(spec)->codebook())
        if (p.word == word) return p.value;
    ADD_FAILURE() << spec << " has no word " << word;
    return NAN;
}

bool holds(const std::string& spec, double value) {
    for (const CodePoint& p : parseFormat(spec)->codebook())
        if (p.value == value) return true;
    return false;
}

float rounded(const std::string& spec, float x) {
    float q = 0;
    parseFormat(spec)->quantizer(Rounding::Nearest).quantize({&x, 1}, {&q, 1}, "x");
    return q;
}

std::string positSpec(int n, int es) {
    return "posit:" + std::to_string(n) + "," + std::to_string(es);
}

}  // namespace

// Posits

// Gustafson and Yonemoto, "Beating Floating Point at its Own Game: Posit Arithmetic" (2017), figure
// 5: 0 0001 101 11011101 with es = 3 is 256^-3 * 2^5 * (1 + 221/256).
TEST(PositStandard, ExampleOfTheIntroductoryPaper) {
    EXPECT_EQ(valueOfWord("posit:16,3", 0b0'0001'101'11011101), 477.0 / 134217728);
    EXPECT_EQ(valueOfWord("posit:16,3", 0x10000 - 0b0'0001'101'11011101), -477.0 / 134217728);
}

// The same paper's projective rings of three to five bits.
TEST(PositStandard, RingsOfTheIntroductoryPaper) {
    EXPECT_EQ(positiveValues("posit:3,0"), (Values{0.5, 1, 2}));
    EXPECT_EQ(positiveValues("posit:3,1"), (Values{0.25, 1, 4}));
    EXPECT_EQ(positiveValues("posit:4,0"), (Values{0.25, 0.5, 0.75, 1, 1.5, 2, 4}));
    EXPECT_EQ(positiveValues("posit:5,1"),
              (Values{1.0 / 64, 1.0 / 16, 1.0 / 8, 1.0 / 4, 3.0 / 8, 1.0 / 2, 3.0 / 4, 1, 3.0 / 2,
                      2, 3, 4, 8, 16, 64}));
}

// Standard for Posit Arithmetic (2022): maxPos = 2^(4n-8), minPos = 2^(-4n+8), and
// pIntMax = ceil(2^floor(4(n-3)/5)), the largest of the consecutive integers.
TEST(PositStandard, LimitsOfTheStandardPrecisions) {
    for (int n = 3; n <= 16; ++n) {
        const std::string spec = positSpec(n, 2);
        const Values values = positiveValues(spec);
        EXPECT_EQ(values.back(), std::exp2(4 * n - 8)) << spec;
        EXPECT_EQ(values.front(), std::exp2(8 - 4 * n)) << spec;
        const double most = std::exp2(4 * (n - 3) / 5);
        const std::set<double> all(values.begin(), values.end());
        for (int i = 1; i <= most; ++i) EXPECT_TRUE(all.contains(i)) << spec << ' ' << i;
        EXPECT_FALSE(all.contains(most + 1)) << spec;
    }
}

// The standard's encoding: 0 is 00...0, NaR is 10...0, 1 is 010...0, maxPos 01...1, minPos 0...01;
// negation is the two's complement; words order as signed integers do.
TEST(PositStandard, WordsOfEveryPosit) {
    for (int n = 2; n <= 10; ++n)
        for (int es = 0; es <= 5; ++es) {
            const std::string spec = positSpec(n, es);
            const auto points = parseFormat(spec)->codebook();
            const std::uint32_t all = (1U << n) - 1;
            std::map<std::uint32_t, double> words;
            for (const CodePoint& p : points) {
                words[p.word] = p.value;
                EXPECT_EQ(p.nar, p.word == 1U << (n - 1));
                EXPECT_EQ(static_cast<std::uint32_t>(p.code) & all, p.word);
            }
            ASSERT_EQ(words.size(), std::size_t{1} << n);
            EXPECT_EQ(words.at(0), 0);
            EXPECT_EQ(words.at(1U << (n - 2)), 1);
            const double useed = std::exp2(1 << es);
            EXPECT_EQ(words.at(all >> 1), std::pow(useed, n - 2));
            EXPECT_EQ(words.at(1), std::pow(useed, 2 - n));
            for (const CodePoint& p : points) {
                const double negated = words.at(-p.word & all);
                EXPECT_TRUE(p.nar || negated == -p.value) << spec << ' ' << p.word;
            }
            for (std::size_t i = 2; i < points.size(); ++i)
                EXPECT_LT(points[i - 1].value, points[i].value) << spec;
        }
}

// By hand from the encoding with es = 2: pi = 2^1 * 1.5708 is 0 10 01 f.
TEST(PositStandard, Pi) {
    EXPECT_EQ(valueOfWord("posit:8,2", 0b0'10'01'101), 3.25);
    EXPECT_EQ(rounded("posit:8,2@1", 3.14159265F), 3.25F);
    EXPECT_EQ(valueOfWord("posit:16,2", 0b0'10'01'10010010001), 3.1416015625);
    EXPECT_EQ(rounded("posit:16,2@1", 3.14159265F), 3.1416015625F);
}

// Rounding departs from the standard's as the specification says: on the real line
// also where exponent bits are cut off, and to 0 at or below half of minPos.
TEST(PositStandard, RoundingIsOnTheRealLine) {
    EXPECT_EQ(rounded("posit:8,2@1", 0x1p-25F), 0);
    EXPECT_EQ(rounded("posit:8,2@1", std::nextafterf(0x1p-25F, 1)), 0x1p-24F);
    EXPECT_EQ(rounded("posit:8,2@1", 1e30F), 0x1p24F);
    // Between 2^20 and 2^24 the standard's tie would be 2^22.
    EXPECT_EQ(rounded("posit:8,2@1", 0x1p23F), 0x1p20F);
    EXPECT_EQ(rounded("posit:8,2@1", (0x1p20F + 0x1p24F) / 2), 0x1p20F);
    EXPECT_EQ(rounded("posit:8,2@1", std::nextafterf((0x1p20F + 0x1p24F) / 2, 1e9F)), 0x1p24F);
}

// Without exponent bits to cut off, only what lies below minPos is rounded otherwise.
TEST(PositStandard, SmallValuesGoToZero) {
    EXPECT_EQ(rounded("posit:8,0@1", 0x1p-6F), 0x1p-6F);
    EXPECT_EQ(rounded("posit:8,0@1", 0.75F * 0x1p-6F), 0x1p-6F);
    EXPECT_EQ(rounded("posit:8,0@1", 0x1p-7F), 0);
    EXPECT_EQ(rounded("posit:8,0@1", 48), 32);
}

// AdaptivFloat

// Tambe et al., DAC 2020, the example that introduces the format: four bits, two of them exponent,
// bias -2; +-0.25 is given up for +-0.
TEST(AdaptivFloat, ExampleOfThePaper) {
    EXPECT_EQ(positiveValues("adaptivfloat:4,2,-2"), (Values{0.375, 0.5, 0.75, 1, 1.5, 2, 3}));
    EXPECT_FALSE(holds("adaptivfloat:4,2,-2", 0.25));
    // "Below half the minimum goes to 0", and at it: the tie's even code.
    EXPECT_EQ(rounded("adaptivfloat:4,2,-2", 0.1875F), 0);
    EXPECT_EQ(rounded("adaptivfloat:4,2,-2", std::nextafterf(0.1875F, 1)), 0.375F);
    EXPECT_EQ(rounded("adaptivfloat:4,2,-2", -17), -3);
    // The authors' script sends all below 1 to 0 where the largest magnitude is 3.
    EXPECT_EQ(rounded("adaptivfloat:4,2,-2", 0.99F), 1);
    EXPECT_EQ(rounded("adaptivfloat:4,2,-2", 0.38F), 0.375F);
}

// "magnitudes 2^bias*(1+2^-m) up to 2^(bias+2^e-1)*(2-2^-m)", 2^m to an octave, m = n - 1 - e.
TEST(AdaptivFloat, LimitsOfTheDefinition) {
    for (int n = 3; n <= 8; ++n)
        for (int e = 1; e <= n - 1; ++e) {
            const int bias = 3 - 2 * n, m = n - 1 - e;
            const std::string spec = "adaptivfloat:" + std::to_string(n) + "," + std::to_string(e) +
                                     "," + std::to_string(bias);
            const Values values = positiveValues(spec);
            EXPECT_EQ(values.size(), (std::size_t{1} << (n - 1)) - 1) << spec;
            EXPECT_EQ(values.front(), std::exp2(bias) * (m > 0 ? 1 + std::exp2(-m) : 2)) << spec;
            EXPECT_EQ(values.back(), std::exp2(bias + (1 << e) - 1) * (2 - std::exp2(-m))) << spec;
            std::map<int, int> perOctave;
            for (const double v : values) ++perOctave[std::ilogb(v)];
            for (const auto& [octave, count] : perOctave)
                EXPECT_EQ(count, (1 << m) - (octave == bias ? 1 : 0)) << spec << ' ' << octave;
        }
}

// Flint

// The specification's lists; the unsigned one is ANT's own (MICRO 2022).
TEST(Flint, FourBits) {
    EXPECT_EQ(positiveValues("flint:4"), (Values{1, 2, 3, 4, 6, 8, 16}));
    EXPECT_EQ(positiveValues("flint:4,u"),
              (Values{1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 14, 16, 24, 32, 64}));
    EXPECT_EQ(parseFormat("flint:4,u")->codebook().front().value, 0);
    EXPECT_EQ(parseFormat("flint:4")->codebook().front().value, -16);
}

/// With B magnitude bits: 2^B - 1 magnitudes; every integer up to 2^(B-1); above that one bit less
/// in each octave; the largest is 2^(2B-2).
TEST(Flint, ShapeForEveryWidth) {
    for (int b = 3; b <= 7; ++b) {
        const Values magnitudes = positiveValues("flint:" + std::to_string(b + 1));
        EXPECT_EQ(magnitudes, positiveValues("flint:" + std::to_string(b) + ",u"));
        EXPECT_EQ(magnitudes.size(), (std::size_t{1} << b) - 1);
        for (int i = 1; i <= 1 << (b - 1); ++i)
            EXPECT_EQ(magnitudes[static_cast<std::size_t>(i - 1)], i) << b;
        std::map<int, int> perOctave;
        for (const double v : magnitudes) ++perOctave[std::ilogb(v)];
        for (int octave = b - 1; octave <= 2 * b - 3; ++octave)
            EXPECT_EQ(perOctave[octave], 1 << (2 * b - 3 - octave)) << b;
        EXPECT_EQ(magnitudes.back(), std::exp2(2 * b - 2));
    }
}

// NormalFloat

TEST(NormalFloat, ValuesOfQlora) {
    Values expected;
    for (const float v : oracle::normalFloatValues()) expected.push_back(v);
    Values values;
    for (const CodePoint& p : parseFormat("nf4")->codebook()) values.push_back(p.value);
    EXPECT_EQ(values, expected);
}

// How the list came about (bitsandbytes, create_normal_map): quantiles of the normal distribution,
// evenly spaced in probability from 1/2 to 0.9677083 on either side, divided by the largest.
TEST(NormalFloat, IsEvenInProbability) {
    constexpr double kOffset = 0.9677083, kLargest = 1.8481308;
    const auto probability = [](double z) { return std::erfc(-z / std::sqrt(2.0)) / 2; };
    EXPECT_NEAR(probability(kLargest), kOffset, 1e-7);
    for (const CodePoint& p : parseFormat("nf4")->codebook()) {
        const double steps = p.code > 0 ? 8 : 7;
        EXPECT_NEAR(probability(p.value * kLargest), 0.5 + (kOffset - 0.5) * p.code / steps, 1e-6)
            << p.code;
    }
}

// The others

TEST(Definitions, LogarithmicAndPowersOfTwo) {
    EXPECT_EQ(positiveValues("lns:4,0"), (Values{0.125, 0.25, 0.5, 1, 2, 4, 8}));
    const Values half = positiveValues("lns:4,1");
    for (int i = 1; i <= 7; ++i)
        EXPECT_DOUBLE_EQ(half[static_cast<std::size_t>(i - 1)], std::exp2((i - 4) / 2.0));
    EXPECT_EQ(valueOfWord("lns:8,3", 64), 1);
    EXPECT_EQ(valueOfWord("lns:8,3", 128 + 72), -2);
    EXPECT_EQ(positiveValues("pot:2"), (Values{1}));
    EXPECT_EQ(positiveValues("pot:4"), (Values{1, 2, 4, 8, 16, 32, 64}));
}

TEST(Definitions, IntegersAndFixedPoint) {
    EXPECT_EQ(positiveValues("int:3"), (Values{1, 2, 3}));
    EXPECT_EQ(parseFormat("int:8")->codebook().front().value, -127);
    EXPECT_EQ(rounded("int:4@1", -8), -7);  // ANT's program has -8
    EXPECT_EQ(rounded("fixed:4,0", -8), -8);
    EXPECT_EQ(parseFormat("fixed:8,7")->codebook().front().value, -1);
    EXPECT_EQ(parseFormat("fixed:8,7")->codebook().back().value, 127.0 / 128);
    EXPECT_EQ(positiveValues("fixed:3,-1"), (Values{2, 4, 6}));
    EXPECT_EQ(valueOfWord("fixed:8,0", 0x80), -128);
    EXPECT_EQ(valueOfWord("int:8", 0xff), -1);
    EXPECT_EQ(rounded("fixed:8,0", -500), -128);
    EXPECT_EQ(rounded("fixed:8,0", 500), 127);
}

// IEEE 754-2019, section 3.4, with the highest exponent holding numbers too.
TEST(Definitions, Minifloats) {
    EXPECT_EQ(positiveValues("float:e2m1"), (Values{0.5, 1, 1.5, 2, 3, 4, 6}));
    EXPECT_EQ(positiveValues("float:e1m2"), (Values{0.5, 1, 1.5, 2, 2.5, 3, 3.5}));
    EXPECT_EQ(positiveValues("float:e3m0"), (Values{0.25, 0.5, 1, 2, 4, 8, 16}));
    EXPECT_EQ(positiveValues("float:e4m3").back(), 480);
    EXPECT_EQ(positiveValues("float:e4m3").front(), 0x1p-9);
    EXPECT_EQ(positiveValues("float:e5m2").back(), 0x1.cp16);
    // OCP's E4M3 ends at 448, and what rounds to more is NaN or saturates.
    EXPECT_EQ(rounded("float:e4m3@1", 464), 448);
    EXPECT_EQ(rounded("float:e4m3@1", 470), 480);
    EXPECT_EQ(rounded("float:e4m3@1", 1000), 480);
    EXPECT_FALSE(std::signbit(rounded("float:e4m3@1", -0.0F)));
    EXPECT_EQ(valueOfWord("float:e5m10", 0x7bff), 65504);  // binary16
    EXPECT_EQ(valueOfWord("float:e5m10", 0x0400), 0x1p-14);
    EXPECT_EQ(valueOfWord("float:e5m10", 0x0001), 0x1p-24);
    EXPECT_EQ(valueOfWord("float:e5m10", 0xc000), -2);
    EXPECT_EQ(valueOfWord("float:e8m7", 0x4049), 3.140625);  // bfloat16
}
