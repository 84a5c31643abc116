#include "core/number/lp.h"

#include <gtest/gtest.h>

#include <cmath>
#include <set>

#include "core/base/error.h"
#include "tests/core/number/lp_oracle.h"

using namespace lpstudio;

// Faults that this suite was seen to catch, each put into lp.cpp or quantizer.cpp by hand and taken
// out again:
// - decodeFields: `run < rs` as `run <= rs` (terminator at the cap), `run - 1` as `run`, exponent
// bits not shifted up when cut,
//   fraction mask without `left`;
// - quantizer: `>` as `>=` in the decision, tieGoesUp inverted, threshold rounded to nearest
// instead of down, -0 kept.

namespace {

/// Every LP<n, es, rs> with n in 2..8.
template <class Visit>
void forEachFormat(const Visit& visit) {
    for (int n = 2; n <= 8; ++n)
        for (int es = 0; es <= std::max(0, n - 3) && es <= 5; ++es)
            for (int rs = 1; rs <= n - 1; ++rs) visit(n, es, rs);
}

std::vector<double> positiveValues(const LpParameters& p) {
    std::vector<double> values;
    for (const CodePoint& point : LpFormat(p).codebook())
        if (point.code > 0) values.push_back(point.value);
    return values;
}

}  // namespace

TEST(Lp, EveryCodeHasTheOraclesValue) {
    forEachFormat([](int n, int es, int rs) {
        for (const double sf : {0.0, 1.5, -2.25}) {
            const auto expected = oracle::codebook(n, es, rs, sf);
            const auto points = LpFormat(LpParameters{n, es, rs, sf}).codebook();
            ASSERT_EQ(points.size(), expected.size() + 1);
            EXPECT_TRUE(points[0].nar);
            EXPECT_EQ(points[0].code, -(1 << (n - 1)));
            for (std::size_t i = 0; i < expected.size(); ++i) {
                EXPECT_EQ(points[i + 1].code, expected[i].code);
                EXPECT_DOUBLE_EQ(points[i + 1].value, static_cast<double>(expected[i].value))
                    << n << ',' << es << ',' << rs;
            }
        }
    });
}

TEST(Lp, SignedCodesOrderAsTheirValues) {
    forEachFormat([](int n, int es, int rs) {
        const auto points = LpFormat(LpParameters{n, es, rs, 0}).codebook();
        for (std::size_t i = 2; i < points.size(); ++i)
            EXPECT_LT(points[i - 1].value, points[i].value)
                << "lp:" << n << ',' << es << ',' << rs << " code " << points[i].code;
    });
}

TEST(Lp, EveryValueQuantizesToItself) {
    forEachFormat([](int n, int es, int rs) {
        for (const Rounding rounding : {Rounding::Nearest, Rounding::LogNearest}) {
            const LpFormat format(LpParameters{n, es, rs, 0.3});
            const Quantizer quantizer = format.quantizer(rounding);
            for (const CodePoint& point : format.codebook()) {
                if (point.nar || std::fabs(point.value) < 0x1p-126) continue;
                const float x = static_cast<float>(point.value);
                if (std::isinf(x)) continue;
                float q = 0;
                std::int32_t code = 0;
                quantizer.quantize({&x, 1}, {&q, 1}, "x");
                quantizer.encode({&x, 1}, {&code, 1}, "x");
                EXPECT_EQ(q, x);
                EXPECT_EQ(code, point.code);
            }
        }
    });
}

TEST(Lp, WorkedExamplesOfTheSpecification) {
    EXPECT_EQ(positiveValues({2, 0, 1, 0}), (std::vector<double>{1}));
    EXPECT_EQ(positiveValues({2, 0, 1, 3}), (std::vector<double>{0.125}));
    EXPECT_EQ(positiveValues({4, 1, 3, 0}),
              (std::vector<double>{0x1p-4, 0x1p-2, 0x1p-1, 1, 2, 4, 16}));
    EXPECT_EQ(positiveValues({4, 1, 2, 0}), (std::vector<double>{0.125, 0.25, 0.5, 1, 2, 4, 8}));
    const auto lp402 = positiveValues({4, 0, 2, 0});
    for (int i = 0; i < 7; ++i)
        EXPECT_DOUBLE_EQ(lp402[static_cast<std::size_t>(i)], std::exp2(-1.5 + 0.5 * i));
    const auto lp822 = positiveValues({8, 2, 2, 0});
    EXPECT_DOUBLE_EQ(lp822[0], std::exp2(-7.875));
    EXPECT_DOUBLE_EQ(lp822[1], std::exp2(-7.75));
    EXPECT_EQ(std::set(lp822.begin(), lp822.end()).size(), 127U);
    const auto lp827 = positiveValues({8, 2, 7, 0});
    for (std::size_t i = 0; i < 5; ++i)
        EXPECT_EQ(lp827[i], (std::vector<double>{0x1p-24, 0x1p-20, 0x1p-18, 0x1p-16, 0x1p-15})[i]);
    EXPECT_DOUBLE_EQ(positiveValues({4, 1, 3, 1.5})[3], std::exp2(-1.5));
}

/// posit<8,2> of the 2022 standard: useed = 16, 1.f linear fraction.
static double positValue(std::int32_t code) {
    const std::string body = oracle::bitsOf(code, 8).substr(1);
    std::size_t run = body.find_first_not_of(body[0]);
    if (run == std::string::npos) run = body.size();
    const int k = body[0] == '1' ? static_cast<int>(run) - 1 : -static_cast<int>(run);
    const std::string rest = run + 1 < body.size() ? body.substr(run + 1) : "";
    int e = 0;
    double f = 1;
    for (std::size_t i = 0; i < 2; ++i) e = 2 * e + (i < rest.size() ? rest[i] - '0' : 0);
    for (std::size_t i = 2; i < rest.size(); ++i)
        f += (rest[i] - '0') * std::pow(0.5, static_cast<double>(i - 1));
    return std::pow(2.0, 4 * k + e) * f;
}

TEST(Lp, AgreesWithPositWherePositIsAPowerOfTwo) {
    const auto values = positiveValues({8, 2, 7, 0});
    int agreeing = 0;
    for (std::int32_t code = 1; code < 128; ++code) {
        const double posit = positValue(code);
        const bool power = std::exp2(std::round(std::log2(posit))) == posit;
        EXPECT_EQ(values[static_cast<std::size_t>(code - 1)] == posit, power) << code;
        agreeing += power ? 1 : 0;
    }
    EXPECT_GT(agreeing, 20);
}

TEST(Lp, RefusesImpossibleParameters) {
    const auto message = [](LpParameters p) {
        try {
            LpFormat format(p);
        } catch (const UsageError& error) {
            return std::string(error.what());
        }
        return std::string("accepted");
    };
    EXPECT_NE(message({1, 0, 1, 0}).find("n = 1"), std::string::npos);
    EXPECT_NE(message({17, 0, 1, 0}).find("2..16"), std::string::npos);
    EXPECT_NE(message({8, 6, 1, 0}).find("es = 6"), std::string::npos);
    EXPECT_NE(message({4, 2, 1, 0}).find("0..1"), std::string::npos);
    EXPECT_NE(message({8, 2, 9, 0}).find("rs = 9 is out of range; give 1..7"), std::string::npos);
    EXPECT_NE(message({8, 2, 0, 0}).find("rs = 0"), std::string::npos);
    EXPECT_NE(message({8, 2, 3, NAN}).find("sf"), std::string::npos);
    EXPECT_NE(message({8, 2, 3, 5000}).find("normal range"), std::string::npos);
    EXPECT_EQ(message({16, 5, 15, 0}), "accepted");
}
