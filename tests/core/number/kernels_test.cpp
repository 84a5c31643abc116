#include "core/number/kernels.h"

#include <gtest/gtest.h>

#include <limits>
#include <map>
#include <set>

#include "core/base/error.h"
#include "core/number/format.h"
#include "tests/core/number/format_oracle.h"
#include "tests/core/number/hard_inputs.h"
#include "tests/core/number/instruction_sets.h"
#include "tests/core/number/rounding_checks.h"

using namespace lpstudio;
using oracle::Definition;

namespace {

struct Case {
    Definition definition;
    double scale;
};

/// Between them they take every way of quantizing, with codebooks of every depth, symmetric and
/// not.
const std::vector<Case>& cases() {
    static const std::vector<Case> all{{oracle::integer(4), 0.3},
                                       {oracle::normalFloat(), 0.7},
                                       {oracle::integer(5), 0.27182818284590452},
                                       {oracle::minifloat(3, 2), 0.27182818284590452},
                                       {oracle::integer(7), 1},
                                       {oracle::posit(8, 2), 1},
                                       {oracle::posit(6, 5), 0x1p-20},
                                       {oracle::flint(8, false), 1},
                                       {oracle::fixedPoint(8), 5},
                                       {oracle::flint(7, true), 0.3},
                                       {oracle::logarithmicPosit(8, 2, 3), 0.3},
                                       {oracle::logarithmic(10, 4), 0.3},
                                       {oracle::posit(16, 1), 0.3}};
    return all;
}

/// Runs `work` with every way of every case under every instruction set.
template <class Work>
void forEachKernel(const Work& work) {
    test::underEveryInstructionSet([&](const std::string& target) {
        for (const Case& c : cases()) {
            const std::string spec = oracle::specAt(c.definition, c.scale);
            const Quantizer fastest = parseFormat(spec)->quantizer(Rounding::Nearest);
            for (const Quantizer::Kernel kernel : oracle::allKernels())
                if (const auto quantizer = oracle::byKernel(fastest, kernel))
                    work(c, *quantizer, target, target + " " + oracle::nameOf(kernel) + " " + spec);
        }
    });
}

constexpr std::size_t kMostEntries = 33;  // two vectors of the widest registers and one more

/// `count` entries that are spread over the codebook, none of them in order.
std::vector<float> someInputs(const Case& c, std::size_t count) {
    const auto numbers = oracle::onFloat32(oracle::numbersAt(c.definition, c.scale));
    const std::vector<float> all = oracle::hardInputs(numbers, 5);
    std::vector<float> some;
    for (std::size_t i = 0; i < count; ++i) some.push_back(all[all.size() - 1 - i * 7 % 299]);
    return some;
}

}  // namespace

TEST(Kernels, EveryWayIsTestedUnderEveryInstructionSet) {
    std::map<std::string, std::set<Quantizer::Kernel>> ways;
    forEachKernel([&](const Case&, const Quantizer& quantizer, const std::string& target,
                      const std::string&) { ways[target].insert(quantizer.kernel()); });
    EXPECT_GE(ways.size(), 1U);
    for (const auto& [target, found] : ways)
        EXPECT_EQ(found.size(), oracle::allKernels().size()) << target;
}

// The arithmetic must prove itself on every level before it is used, so a fault in it would only
// make it rare. With a fused multiply-add it serves any scale a fit may find.
TEST(Kernels, ArithmeticServesFittedScalesWhereMultiplyAddIsFused) {
    test::underEveryInstructionSet([](const std::string& target) {
        if (!target.starts_with("AVX")) return;
        for (const Definition& d : {oracle::integer(8), oracle::minifloat(4, 3),
                                    oracle::posit(8, 2), oracle::flint(8, false)})
            for (const double scale : {0.27182818284590452, 0.0031415926535897933}) {
                const std::string spec = oracle::specAt(d, scale);
                const Quantizer quantizer = parseFormat(spec)->quantizer(Rounding::Nearest);
                EXPECT_TRUE(quantizer.tables()->allows(Quantizer::Kernel::Steps))
                    << target << ' ' << spec;
            }
    });
}

TEST(Kernels, TailsAndMisalignedArrays) {
    forEachKernel([](const Case& c, const Quantizer& quantizer, const std::string&,
                     const std::string& what) {
        constexpr std::size_t kOffsets = 5;
        constexpr float kUntouched = 12345.5F;
        const std::vector<float> inputs = someInputs(c, kMostEntries + kOffsets);
        const oracle::Rounded expected = oracle::byOracle(
            oracle::onFloat32(oracle::numbersAt(c.definition, c.scale)), Rounding::Nearest, inputs);
        for (std::size_t offset = 0; offset < kOffsets; ++offset)
            for (std::size_t count = 0; count <= kMostEntries; ++count) {
                const auto in = std::span(inputs).subspan(offset, count);
                std::vector<float> values(kMostEntries + kOffsets + 1, kUntouched), wanted = values;
                std::vector<std::int32_t> codes(values.size(), -99), wantedCodes = codes;
                // The output stands elsewhere in its vector than the input.
                const std::size_t at = (offset + 2) % kOffsets;
                std::copy_n(expected.values.begin() + static_cast<std::ptrdiff_t>(offset), count,
                            wanted.begin() + static_cast<std::ptrdiff_t>(at));
                std::copy_n(expected.codes.begin() + static_cast<std::ptrdiff_t>(offset), count,
                            wantedCodes.begin() + static_cast<std::ptrdiff_t>(at));
                quantizer.quantize(in, std::span(values).subspan(at, count), "x");
                quantizer.encode(in, std::span(codes).subspan(at, count), "x");
                ASSERT_EQ(values, wanted) << what << ", " << count << " from " << offset;
                ASSERT_EQ(codes, wantedCodes) << what << ", " << count << " from " << offset;
                std::vector<float> both(in.begin(), in.end());
                quantizer.quantize(both, both, "x");
                ASSERT_TRUE(
                    std::equal(both.begin(), both.end(),
                               expected.values.begin() + static_cast<std::ptrdiff_t>(offset)))
                    << what << " in place, " << count << " from " << offset;
            }
    });
}

TEST(Kernels, NonFiniteEntriesAreFoundWhereverTheyAre) {
    const float infinity = std::numeric_limits<float>::infinity();
    forEachKernel([&](const Case& c, const Quantizer& quantizer, const std::string&,
                      const std::string& what) {
        const std::vector<float> inputs = someInputs(c, kMostEntries);
        std::vector<float> values(inputs.size());
        std::vector<std::int32_t> codes(inputs.size());
        for (const float bad : {infinity, -infinity, std::numeric_limits<float>::quiet_NaN(),
                                -std::numeric_limits<float>::signaling_NaN()})
            for (std::size_t i = 0; i < inputs.size(); ++i) {
                std::vector<float> in = inputs;
                in[i] = bad;
                EXPECT_THROW(quantizer.quantize(in, values, "x"), Error) << what << " at " << i;
                EXPECT_THROW(quantizer.encode(in, codes, "x"), Error) << what << " at " << i;
            }
    });
}
