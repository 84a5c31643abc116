#include "core/base/units.h"

#include <gtest/gtest.h>

#include <functional>
#include <type_traits>

namespace lpstudio {
namespace {

TEST(Units, ConvertAtOnePlace) {
    EXPECT_EQ(Femtojoules(1'234'567).joules(), 1'234'567 * 1e-15);
    EXPECT_EQ(Femtojoules(1'234'567).picojoules(), 1234.567);
    EXPECT_EQ(Picojoules(2.5e6).joules(), 2.5e6 * 1e-12);
    EXPECT_EQ(Picojoules(2.5e6).microjoules(), 2.5);
    EXPECT_EQ(MilliSquareMicrometres(9'180).squareMicrometres(), 9.18);
    EXPECT_EQ(MilliSquareMicrometres(9'180'000'000).squareMillimetres(), 9.18e9 * 1e-9);
    EXPECT_EQ(SquareMicrometres(9180).squareMillimetres(), 9180 * 1e-6);
    EXPECT_EQ(SquareMicrometres::ofSquareMillimetres(2).value, 2e6);
    EXPECT_EQ(Seconds(0.25).microseconds(), 250'000);
    EXPECT_EQ(teraOperations(3e12), 3);
}

TEST(Units, AddOnlyToTheirOwnKind) {
    Femtojoules sum = Femtojoules(2) + Femtojoules(3);
    sum += Femtojoules(4);
    EXPECT_EQ(sum, Femtojoules(9));
    EXPECT_LT(Cycles(1), Cycles(2));
    static_assert(!std::is_convertible_v<std::int64_t, Cycles>);
    static_assert(!std::is_assignable_v<Cycles&, Femtojoules>);
    static_assert(!std::is_invocable_v<std::plus<>, Cycles, Femtojoules>);
}

}  // namespace
}  // namespace lpstudio
