#include "core/study/setting_table.h"

#include <gtest/gtest.h>

#include <map>
#include <set>
#include <string>

#include "core/base/error.h"
#include "core/study/setting_values.h"

using namespace lpstudio;

namespace {

/// A value of every setting that is not its default, as the command line takes it.
const std::map<std::string, std::string>& samples() {
    static const std::map<std::string, std::string> texts{
        {"algorithm", "nsga2"},
        {"seed", "18446744073709551615"},
        {"population", "33"},
        {"generations", "7"},
        {"passes", "3"},
        {"cycles", "2"},
        {"diversity", "0"},
        {"target_bits", "4.123456789012345"},
        {"objective", "kl"},
        {"cost", "edp"},
        {"hardware", "my designs/big one.json"},
        {"images", "1000"},
        {"lambda", "0.3"},
        {"temperature", "0.0123456"},
        {"widths", "2,4,8"},
        {"es_max", "2"},
        {"rs_max", "7"},
        {"sf_range", "0.5"},
        {"pooling", "mean"},
        {"start", "random"},
        {"bias_correction", "true"},
        {"pins", "conv1=lp:8,1,3,0.25,layer1.0.conv2=lp:4,fc=lp:6,0,2"},
        {"batch", "16"},
        {"cache_mib", "512"},
        {"measure", "front"},
        {"max_candidates", "123456789012"},
        {"time_limit", "0.25"}};
    return texts;
}

std::string messageOf(const char* key, const std::string& text) {
    SearchSettings settings;
    try {
        setSetting(settingOf(key), settings, text);
    } catch (const UsageError& error) {
        return error.what();
    }
    return {};
}

}  // namespace

TEST(SettingTable, EveryRowRoundTripsThroughJsonAndText) {
    SearchSettings all;
    for (const Setting& setting : settingTable()) {
        ASSERT_TRUE(samples().contains(setting.key)) << setting.key << " has no sample";
        const std::string& sample = samples().at(setting.key);
        SearchSettings one;
        setSetting(setting, one, sample);
        EXPECT_EQ(settingText(setting, one), sample);
        EXPECT_FALSE(isUsual(setting, one)) << setting.key;
        // JSON, settings, text, settings.
        const SearchSettings stored = settingsFromJsonText(toJsonText(one));
        SearchSettings typed;
        for (const Setting& each : settingTable())
            setSetting(each, typed, settingText(each, stored));
        EXPECT_EQ(toJsonText(typed), toJsonText(one)) << setting.key;
        EXPECT_NE(toJsonText(typed), toJsonText({})) << setting.key;
        setSetting(setting, all, sample);
    }
    EXPECT_EQ(toJsonText(settingsFromJsonText(toJsonText(all))), toJsonText(all));
    EXPECT_EQ(samples().size(), settingTable().size());
    EXPECT_EQ(
        all.locks,
        (LayerLocks{{"conv1", "lp:8,1,3,0.25"}, {"layer1.0.conv2", "lp:4"}, {"fc", "lp:6,0,2"}}));
}

TEST(SettingTable, StoredKeysAndValuesAreWhatTheyWere) {
    EXPECT_EQ(toJsonText({}),
              R"({"algorithm":"lpq","batch":64,"bias_correction":false,"cache_mib":256,)"
              R"("cost":"bits","cycles":4,"diversity":5,"es_max":5,"generations":25,)"
              R"("hardware":"lpa-8x8","images":128,"lambda":0.4,"max_candidates":0,)"
              R"("measure":"best",)"
              R"("objective":"global-local","passes":10,"pins":[],"pooling":"kurtosis-3",)"
              R"("population":20,"rs_max":15,"seed":1,"sf_range":1.0,"start":"informed",)"
              R"("target_bits":0.0,"temperature":0.1,"time_limit":0.0,)"
              R"("widths":[2,3,4,5,6,7,8]})");
    SearchSettings locked;
    locked.locks = {{"conv1", "lp:8"}, {"fc", "lp:8,1,3"}};
    EXPECT_NE(toJsonText(locked).find(R"("pins":[["conv1","lp:8"],["fc","lp:8,1,3"]])"),
              std::string::npos);
    // A run from before there was a choice of the start began at random.
    EXPECT_EQ(settingsFromJsonText("{}").start, StartKind::Random);
    EXPECT_EQ(settingsFromJsonText(R"({"start":"informed"})").start, StartKind::Informed);
}

TEST(SettingTable, RowsAreWhole) {
    std::set<std::string> keys, options;
    std::set<int> help, report;
    for (const Setting& setting : settingTable()) {
        EXPECT_TRUE(keys.insert(setting.key).second) << setting.key;
        EXPECT_STRNE(setting.label, "") << setting.key;
        if (setting.reportPlace > 0) {
            EXPECT_TRUE(report.insert(setting.reportPlace).second) << setting.key;
        }
        if (setting.option[0] == '\0') {
            EXPECT_NE(std::string(setting.note).find("%1"), std::string::npos)
                << setting.key << ": the command that makes a run again must tell of it";
            EXPECT_EQ(setting.helpPlace, 0) << setting.key;
            continue;
        }
        EXPECT_TRUE(std::string(setting.option).starts_with("--")) << setting.key;
        EXPECT_TRUE(options.insert(setting.option).second) << setting.option;
        EXPECT_TRUE(help.insert(setting.helpPlace).second && setting.helpPlace > 0) << setting.key;
        if (const auto* choice = std::get_if<ChoiceMember>(&setting.value)) {
            for (const SettingChoice& one : choice->choices) {
                SearchSettings settings;
                choice->choose(settings, one.name);
                EXPECT_STREQ(choice->name(settings), one.name);
                EXPECT_STRNE(one.title, "");
            }
        }
    }
    EXPECT_THROW(settingOf("speed"), Error);
}

TEST(SettingTable, SomeDefaultsDependOnOtherSettings) {
    SearchSettings settings;
    EXPECT_TRUE(isUsual(settingOf("population"), settings));
    settings.algorithm = Algorithm::Nsga2;
    EXPECT_FALSE(isUsual(settingOf("population"), settings));
    settings.common.population = 100;
    EXPECT_TRUE(isUsual(settingOf("population"), settings));
    settings.common.targetBits = 4;
    EXPECT_FALSE(isUsual(settingOf("objective"), settings));
    settings.scoreFunction = ScoreFunction::Mse;
    EXPECT_TRUE(isUsual(settingOf("objective"), settings));
    EXPECT_TRUE(applies(settingOf("generations"), Algorithm::Nsga2));
    EXPECT_FALSE(applies(settingOf("passes"), Algorithm::Nsga2));
    EXPECT_FALSE(applies(settingOf("generations"), Algorithm::Lpq));
    EXPECT_TRUE(applies(settingOf("seed"), Algorithm::Lpq));
}

TEST(SettingTable, RefusesWhatIsNoValue) {
    EXPECT_EQ(messageOf("population", "many"), "--population many: is not a whole number");
    EXPECT_EQ(messageOf("population", "4.5"), "--population 4.5: is not a whole number");
    EXPECT_EQ(messageOf("seed", "-1"), "--seed -1: is not a whole number");
    EXPECT_EQ(messageOf("lambda", "0.4x"), "--lambda 0.4x: is not a number");
    EXPECT_EQ(messageOf("widths", "2,,4"), "--widths 2,,4: is not a list of whole numbers");
    EXPECT_EQ(messageOf("bias_correction", "1"), "--bias-correction 1: give true or false");
    EXPECT_EQ(messageOf("cost", "money"),
              "cost \"money\" is unknown; give bits, energy, latency or edp");
    EXPECT_EQ(messageOf("pooling", "max"), "pooling \"max\" is unknown; give kurtosis-3 or mean");
    EXPECT_EQ(messageOf("pins", "conv1"), "--pin conv1: write LAYER=SPEC, for example conv1=lp:8");
    EXPECT_THROW(settingsFromJsonText(R"({"pooling":"max"})"), Error);
    EXPECT_THROW(settingsFromJsonText(R"({"widths":["wide"]})"), Error);
    EXPECT_THROW(settingsFromJsonText("[1]"), Error);
}
