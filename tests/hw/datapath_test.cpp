#include "hw/datapath.h"

#include <gtest/gtest.h>

#include <cmath>
#include <map>
#include <random>
#include <stdexcept>

#include "core/base/error.h"
#include "core/number/lp.h"
#include "tests/hw/datapath_oracle.h"

using namespace lpstudio;
using namespace lpstudio::oracle;

namespace {

struct Shape {
    int n, es, rs;
};
std::vector<Shape> shapesOf(int n) {
    std::vector<Shape> shapes;
    for (int es = 0; es <= std::min(5, std::max(0, n - 3)); ++es)
        for (int rs = 1; rs < n; ++rs) shapes.push_back({n, es, rs});
    return shapes;
}
std::vector<Shape> smallShapes() {
    std::vector<Shape> shapes = shapesOf(4);
    shapes.push_back({2, 0, 1});
    return shapes;
}
int mostCode(const Shape& s) {
    return (1 << (s.n - 1)) - 1;
}
std::string nameOf(const Shape& s) {
    return "LP<" + std::to_string(s.n) + "," + std::to_string(s.es) + "," + std::to_string(s.rs) +
           ">";
}

/// Every pair of codes: the product, and it added to nothing, to itself, to its negative and to
/// the sum so far.
void expectAllPairs(const Shape& w, const Shape& a, const DatapathOptions& options) {
    const Datapath pe(options);
    const int t = options.logFractionBits, f = options.accumulatorFraction;
    PartialSum sum;
    Exact exactSum;
    for (int i = -mostCode(w); i <= mostCode(w); ++i) {
        const LpOperand weight = decodeOperand(i, w.n, w.es, w.rs);
        const Logarithm exactWeight = oracleDecode(i, w.n, w.es, w.rs);
        for (int j = -mostCode(a); j <= mostCode(a); ++j) {
            const LinearProduct product = pe.product(weight, decodeOperand(j, a.n, a.es, a.rs));
            const Exact exact =
                oracleProduct(exactWeight, oracleDecode(j, a.n, a.es, a.rs), t, options.conversion);
            const auto text = [&] {
                return nameOf(w) + " code " + std::to_string(i) + " times " + nameOf(a) + " code " +
                       std::to_string(j) + ", t " + std::to_string(t) + ", F " + std::to_string(f);
            };
            ASSERT_EQ(product.zero, exact.number == 0) << text();
            if (!product.zero) {
                const double value = std::ldexp((1 << t) + product.fraction, product.exponent - t);
                ASSERT_EQ(product.negative ? -value : value, exact.value()) << text();
                ASSERT_LT(product.fraction, 1U << t) << text();
            }
            const PartialSum alone = pe.add({}, product);
            const Exact exactAlone = oracleAdd({}, exact, f);
            ASSERT_EQ(pe.value(alone), exactAlone.value()) << text();
            ASSERT_EQ(pe.value(pe.add(alone, product)), oracleAdd(exactAlone, exact, f).value())
                << text();
            LinearProduct negative = product;
            negative.negative = !product.negative && !product.zero;
            ASSERT_EQ(
                pe.value(pe.add(alone, negative)),
                oracleAdd(exactAlone,
                          {negative.negative == product.negative ? exact.number : -exact.number,
                           exact.exponent},
                          f)
                    .value())
                << text();
            sum = pe.add(sum, product);
            exactSum = oracleAdd(exactSum, exact, f);
            ASSERT_EQ(pe.value(sum), exactSum.value()) << text();
        }
    }
}

std::vector<LpOperand> decoded(const std::vector<int>& codes, const Shape& s) {
    std::vector<LpOperand> operands;
    operands.reserve(codes.size());
    for (const int code : codes) operands.push_back(decodeOperand(code, s.n, s.es, s.rs));
    return operands;
}

std::vector<int> randomCodes(std::mt19937& random, const Shape& s, std::size_t count) {
    std::uniform_int_distribution<int> code(-mostCode(s), mostCode(s));
    std::vector<int> codes(count);
    // Some more zeros than come by themselves.
    for (int& c : codes) c = random() % 8 == 0 ? 0 : code(random);
    return codes;
}

Shape randomShape(std::mt19937& random) {
    const auto shapes = shapesOf(2 + static_cast<int>(random() % 7));
    return shapes[random() % shapes.size()];
}

std::vector<DatapathWord> words(const std::vector<LpOperand>& operands) {
    std::vector<DatapathWord> result;
    result.reserve(operands.size());
    for (const LpOperand& operand : operands) result.push_back(packed(operand));
    return result;
}

std::string usageMessage(const DatapathOptions& options) {
    try {
        const Datapath pe(options);
    } catch (const UsageError& error) {
        return error.what();
    }
    return "accepted";
}

}  // namespace

TEST(Decoder, ReadsTheWordsOfTheFormat) {
    for (int n = 2; n <= LpOperand::kMaxWidth; ++n)
        for (const Shape& s : shapesOf(n))
            for (int code = 1; code <= mostCode(s); ++code) {
                const LpOperand operand = decodeOperand(code, s.n, s.es, s.rs);
                const double log2 =
                    operand.regime + std::ldexp(operand.ulfx, -LpOperand::kUlfxFraction);
                ASSERT_EQ(log2, lpLog2(static_cast<std::uint32_t>(code), s.n, s.es, s.rs))
                    << nameOf(s) << " code " << code;
                LpOperand minus = decodeOperand(-code, s.n, s.es, s.rs);
                ASSERT_TRUE(minus.negative);
                minus.negative = false;
                ASSERT_EQ(minus, operand);
            }
}

TEST(Datapath, DecodesEveryCodeAsTheSpecificationSays) {
    for (int n = 2; n <= 8; ++n)
        for (const Shape& s : shapesOf(n))
            for (int code = -mostCode(s); code <= mostCode(s); ++code) {
                const LpOperand operand = decodeOperand(code, s.n, s.es, s.rs);
                const Logarithm expected = oracleDecode(code, s.n, s.es, s.rs);
                ASSERT_EQ(operand.zero, expected.zero);
                ASSERT_EQ(operand.negative, expected.negative);
                ASSERT_EQ(64 * operand.regime + static_cast<int>(operand.ulfx),
                          expected.sixtyFourths)
                    << nameOf(s) << " " << code;
            }
    // By hand, LP<8,2,2>: the smallest positive is 2^-7.875 and the regime's part of it -8.
    EXPECT_EQ(decodeOperand(1, 8, 2, 2), (LpOperand{false, false, -8, 8}));
    EXPECT_EQ(decodeOperand(-1, 8, 2, 2), (LpOperand{false, true, -8, 8}));
    EXPECT_EQ(decodeOperand(1, 2, 0, 1), (LpOperand{false, false, 0, 0}));
}

TEST(Datapath, TableIsTheRoundedPowerForEveryWidth) {
    for (int t = 1; t <= DatapathOptions::kMaxFraction; ++t) {
        const Datapath pe({t, LogConversion::Table, 22});
        bool carried = false;
        for (std::uint32_t lnf = 0; lnf < 64; ++lnf) {
            const LinearProduct p = pe.product({false, false, 0, 0}, {false, false, 0, lnf});
            const int expected = oracleTable(t)[lnf];
            carried = carried || expected == 1 << t;
            EXPECT_EQ(std::ldexp((1 << t) + p.fraction, p.exponent),
                      std::ldexp((1 << t) + expected, 0))
                << t << " " << lnf;
        }
        // 2^(63/64) = 1.978 rounds to 2 with up to four bits (1.978 * 2^5 = 63.3, not 63.5).
        EXPECT_EQ(carried, t <= 4) << t;
    }
}

TEST(Datapath, EveryPairOfCodesOfSmallFormats) {
    for (const Shape& w : smallShapes())
        for (const Shape& a : smallShapes())
            for (const auto& [t, f] : {std::pair{8, 8}, {8, 4}, {3, 10}, {12, 2}, {1, 22}})
                for (const auto conversion : {LogConversion::Table, LogConversion::Mitchell})
                    expectAllPairs(w, a, {t, conversion, f});
}

TEST(Datapath, EveryPairOfCodesWithEightBits) {
    const Shape taper{8, 2, 7}, flat{8, 2, 2}, fine{8, 0, 1}, broad{8, 5, 7};
    expectAllPairs(taper, taper, {8, LogConversion::Table, 8});
    expectAllPairs(flat, taper, {8, LogConversion::Table, 8});
    expectAllPairs(fine, fine, {4, LogConversion::Table, 8});
    expectAllPairs(fine, flat, {8, LogConversion::Mitchell, 5});
    expectAllPairs(fine, fine, {3, LogConversion::Mitchell, 8});
    expectAllPairs(broad, broad, {10, LogConversion::Table, 12});
    expectAllPairs({4, 1, 3}, flat, {8, LogConversion::Table, 8});
    expectAllPairs({2, 0, 1}, flat, {8, LogConversion::Table, 8});
}

TEST(Datapath, LongDotProducts) {
    std::mt19937 random(1);
    for (int round = 0; round < 300; ++round) {
        const Shape w = randomShape(random), a = randomShape(random);
        const DatapathOptions options{
            1 + static_cast<int>(random() % 22),
            random() % 3 == 0 ? LogConversion::Mitchell : LogConversion::Table,
            2 + static_cast<int>(random() % 21)};
        const std::size_t k = 1 + random() % 1200;
        const auto weights = randomCodes(random, w, k), activations = randomCodes(random, a, k);
        const Datapath pe(options);
        Exact expected;
        for (std::size_t i = 0; i < k; ++i)
            expected = oracleAdd(expected,
                                 oracleProduct(oracleDecode(weights[i], w.n, w.es, w.rs),
                                               oracleDecode(activations[i], a.n, a.es, a.rs),
                                               options.logFractionBits, options.conversion),
                                 options.accumulatorFraction);
        const PartialSum sum = pe.dot(decoded(weights, w), decoded(activations, a));
        ASSERT_EQ(pe.value(sum), expected.value())
            << nameOf(w) << " " << nameOf(a) << " k " << k << " t " << options.logFractionBits
            << " F " << options.accumulatorFraction;
        // Exponents need no more than the 16 bits of the adder that makes r_m.
        ASSERT_LT(std::abs(sum.exponent), 1 << 15);
    }
}

TEST(Datapath, FastPathIsTheScalarOneBitForBit) {
    std::mt19937 random(2);
    const std::vector<std::array<std::size_t, 3>> sizes{
        {1, 9, 1},   {1, 9, 7},   {3, 20, 16}, {5, 30, 33},  {70, 40, 1}, {33, 25, 5},
        {2, 60, 64}, {4, 17, 79}, {16, 5, 15}, {100, 3, 19}, {3, 0, 4},   {2, 300, 131}};
    for (int round = 0; round < 120; ++round) {
        const auto [m, k, n] = sizes[static_cast<std::size_t>(round) % sizes.size()];
        const Shape left = randomShape(random), right = randomShape(random);
        const Datapath pe({1 + static_cast<int>(random() % 22),
                           random() % 2 == 0 ? LogConversion::Table : LogConversion::Mitchell,
                           2 + static_cast<int>(random() % 21)});
        const auto a = decoded(randomCodes(random, left, m * k), left),
                   b = decoded(randomCodes(random, right, k * n), right);
        const auto aWords = words(a), bWords = words(b);
        std::vector<double> c(m * n, NAN);
        pe.multiply({m, k, n, aWords, bWords, c});
        for (std::size_t i = 0; i < m; ++i)
            for (std::size_t j = 0; j < n; ++j) {
                std::vector<LpOperand> column;
                for (std::size_t x = 0; x < k; ++x) column.push_back(b[x * n + j]);
                ASSERT_EQ(c[i * n + j], pe.value(pe.dot(std::span(a).subspan(i * k, k), column)))
                    << nameOf(left) << " " << nameOf(right) << " " << m << "x" << k << "x" << n
                    << " at " << i << "," << j << " t " << pe.options().logFractionBits << " F "
                    << pe.options().accumulatorFraction;
            }
    }
}

TEST(Datapath, FastPathForgetsTheScaleOfWhatCancelled) {
    // 1 - 1, then a product of 2^-400: nothing of it is shifted away.
    const Datapath pe({8, LogConversion::Table, 8});
    const std::vector<LpOperand> a{
        {false, false, 0, 0}, {false, true, 0, 0}, {false, false, -200, 24}};
    const std::vector<LpOperand> b{
        {false, false, 0, 0}, {false, false, 0, 0}, {false, false, -200, 0}};
    const auto aWords = words(a), bWords = words(b);
    std::vector<double> c(1);
    pe.multiply({1, 3, 1, aWords, bWords, c});
    EXPECT_EQ(c[0], pe.value(pe.dot(a, b)));
    EXPECT_EQ(c[0], std::ldexp(1 + std::round((std::exp2(0.375) - 1) * 256) / 256, -400));
}

TEST(Datapath, FoldsReenterUnchanged) {
    std::mt19937 random(3);
    const Shape s{8, 2, 3};
    const Datapath pe({8, LogConversion::Table, 8});
    const auto w = decoded(randomCodes(random, s, 100), s),
               a = decoded(randomCodes(random, s, 100), s);
    PartialSum sum;
    for (std::size_t fold = 0; fold < 100; fold += 8)
        for (std::size_t k = fold; k < std::min<std::size_t>(fold + 8, 100); ++k)
            sum = pe.add(sum, pe.product(w[k], a[k]));
    EXPECT_EQ(sum, pe.dot(w, a));
}

TEST(Datapath, ByHand) {
    const Datapath pe({8, LogConversion::Table, 8});
    const auto product = [](int exponent, bool negative) {
        return LinearProduct{false, negative, exponent, 0};
    };
    const PartialSum one{false, false, 0, 0};
    // 1 + 2^-9 falls off; 1 - 2^-9 rounds towards minus infinity to 1 - 2^-8.
    EXPECT_EQ(pe.add(one, product(-9, false)), one);
    EXPECT_EQ(pe.value(pe.add(one, product(-9, true))), 1 - std::exp2(-8));
    // However small: a negative operand leaves one step.
    EXPECT_EQ(pe.value(pe.add(one, product(-300, true))), 1 - std::exp2(-8));
    EXPECT_EQ(pe.value(pe.add({false, true, -300, 7}, product(0, false))), 1 - std::exp2(-8));
    // A carry drops the lowest bit: 1 + 1/256 + 1 is 2 and a bit that has no place.
    EXPECT_EQ(pe.value(pe.add({false, false, 0, 1}, product(0, false))), 2);
    EXPECT_EQ(pe.value(pe.add({false, true, 0, 1}, product(0, true))), -2);
    // Cancellation to nothing, and to one step.
    EXPECT_TRUE(pe.add(one, product(0, true)).zero);
    EXPECT_EQ(pe.value(pe.add({false, false, 0, 1}, product(0, true))), std::exp2(-8));
    // The product's bits beyond F: 1 + 1/256 is cut to 1, its negative to -(1 + 1/16).
    const Datapath narrow({8, LogConversion::Table, 4});
    EXPECT_EQ(narrow.value(narrow.add({}, {false, false, 0, 1})), 1);
    EXPECT_EQ(narrow.value(narrow.add({}, {false, true, 0, 1})), -(1 + 1.0 / 16));
    EXPECT_EQ(narrow.value(narrow.add({}, {false, true, 0, 255})), -2);
}

TEST(Datapath, ManyBitsApproachTheExactDotProduct) {
    std::mt19937 random(4);
    double worst[3] = {};
    const int bits[3] = {8, 15, 22};
    for (int round = 0; round < 50; ++round) {
        const Shape s{8, 1, 4};
        const auto w = randomCodes(random, s, 300), a = randomCodes(random, s, 300);
        long double exact = 0, magnitude = 0;
        for (std::size_t i = 0; i < w.size(); ++i) {
            const Logarithm x = oracleDecode(w[i], 8, 1, 4), y = oracleDecode(a[i], 8, 1, 4);
            if (x.zero || y.zero) continue;
            const long double p =
                exp2l(static_cast<long double>(x.sixtyFourths + y.sixtyFourths) / 64);
            exact += x.negative != y.negative ? -p : p;
            magnitude += p;
        }
        for (int i = 0; i < 3; ++i) {
            const Datapath pe({bits[i], LogConversion::Table, bits[i]});
            const double error = std::fabs(static_cast<double>(
                                     pe.value(pe.dot(decoded(w, s), decoded(a, s))) - exact)) /
                                 static_cast<double>(magnitude);
            worst[i] = std::max(worst[i], error);
            // A step loses at most 2^-t of the product and, once for either operand and once for
            // the carry, a step of the sum's last place.
            EXPECT_LE(error, (1 + 3 * 300) * std::exp2(-bits[i]));
        }
    }
    EXPECT_LT(worst[1], worst[0] / 32);
    EXPECT_LT(worst[2], worst[1] / 32);
    EXPECT_LT(worst[2], 1e-4);
}

TEST(Datapath, MitchellIsAtMostAnEleventhOfAnOctaveAbove) {
    // log2(1 + x) - x is at most 0.0861, at x = 1/ln 2 - 1 = 0.4427: 6.15 % of a product.
    const Datapath pe({22, LogConversion::Mitchell, 22});
    double most = 0;
    for (std::uint32_t lnf = 0; lnf < 64; ++lnf) {
        const LinearProduct p = pe.product({false, false, 3, 0}, {false, true, -3, lnf});
        EXPECT_EQ(p.exponent, 0);
        EXPECT_TRUE(p.negative);
        const double octaves = std::log2(1 + std::ldexp(p.fraction, -22)) - lnf / 64.0;
        EXPECT_GE(octaves, 0);
        EXPECT_LE(octaves, 0.0861);
        most = std::max(most, octaves);
    }
    EXPECT_GT(most, 0.0860);
}

TEST(Datapath, GatedCarriesGiveTheLanesSums) {
    std::mt19937 random(5);
    const auto signedLane = [](std::uint16_t sum, int lane, int width) {
        const int bits = (sum >> (lane * width)) & ((1 << width) - 1);
        return bits >= 1 << (width - 1) ? bits - (1 << width) : bits;
    };
    int fitting = 0, wideRegimes = 0, wideUlfx = 0;
    for (const auto& [mode, n, lanes] :
         {std::tuple{PeMode::One8Bit, 8, 1}, {PeMode::Two4Bit, 4, 2}, {PeMode::Four2Bit, 2, 4}}) {
        const int width = 16 / lanes;
        for (const Shape& w : shapesOf(n))
            for (int activationBits = 2; activationBits <= 8; ++activationBits)
                for (const Shape& a : shapesOf(activationBits)) {
                    const LaneNeeds needs = laneNeeds({w.n, w.es, w.rs}, {a.n, a.es, a.rs});
                    if (n == 8) {
                        EXPECT_LE(needs.regime, 16);
                        EXPECT_LE(needs.ulfx, 16);
                    }
                    // The finest binary point of the two.
                    int point = 6;
                    const auto widen = [&](const Shape& s) {
                        for (int code = 1; code <= mostCode(s); ++code)
                            for (int free = 0; free < point; ++free)
                                if ((decodeOperand(code, s.n, s.es, s.rs).ulfx >> free) % 2 == 1)
                                    point = free;
                    };
                    widen(w);
                    widen(a);
                    wideRegimes += needs.regime > width ? 1 : 0;
                    wideUlfx += needs.ulfx > width ? 1 : 0;
                    int leastRegime = 0, mostRegime = 0, mostUlfx = 0;
                    for (int j = -mostCode(a); j <= mostCode(a); ++j) {
                        const LpOperand x = decodeOperand(j, a.n, a.es, a.rs);
                        // One activation meets the weights of all lanes.
                        for (int round = 0; round < 8; ++round) {
                            std::vector<LpOperand> weights;
                            std::uint16_t rw = 0, ra = 0, uw = 0, ua = 0;
                            const auto place = [&](std::uint16_t& word, int value, int lane) {
                                const unsigned mask = (1U << width) - 1;
                                word = static_cast<std::uint16_t>(
                                    word | (static_cast<unsigned>(value) & mask) << (lane * width));
                            };
                            for (int lane = 0; lane < lanes; ++lane) {
                                const int code =
                                    static_cast<int>(random() % (2U * mostCode(w) + 1)) -
                                    mostCode(w);
                                weights.push_back(decodeOperand(code, w.n, w.es, w.rs));
                                place(rw, weights.back().regime, lane);
                                place(uw, static_cast<int>(weights.back().ulfx >> point), lane);
                                place(ra, x.regime, lane);
                                place(ua, static_cast<int>(x.ulfx >> point), lane);
                            }
                            const std::uint16_t r = segmentedSum(rw, ra, mode),
                                                u = segmentedSum(uw, ua, mode);
                            for (int lane = 0; lane < lanes; ++lane) {
                                const LpOperand& weight = weights[static_cast<std::size_t>(lane)];
                                const int regime = weight.regime + x.regime;
                                const int ulfx = static_cast<int>((weight.ulfx + x.ulfx) >> point);
                                leastRegime = std::min(leastRegime, regime);
                                mostRegime = std::max(mostRegime, regime);
                                mostUlfx = std::max(mostUlfx, ulfx);
                                if (needs.regime <= width) {
                                    ASSERT_EQ(signedLane(r, lane, width), regime)
                                        << nameOf(w) << " " << nameOf(a);
                                    ++fitting;
                                }
                                if (needs.ulfx <= width) {
                                    ASSERT_EQ((u >> (lane * width)) & ((1 << width) - 1), ulfx)
                                        << nameOf(w) << " " << nameOf(a);
                                    ++fitting;
                                }
                            }
                        }
                    }
                    // The needs bound all that was met.
                    EXPECT_GE(leastRegime, -(1 << (needs.regime - 1)));
                    EXPECT_LT(mostRegime, 1 << (needs.regime - 1));
                    EXPECT_LT(mostUlfx, 1 << needs.ulfx);
                }
    }
    EXPECT_GT(fitting, 100000);
    EXPECT_GT(wideRegimes, 0);
    EXPECT_GT(wideUlfx, 0);
}

TEST(Datapath, LaneNeedsByHand) {
    // LP<2,0,1> holds r = 0 alone; LP<8,2,2> r = -8..4 and u = 0..3.875 in steps of 1/8.
    const LaneNeeds cut = laneNeeds({2, 0, 1}, {8, 2, 2});
    EXPECT_EQ(cut.regime, 4);
    EXPECT_EQ(cut.ulfx, 5);  // the figure's 4-bit lane would cut it
    // r = -7 * 32 .. 6 * 32 each.
    EXPECT_EQ(laneNeeds({8, 5, 7}, {8, 5, 7}).regime, 10);
    // A carry into the next lane is gated off, one within a lane is not.
    EXPECT_EQ(segmentedSum(0x00FF, 0x0001, PeMode::One8Bit), 0x0100);
    EXPECT_EQ(segmentedSum(0x00FF, 0x0001, PeMode::Two4Bit), 0x0000);
    EXPECT_EQ(segmentedSum(0x000F, 0x0001, PeMode::Two4Bit), 0x0010);
    EXPECT_EQ(segmentedSum(0x000F, 0x0001, PeMode::Four2Bit), 0x0000);
}

TEST(Datapath, RefusesWhatMakesNoSense) {
    EXPECT_EQ(usageMessage({8, LogConversion::Table, 8}), "accepted");
    EXPECT_EQ(usageMessage({8, LogConversion::Table, 1}),
              "datapath: accumulator fraction bits F = 1; give 2..22");
    EXPECT_EQ(usageMessage({8, LogConversion::Table, 23}),
              "datapath: accumulator fraction bits F = 23; give 2..22");
    EXPECT_EQ(usageMessage({0, LogConversion::Table, 8}),
              "datapath: log fraction bits t = 0; give 1..22");
    EXPECT_EQ(usageMessage({23, LogConversion::Mitchell, 8}),
              "datapath: log fraction bits t = 23; give 1..22");
    EXPECT_THROW(decodeOperand(1, 9, 2, 2), UsageError);
    EXPECT_THROW(decodeOperand(1, 8, 6, 2), UsageError);
    EXPECT_THROW(decodeOperand(1, 8, 2, 8), UsageError);
    EXPECT_THROW(decodeOperand(-128, 8, 2, 2), Error);  // NaR
    EXPECT_THROW(decodeOperand(128, 8, 2, 2), Error);
    EXPECT_THROW(laneNeeds({16, 2, 2}, {8, 2, 2}), UsageError);
    const Datapath pe({});
    std::vector<DatapathWord> a(6), b(6);
    std::vector<double> c(3);
    EXPECT_THROW(pe.multiply({2, 3, 2, a, b, c}), std::invalid_argument);
}
