#include "app/desktop/pages/search/setting_words.h"

#include <gtest/gtest.h>

#include <QStringList>
#include <set>
#include <string>

#include "core/base/error.h"

namespace lpstudio {
namespace {

TEST(SettingsSummaryTest, TellsWhatIsSetOtherwise) {
    SearchSettings settings;
    EXPECT_EQ(settingsSummary(settings), QStringLiteral("defaults"));
    settings.common.targetBits = 4.5;
    settings.scoreFunction = ScoreFunction::Mse;  // what a target brings
    settings.common.seed = 7;
    settings.widths = {2, 4, 8};
    settings.locks = {{"conv1", "lp:8"}};
    const QString text = settingsSummary(settings);
    for (const char* part : {"at most 4.5", "widths 2/4/8", "seed 7"})
        EXPECT_TRUE(text.contains(QLatin1String(part))) << text.toStdString();
    EXPECT_FALSE(text.contains(QStringLiteral("squared error")));
}

TEST(SettingsSummaryTest, NamesTheSettingsInTheirOrder) {
    SearchSettings s;
    s.common = {.seed = 3,
                .population = 8,
                .lambda = 0.25,
                .targetBits = 5,
                .maxCandidates = 90,
                .timeLimitSeconds = 75};
    s.lpq = {1, 2, 3};
    s.scoreFunction = ScoreFunction::Kl;
    s.temperature = 0.2;
    s.cost = CostKind::Latency;
    s.widths = {3, 4};
    s.images = 32;
    s.start = StartKind::Random;
    s.biasCorrection = true;
    s.locks = {{"a", "lp:8"}, {"b", "lp:6"}};
    EXPECT_EQ(settingsSummary(s).toStdString(),
              "at most 5 bit, widths 3/4, KL divergence, latency on lpa-8x8, 2 locked layers, "
              "population 8, 1 passes, 2 cycles, diversity 3, cost exponent 0.25, temperature 0.2, "
              "32 images, random start, bias correction, at most 90 candidates, at most 1 m 15 s, "
              "seed 3");
    s = {};
    s.algorithm = Algorithm::Nsga2;
    s.nsga2.generations = 4;
    s.locks = {{"a", "lp:8"}};
    s.pooling = Pooling::Mean;
    s.maxExponentSize = 2;
    EXPECT_EQ(settingsSummary(s).toStdString(),
              "1 locked layer, population 20, 4 generations, mean pooling, es up to 2");
}

TEST(SettingWordsTest, HaveARowForEveryRowOfTheTable) {
    std::set<std::string> keys;
    for (const SettingWords& words : settingWords()) {
        EXPECT_TRUE(keys.insert(words.key).second) << words.key;
        EXPECT_NO_THROW(settingOf(words.key)) << words.key;
        if (words.group == SettingGroup::None) continue;
        EXPECT_STRNE(words.name, "") << words.key;
        EXPECT_STRNE(words.tip, "") << words.key;
    }
    for (const Setting& setting : settingTable()) {
        ASSERT_TRUE(keys.contains(setting.key)) << setting.key << " has no words";
        // The algorithm is in a search's name, the cost beside its accelerator.
        const std::string key = setting.key;
        if (key != "algorithm" && key != "cost") {
            EXPECT_GT(wordsOf(key).summaryPlace, 0) << key;
        }
        if (const auto* choice = std::get_if<ChoiceMember>(&setting.value)) {
            for (const SettingChoice& one : choice->choices)
                EXPECT_TRUE(hasChoiceText(setting, one.name)) << key << " " << one.name;
        }
    }
    EXPECT_THROW(wordsOf("speed"), Error);
}

}  // namespace
}  // namespace lpstudio
