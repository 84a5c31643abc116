#include "app/cli/search_options.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "core/base/error.h"
#include "core/study/setting_values.h"
#include "tests/core/study/changed_setting.h"

namespace lpstudio::cli {
namespace {

SearchSettings parsed(std::vector<std::string> words) {
    CLI::App app;
    SearchOptions options;
    options.add(app, true);
    options.add(app, false);
    std::reverse(words.begin(), words.end());
    app.parse(words);
    return options.settings();
}

/// The words that give one setting.
std::vector<std::string> wordsOf(const Setting& setting, const SearchSettings& settings) {
    if (std::holds_alternative<SettingMember<bool>>(setting.value)) return {setting.option};
    return {setting.option, settingText(setting, settings)};
}

TEST(SearchOptions, EveryRowOfTheTableIsReadBack) {
    for (const Setting& setting : settingTable()) {
        if (setting.option[0] == '\0') continue;
        SearchSettings given;
        test::change(setting, given);
        const std::vector<std::string> words = wordsOf(setting, given);
        const SearchSettings read = parsed(words);
        EXPECT_EQ(settingText(setting, read), settingText(setting, given)) << setting.key;
        // Nothing else but what depends on it has changed.
        for (const Setting& other : settingTable())
            if (other.key != setting.key) {
                EXPECT_TRUE(isUsual(other, read)) << other.key << " with " << setting.key;
            }
    }
}

TEST(SearchOptions, NothingGivenIsTheDefaults) {
    EXPECT_EQ(toJsonText(parsed({})), toJsonText({}));
}

TEST(SearchOptions, SomeDefaultsFollowWhatIsGiven) {
    EXPECT_EQ(parsed({"--algorithm", "nsga2"}).common.population, Nsga2Settings::kPopulation);
    EXPECT_EQ(parsed({"--algorithm", "nsga2", "--population", "20"}).common.population, 20);
    EXPECT_EQ(parsed({"--target-bits", "4"}).scoreFunction, ScoreFunction::Mse);
    EXPECT_EQ(parsed({"--target-bits", "4", "--objective", "global-local"}).scoreFunction,
              ScoreFunction::GlobalLocal);
}

TEST(SearchOptions, LocksAreGivenOneByOne) {
    EXPECT_EQ(parsed({"--pin", "a=lp:8,1,3", "--pin", "b=lp:4"}).locks,
              (LayerLocks{{"a", "lp:8,1,3"}, {"b", "lp:4"}}));
    EXPECT_THROW(parsed({"--pin", "a"}), UsageError);
    EXPECT_THROW(parsed({"--cost", "money"}), UsageError);
    EXPECT_THROW(parsed({"--cache-mib", "-1"}), CLI::ParseError);
    EXPECT_THROW(parsed({"--population", "many"}), CLI::ParseError);
}

TEST(SearchOptions, TheHelpKnowsEveryRow) {
    CLI::App app;
    SearchOptions options;
    options.add(app, true);
    options.add(app, false);
    const std::string help = app.help();
    std::size_t last = 0;
    for (const char* option :
         {"--algorithm TEXT=lpq",    "--generations INT=25",
          "--seed UINT=1",           "--population INT=20",
          "--passes INT=10",         "--cycles INT=4",
          "--diversity INT=5",       "--images UINT=128",
          "--lambda FLOAT=0.4",      "--temperature FLOAT=0.1",
          "--objective TEXT ",       "--cost TEXT=bits",
          "--hardware TEXT=lpa-8x8", "--widths INT=[2,3,4,5,6,7,8] ...",
          "--target-bits FLOAT ",    "--es-max INT=5",
          "--rs-max INT=15",         "--sf-range FLOAT=1",
          "--pin TEXT ...",          "--start TEXT=informed",
          "--bias-correction ",      "--cache-mib UINT:INT in [0 - 1048576]=256",
          "--max-candidates INT ",   "--time-limit FLOAT "}) {
        const std::size_t at = help.find(option);
        ASSERT_NE(at, std::string::npos) << option << " is not in " << help;
        EXPECT_GT(at, last) << option;
        last = at;
    }
    for (const Setting& setting : settingTable())
        if (setting.option[0] != '\0') {
            EXPECT_NE(help.find(std::string(setting.option) + " "), std::string::npos);
            EXPECT_NE(help.find(std::string(setting.help).substr(0, 30)), std::string::npos)
                << setting.key;
        }
}

}  // namespace
}  // namespace lpstudio::cli
