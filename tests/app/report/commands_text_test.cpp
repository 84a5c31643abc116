#include "app/report/commands_text.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "app/report/report_input.h"
#include "core/base/error.h"
#include "core/study/setting_values.h"
#include "tests/app/report/report_sample.h"
#include "tests/core/study/changed_setting.h"
#include "tests/temp_dir.h"

namespace lpstudio::test {
namespace {

/// What a shell makes of a command, a word a line in brackets.
std::string shellWords(const std::string& command) {
    return outputOf("printf '[%s]\\n' " + command);
}

TEST(Commands, ComeThroughTheShellAsTheyWere) {
    const std::vector<std::string> words = {
        "search",
        "it's a \"file\" $HOME `x` \\ .pt",
        "--pin",
        "layer 1=lp:8",
        "--empty",
        "",
        "/" + std::string(250, 'p') + "/a b'c" + std::string(150, 'q'),
        "--out",
        "\u00e9\u00e8" + std::string(120, '\'') + ".pdf",
        "two\nlines"};
    std::string expected;
    for (const std::string& word : words) expected += "[" + word + "]\n";
    for (const std::size_t columns : {40, 92, 1000})
        EXPECT_EQ(shellWords(wrapCommand(words, columns)), expected) << columns;
    EXPECT_EQ(shellQuoted("a-b/c.d=1,2"), "a-b/c.d=1,2");
    EXPECT_EQ(shellQuoted(""), "''");
}

TEST(Commands, BreakBeforeOptions) {
    EXPECT_EQ(wrapCommand({"lpstudio-cli", "search", "m.pt", "--seed", "1", "--images", "32"}, 34),
              "lpstudio-cli search m.pt \\\n    --seed 1 --images 32");
}

TEST(Commands, SayEverySettingThatIsNotTheDefault) {
    SearchSettings settings;
    RunFiles files;
    files.model = "m.pt";
    files.calibration = "c.npz";
    files.project = "p.lps";
    const auto text = [&] {
        std::string all;
        for (const std::string& word : searchWords(settings, files)) all += word + " ";
        return all;
    };
    EXPECT_EQ(text(), "lpstudio-cli search m.pt --calibration c.npz --project p.lps --seed 1 ");
    settings.common.targetBits = 4.5;
    settings.scoreFunction = ScoreFunction::GlobalLocal;
    settings.locks = {{"conv1", "lp:8"}};
    settings.widths = {2, 4, 8};
    settings.start = StartKind::Random;
    settings.biasCorrection = true;
    settings.hardware = "big.json";
    settings.cost = CostKind::Energy;
    settings.common.seed = 7;
    files.threads = 2;
    files.evaluation = "e.npz";
    files.stoppedAfter = 30;
    settings.common.timeLimitSeconds = 10;
    const std::string all = text();
    for (const char* part :
         {"lpstudio-cli --threads 2 search", "--target-bits 4.5", "--objective global-local",
          "--pin conv1=lp:8", "--widths 2,4,8", "--start random", "--bias-correction",
          "--hardware big.json", "--cost energy", "--seed 7", "--evaluation e.npz",
          "--max-candidates 30"})
        EXPECT_NE(all.find(part), std::string::npos) << part << " is not in " << all;
    EXPECT_EQ(all.find("--time-limit"), std::string::npos);
    EXPECT_NE(reproductionNote(settings, files).find("30 candidates"), std::string::npos);
    settings = {};
    settings.algorithm = Algorithm::Nsga2;
    settings.common.population = Nsga2Settings::kPopulation;
    settings.nsga2.generations = 3;
    files = {"m.pt", "c.npz", "", "p.lps"};
    files.hasCard = false;
    files.card.channels = 1;
    files.card.height = files.card.width = 28;
    files.card.mean = {0.5F};
    files.card.std = {0.25F};
    EXPECT_EQ(text(),
              "lpstudio-cli search m.pt --input 1,28,28 --mean 0.5 --std 0.25 --calibration c.npz "
              "--project p.lps --algorithm nsga2 --seed 1 --generations 3 ");
    EXPECT_EQ(reproductionNote(settings, files), "");
}

TEST(Commands, SayTheSettingsInTheirOrder) {
    SearchSettings s;
    s.common = {.seed = 3,
                .population = 8,
                .lambda = 0.25,
                .targetBits = 5,
                .maxCandidates = 90,
                .timeLimitSeconds = 1.5};
    s.lpq = {1, 2, 3};
    s.nsga2.generations = 4;
    s.scoreFunction = ScoreFunction::Kl;
    s.pooling = Pooling::Mean;
    s.temperature = 0.2;
    s.cost = CostKind::Latency;
    s.widths = {3, 4};
    s.maxExponentSize = 1;
    s.maxRegime = 3;
    s.sfRange = 0.5;
    s.images = 32;
    s.start = StartKind::Random;
    s.biasCorrection = true;
    s.locks = {{"a", "lp:8"}, {"b", "lp:6"}};
    s.hardware = "x.json";
    s.batch = 16;
    s.cacheMebibytes = 99;
    RunFiles files;
    files.model = "m.pt";
    files.calibration = "c.npz";
    files.project = "p.lps";
    std::string all;
    for (const std::string& word : searchWords(s, files)) all += word + " ";
    EXPECT_EQ(all,
              "lpstudio-cli search m.pt --calibration c.npz --project p.lps --seed 3 "
              "--population 8 --passes 1 --cycles 2 --diversity 3 --target-bits 5 --objective kl "
              "--cost latency --hardware x.json --images 32 --lambda 0.25 --temperature 0.2 "
              "--widths 3,4 --es-max 1 --rs-max 3 --sf-range 0.5 --start random "
              "--bias-correction --pin a=lp:8 --pin b=lp:6 --cache-mib 99 --max-candidates 90 "
              "--time-limit 1.5 ");
    EXPECT_EQ(reproductionNote(s, files),
              "The run pooled by the mean, for which the command line has no option. The run "
              "executed 16 images at once, for which the command line has no option; rounding "
              "may differ.");
}

TEST(Commands, RefuseCandidatesThatAreNone) {
    const auto message = [](const std::vector<std::string>& words) {
        return errorOf([&] { parseCandidates(words); });
    };
    expectMessage(message({"3", "x7"}), {"x7", "3,17"});
    expectMessage(message({"-1"}), {"-1"});
    expectMessage(message({"4.5"}), {"4.5"});
    expectMessage(message({""}), {"\"\""});
    expectMessage(message({"99999999999999999999"}), {"99999999999999999999"});
    expectMessage(message({"3", "17", "3"}), {"3 is given twice"});
    expectMessage(message({"1", "2", "3", "4", "5", "6", "7"}), {"7 candidates", "at most 6"});
    EXPECT_EQ(parseCandidates({"3", "17"}),
              (std::vector<CandidateId>{CandidateId(3), CandidateId(17)}));
}

TEST(Commands, AnyRowOfTheTableIsSaidOrTold) {
    for (const Setting& setting : settingTable()) {
        SearchSettings settings;
        if (setting.scope == SettingScope::Nsga2) {
            settings.algorithm = Algorithm::Nsga2;
            settings.common.population = Nsga2Settings::kPopulation;
        }
        const std::vector<std::string> before = searchWords(settings, {});
        change(setting, settings);
        const std::vector<std::string> words = searchWords(settings, {});
        if (setting.option[0] == '\0') {
            EXPECT_EQ(words, before) << setting.key;
            EXPECT_NE(reproductionNote(settings, {}).find(settingText(setting, settings)),
                      std::string::npos)
                << setting.key;
        } else {
            EXPECT_NE(std::find(words.begin(), words.end(), setting.option), words.end())
                << setting.key;
            EXPECT_EQ(reproductionNote(settings, {}), "") << setting.key;
        }
    }
}

TEST(SettingsText, KnowsEveryRowOfTheTable) {
    // Said elsewhere in the report: the seed, the accelerator, what top-1 was measured of. Of the
    // machine: the rest.
    const std::set<std::string> elsewhere{"seed", "hardware", "measure", "batch", "cache_mib"};
    for (const Setting& setting : settingTable()) {
        SearchSettings settings;
        if (setting.scope == SettingScope::Nsga2) settings.algorithm = Algorithm::Nsga2;
        change(setting, settings);
        int found = 0;
        for (const auto& [name, value] : settingsText(settings))
            if (name == setting.label || name.starts_with(std::string(setting.label) + " (")) {
                ++found;
                EXPECT_EQ(value, settingTitle(setting, settings)) << setting.key;
            }
        EXPECT_EQ(found, elsewhere.contains(setting.key) ? 0 : 1) << setting.key;
    }
}

TEST(SettingsText, HasItsOrderAndUnits) {
    SearchSettings settings;
    settings.common.targetBits = 4.5;
    settings.common.maxCandidates = 300;
    settings.common.timeLimitSeconds = 2.5;
    settings.locks = {{"conv1", "lp:8"}};
    settings.cost = CostKind::EnergyDelay;
    settings.biasCorrection = true;
    std::string all;
    for (const auto& [name, value] : settingsText(settings)) all += name + ": " + value + "\n";
    EXPECT_EQ(all,
              "Algorithm: LPQ\nObjective: global-local\nPooling: kurtosis-3\n"
              "Temperature tau: 0.1\nCost: energy-delay product\nCost exponent lambda: 0.4\n"
              "Target mean width (bit): 4.5\nCalibration images: 128\n"
              "Allowed widths (bit): 2, 3, 4, 5, 6, 7, 8\nLargest es (bit): 5\nLargest rs: 15\n"
              "Range of sf (octaves): ±1\nInitial population: informed\nBias correction: on\n"
              "Population size: 20\nPasses: 10\nCycles per block: 4\nDiversity parents: 5\n"
              "Max. candidates: 300\nTime limit (s): 2.5\nLocked layers: conv1=lp:8\n");
}

TEST(SettingsText, NamesWhatIsSwitchedOn) {
    SearchSettings settings;
    const auto find = [&](const char* name) {
        for (const auto& [key, value] : settingsText(settings))
            if (key == name) return value;
        return std::string();
    };
    EXPECT_EQ(find("Population size"), "20");
    EXPECT_EQ(find("Allowed widths (bit)"), "2, 3, 4, 5, 6, 7, 8");
    EXPECT_EQ(find("Target mean width (bit)"), "");
    settings.common.targetBits = 5;
    settings.locks = {{"conv1", "lp:8"}, {"fc", "lp:8"}};
    EXPECT_EQ(find("Target mean width (bit)"), "5");
    EXPECT_EQ(find("Locked layers"), "conv1=lp:8, fc=lp:8");
    EXPECT_EQ(find("Algorithm"), "LPQ");
    EXPECT_EQ(find("Passes"), "10");
    EXPECT_EQ(find("Generations"), "");
    settings.algorithm = Algorithm::Nsga2;
    EXPECT_EQ(find("Algorithm"), "NSGA-II");
    EXPECT_EQ(find("Passes"), "");
    EXPECT_EQ(find("Generations"), "25");
}

}  // namespace
}  // namespace lpstudio::test
