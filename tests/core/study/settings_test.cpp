#include "core/study/settings.h"

#include <gtest/gtest.h>

#include "core/base/error.h"

using namespace lpstudio;

TEST(Settings, RoundTripAsJson) {
    SearchSettings s;
    s.common.seed = 18446744073709551615ULL;
    s.scoreFunction = ScoreFunction::Kl;
    s.cost = CostKind::EnergyDelay;
    s.widths = {2, 4, 8};
    s.locks = {{"conv1", "lp:8"}};
    const std::string text = toJsonText(s);
    EXPECT_EQ(toJsonText(settingsFromJsonText(text)), text);
    EXPECT_EQ(settingsFromJsonText(text).common.seed, s.common.seed);
    EXPECT_THROW(settingsFromJsonText("{"), Error);
    EXPECT_THROW(settingsFromJsonText(R"({"unknown": 1})"), Error);
    EXPECT_THROW(settingsFromJsonText(R"({"population": "many"})"), Error);
}
