#include "app/report/commands_text.h"

#include <gtest/gtest.h>

#include "app/report/report_input.h"
#include "app/report/settings_text.h"
#include "core/base/error.h"
#include "tests/app/report/report_sample.h"
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
    settings.lpq.targetBits = 4.5;
    settings.scoreFunction = ScoreFunction::GlobalLocal;
    settings.locks = {{"conv1", "lp:8"}};
    settings.widths = {2, 4, 8};
    settings.start = StartKind::Random;
    settings.biasCorrection = true;
    settings.hardware = "big.json";
    settings.cost = CostKind::Energy;
    settings.lpq.seed = 7;
    files.threads = 2;
    files.evaluation = "e.npz";
    files.stoppedAfter = 30;
    settings.lpq.timeLimitSeconds = 10;
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
    settings.lpq.population = SearchSettings::kNsga2Population;
    settings.generations = 3;
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
    settings.lpq.targetBits = 5;
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
