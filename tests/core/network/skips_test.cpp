#include "core/network/skips.h"

#include <gtest/gtest.h>

#include "core/network/network.h"
#include "tests/core/network/test_models.h"

namespace lpstudio::test {
namespace {

std::vector<Skip> skipsOf(const std::filesystem::path& file) {
    return findSkips(file, Network::load(file, readCard(cardPath(file))).layers());
}

TEST(Skips, SumsOfABlocksInputAndOutputAreFound) {
    // c + relu(a) and f + relu(c + relu(a)).
    EXPECT_EQ(skipsOf(residualNet()), (std::vector<Skip>{{0, 2, false}, {2, 5, false}}));
}

TEST(Skips, AChainHasNone) {
    EXPECT_EQ(skipsOf(convNet().file), std::vector<Skip>());
}

TEST(Skips, ALayerOnTheWayIsAProjection) {
    const auto file = scriptedNet(
        "projected",
        "    x = torch.relu(torch.linear(x.flatten(1), self.a))\n"
        "    y = torch.relu(torch.linear(x, self.b))\n"
        "    y = torch.linear(y, self.c)\n"
        "    x = torch.relu(y + torch.linear(x, self.d))\n"
        "    return torch.linear(x, self.e) + 1.0\n",
        {{"a", {6, 4}}, {"b", {6, 6}}, {"c", {8, 6}}, {"d", {8, 6}}, {"e", {3, 8}}}, {1, 2, 2});
    EXPECT_EQ(skipsOf(file), (std::vector<Skip>{{0, 3, true}}));
}

TEST(Skips, TheImageItselfCanBeAdded) {
    const auto file = scriptedNet("from_input",
                                  "    x = x.flatten(1)\n"
                                  "    y = torch.linear(x, self.a) + self.p\n"
                                  "    return torch.linear(x + y, self.b)\n",
                                  {{"a", {4, 4}}, {"b", {3, 4}}, {"p", {4}}}, {1, 2, 2});
    EXPECT_EQ(skipsOf(file), (std::vector<Skip>{{-1, 0, false}}));
}

}  // namespace
}  // namespace lpstudio::test
