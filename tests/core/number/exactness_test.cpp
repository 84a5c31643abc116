#include <gtest/gtest.h>

#include <algorithm>

#include "core/number/format.h"
#include "core/number/measures.h"
#include "tests/core/number/format_oracle.h"
#include "tests/core/number/hard_inputs.h"
#include "tests/core/number/instruction_sets.h"
#include "tests/core/number/rounding_checks.h"

using namespace lpstudio;
using oracle::Definition;
using oracle::Numbers;

// Every valid format of at most eight bits against exact arithmetic, by every way of quantizing,
// under every instruction set of the processor.
//
// Faults put into core/number one at a time, each in a copy, and the test that failed.
// Exactness.EveryWayUnderEveryInstructionSet:
// - a tie goes to the odd code; a threshold one float up; a threshold rounded to the nearest float
//   instead of down; half of the smallest magnitude goes up; in log-nearest it goes to zero;
//   log-nearest takes arithmetic midpoints;
// - levels below 2^-126 kept; the level 2^-126 dropped; levels above FLT_MAX kept; denormal input
//   flushed to zero; the scale rounded to float32;
// - -0 kept by the scalar search; codes of negatives from the positive side;
// - the small table's last level missing, its thresholds below zero one float off; cells shifted by
// one, twice too wide, without the clip of the shorter side;
// - arithmetic steps used without their proof (or with one of levels only: OcpMx);
// - SSE4 only: >= for >; AVX2 only: the halves of a long table swapped.
// Exactness.CodesWordsAndValues:
// - posit exponent bits cut off at the end not shifted up; lp's terminator written at the cap;
//   adaptivfloat keeps 2^bias; subnormals of minifloats an octave low; flint's m from the wrong
//   end; lns words in two's complement, its values centred one lower; a digit of nf4; fixed point
//   without its lowest code.
// Kernels: the last entry of a tail not written (also FitScan), its entries not checked for NaN;
//   scales of arithmetic steps in one float. A tail written beyond the end, and aligned stores, end
//   the run.
//   Ways that must prove themselves fail their proof, and are missed: search by logarithm with too
//   little slack, with >= for >, with the neighbouring threshold, without zero.
// OcpMx: E8M0 not clamped below; the vector path beyond 2^126, below 2^-126; a short block's last
//   entry not looked at; the exponent of the largest entry rounded up; emax of E4M3 as 7; E4M3 up
//   to 480; INT8 with -2.
// Fit, FitScan: scan from max|x| / M, no golden section, golden section on the wrong side, whole
//   octaves stopped early, asymmetric codebooks fitted to positives only; channels swapped; codes
//   of non-finite entries given.
// Spec: a range one too wide, a message with another parameter's range, six digits of a scale.
// Survivors, none of which changes a result: the proof of the steps on positives only (they treat
// both signs alike), compareFormats() without its own check for NaN (measuring has the same).

namespace {

/// Scales at which rounding is awkward: neither dyadic nor of few digits, dyadic, of few bits (so
/// that ties exist), beyond what the arithmetic kernels take, and such that levels leave float32's
/// range below and above.
std::vector<double> scalesOf(const Definition& d) {
    if (d.kind == oracle::ScaleKind::None) return {1};
    const Numbers& numbers = d.numbers;
    const auto log2Of = [](const oracle::Number& n) {
        return std::log2(std::fabs(static_cast<double>(n.mantissa))) +
               static_cast<double>(n.exponent);
    };
    const double largest = log2Of(numbers.back()), middle = log2Of(numbers[numbers.size() * 3 / 4]);
    // Half the levels too small, half too large, all too small.
    const double low = -126.4 - middle, high = 127.6 - middle, none = -128.5 - largest;
    switch (d.kind) {
        case oracle::ScaleKind::At:
            return {1,
                    0.3,
                    1.0 / 3,
                    0.27182818284590452,
                    3,
                    0x1p-20,
                    0x1p70,
                    0x1p-70,
                    std::exp2(low),
                    std::exp2(high),
                    std::exp2(none)};
        case oracle::ScaleKind::ScaleFactor:
            return {0, 0.3, 1.0 / 3, 0.5, -20, 1.5e-9, -low, -high, -none};
        case oracle::ScaleKind::Exponent:
            return {0, -20, std::floor(low), std::floor(high), std::floor(none)};
        default:
            return {0, 20, -std::floor(low), -std::floor(high), -std::floor(none)};
    }
}

/// Values and codes of all hard inputs by every way, under every instruction set, and by measure().
void expectExact(const Definition& definition, double scale, Rounding rounding,
                 std::uint32_t seed) {
    const std::string spec = oracle::specAt(definition, scale);
    const FormatPtr format = parseFormat(spec);
    const Numbers numbers = oracle::onFloat32(oracle::numbersAt(definition, scale));
    const std::vector<float> inputs = oracle::hardInputs(numbers, seed);
    const oracle::Rounded expected = oracle::byOracle(numbers, rounding, inputs);
    std::vector<float> values(inputs.size());
    std::vector<std::int32_t> codes(inputs.size());
    const auto expectSame = [&](const std::string& how) {
        const std::string what =
            spec + (rounding == Rounding::Nearest ? " nearest " : " log-nearest ") + how;
        oracle::expectSameBits(values, expected.values, inputs, what + " value");
        oracle::expectSameBits(codes, expected.codes, inputs, what + " code");
    };
    const auto tryKernel = [&](const Quantizer& fastest, Quantizer::Kernel kernel,
                               const std::string& target) {
        const auto quantizer = oracle::byKernel(fastest, kernel);
        if (!quantizer) return;
        quantizer->quantize(inputs, values, "x");
        quantizer->encode(inputs, codes, "x");
        expectSame(target + " " + oracle::nameOf(kernel));
    };
    const Quantizer scalar = format->quantizer(rounding);
    tryKernel(scalar, Quantizer::Kernel::Search, "any");
    test::underEveryInstructionSet([&](const std::string& target) {
        const Quantizer quantizer = format->quantizer(rounding);
        measure(quantizer, inputs, "x", values, codes);
        expectSame(target + " measured");
        for (const Quantizer::Kernel kernel : oracle::allKernels())
            if (kernel != Quantizer::Kernel::Search) tryKernel(quantizer, kernel, target);
    });
}

/// All formats of a family at one width, under a name like "posit_8".
struct Group {
    std::string name;
    std::vector<Definition> definitions;
};

const std::vector<Group>& groups() {
    static const std::vector<Group> all = [] {
        std::vector<Group> made;
        for (Definition& d : oracle::allDefinitions(8)) {
            const std::string name =
                d.spec.substr(0, d.spec.find(':')) + "_" + std::to_string(d.bits);
            const auto found = std::find_if(made.begin(), made.end(),
                                            [&](const Group& g) { return g.name == name; });
            Group& group = found == made.end() ? made.emplace_back(Group{name, {}}) : *found;
            group.definitions.push_back(std::move(d));
        }
        return made;
    }();
    return all;
}

class Exactness : public testing::TestWithParam<std::size_t> {
protected:
    const std::vector<Definition>& definitions() const { return groups()[GetParam()].definitions; }
};

}  // namespace

TEST_P(Exactness, CodesWordsAndValues) {
    for (const Definition& definition : definitions())
        for (const double scale : scalesOf(definition)) {
            const std::string spec = oracle::specAt(definition, scale);
            const Numbers numbers = oracle::numbersAt(definition, scale);
            const FormatPtr format = parseFormat(spec);
            EXPECT_EQ(format->bits(), definition.bits) << spec;
            std::vector<CodePoint> points = format->codebook();
            std::erase_if(points, [](const CodePoint& p) { return p.nar; });
            ASSERT_EQ(points.size(), numbers.size()) << spec;
            for (std::size_t i = 0; i < points.size(); ++i) {
                ASSERT_EQ(points[i].code, numbers[i].code) << spec;
                ASSERT_EQ(points[i].word, numbers[i].word) << spec << " code " << points[i].code;
                ASSERT_EQ(points[i].value, numbers[i].rounded<double>())
                    << spec << " code " << points[i].code;
            }
        }
}

TEST_P(Exactness, EveryWayUnderEveryInstructionSet) {
    std::uint32_t seed = 0;
    for (const Definition& definition : definitions())
        for (const double scale : scalesOf(definition)) {
            expectExact(definition, scale, Rounding::Nearest, ++seed);
            expectExact(definition, scale, Rounding::LogNearest, seed);
        }
}

INSTANTIATE_TEST_SUITE_P(, Exactness, testing::Range(std::size_t{0}, groups().size()),
                         [](const auto& group) { return groups()[group.param].name; });

TEST(WideExactness, SampledFormatsAboveEightBits) {
    const struct {
        Definition definition;
        double scale;
    } cases[] = {{oracle::integer(14), 0.27182818284590452},
                 {oracle::integer(11), 1},
                 {oracle::fixedPoint(12), 9},
                 {oracle::posit(14, 1), 1},
                 {oracle::posit(12, 2), 0.27182818284590452},
                 {oracle::minifloat(5, 10), 1.0 / 3},
                 {oracle::minifloat(8, 3), 1},
                 {oracle::adaptivFloat(14, 4), -11},
                 {oracle::flint(13, false), 0.3},
                 {oracle::flint(11, true), 1},
                 {oracle::logarithmic(12, 7), 0.3},
                 {oracle::powersOfTwo(9), 0x1p-120},
                 {oracle::logarithmicPosit(13, 2, 5), 0.3},
                 {oracle::logarithmicPosit(10, 5, 9), 0}};
    for (const auto& c : cases) expectExact(c.definition, c.scale, Rounding::Nearest, 1);
}

// The oracle brackets x between neighbours; here it is itself checked against a scan of all codes
// in long double, exact for integers and minifloats of few bits.
TEST(Oracle, AgreesWithAScanOfAllCodes) {
    for (const Definition& d :
         {oracle::integer(5), oracle::minifloat(2, 3), oracle::flint(4, false)}) {
        for (const float x : oracle::hardInputs(d.numbers, 3)) {
            const long double y = std::clamp(x, -1000.0F, 1000.0F);
            if (y != 0 && std::fabs(y) < 0x1p-30L) continue;  // beyond 64 bits
            const oracle::Number* best = &d.numbers.front();
            for (const oracle::Number& n : d.numbers) {
                const long double distance = std::fabs(y - static_cast<long double>(n.value)),
                                  least = std::fabs(y - static_cast<long double>(best->value));
                if (distance < least || (distance == least && n.code % 2 == 0)) best = &n;
            }
            ASSERT_EQ(oracle::nearest(d.numbers, x).code, best->code) << d.spec << " at " << x;
        }
    }
}

// Faults that the sweep once found.

// log2 of a level times a scale was rounded, so a geometric mean that is a float32 (of posits whose
// exponents differ by an even number) was met or missed by chance.
TEST(OnceFaulty, LogNearestTiesAtAScaleOfFewBits) {
    for (int es = 3; es <= 5; ++es) expectExact(oracle::posit(8, es), 3, Rounding::LogNearest, 1);
}

// A value was rounded to 64 bits before its neighbours' midpoint is taken, so that a midpoint
// within 2^-65 of a float32 counted as a tie.
TEST(OnceFaulty, MidpointsNextToAFloat) {
    expectExact(oracle::posit(8, 5), 1.2676457645987368e+30, Rounding::Nearest, 1);
    for (const double scale : {0.5208074168484131, 0.6148665844686808, 0.8577418278703635})
        expectExact(oracle::normalFloat(), scale, Rounding::Nearest, 1);
}

// sf was lost beside k and e in long double: 2^(1 - 1e-20) became 2, its midpoints ties.
TEST(OnceFaulty, TinySf) {
    for (const Rounding rounding : {Rounding::Nearest, Rounding::LogNearest})
        expectExact(oracle::logarithmicPosit(4, 1, 3), 1e-20, rounding, 1);
}
