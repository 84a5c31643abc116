#include "app/report/report.h"

#include <cmath>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <regex>

#include "app/report/settings_text.h"
#include "core/error.h"
#include "core/number/lp.h"
#include "core/number/magnitude_table.h"
#include "tests/app/project/temp_dir.h"

namespace lpstudio::test {
namespace {

std::string content(const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

ReportInput sample(int layers) {
    ReportInput input;
    input.project = "demo";
    input.run = "first run";
    input.modelName = "testnet_first";
    input.modelFile = "/models/testnet.pt";
    input.modelSha256 = std::string(64, 'b');
    input.channels = 3;
    input.height = input.width = 32;
    input.classes = 10;
    input.parameters = 123456;
    input.macs = 7654321;
    input.calibration = ReportData{"cal", "/data/cal.bin", 128};
    input.evaluation = ReportData{"eval", "/data/eval.bin", 10000};
    input.settings = {{"Objective", "global-local"}, {"Population", "20"}};
    input.seed = 42;
    input.programVersion = "0.1.0";
    input.date = "2025-03-01 14:05 UTC";
    input.state = "finished";
    input.command = "lpstudio-cli report demo.lps --out r.pdf --candidate 3 --page a4";
    input.floatTop1Percent = 92.25;
    for (int i = 0; i < 30; ++i) {
        ScoredCandidate scored;
        scored.id = CandidateId(i);
        scored.meanWeightBits = 8 - 0.1 * i;
        scored.meanActivationBits = 8;
        scored.compression = scored.meanWeightBits / 8;
        scored.contrast = 0.1 + 0.01 * i;
        scored.fitness = scored.contrast * std::pow(scored.compression, 0.4);
        scored.modelBytes = 15432 * scored.meanWeightBits;
        scored.hardware = {2.5e6 * scored.meanWeightBits, 1e-3, 0};
        for (int l = 0; l < layers; ++l) scored.candidate.genes.push_back({4, 1, 3, 1.5});
        input.candidates.push_back(scored);
    }
    input.candidates[0].top1Percent = 92.0;
    input.candidates[3].top1Percent = 91.5;
    input.uniform8 = input.candidates[0];
    input.chosen = CandidateId(3);
    for (int l = 0; l < layers; ++l)
        input.layers.push_back({"block" + std::to_string(l) + ".conv", "convolution", 1000, 20000,
                                "lp:4,1,3,1.5", l == 0 ? "float" : "lp:8,2,5,-0.25", l == 0});
    std::vector<float> weights;
    for (int i = 0; i < 2000; ++i) weights.push_back(std::sin(static_cast<float>(i)) * 0.1f);
    const FormatPtr format = parseFormat("lp:4")->fit(MagnitudeTable(weights));
    input.distributions.push_back({"block0.conv", weights, format});
    return input;
}

/// Pages by the document's own count.
int pagesOf(const std::string& pdf) {
    std::smatch match;
    EXPECT_TRUE(std::regex_search(pdf, match, std::regex("/Count ([0-9]+)")));
    return match.empty() ? 0 : std::stoi(match[1]);
}

std::string textOf(const std::filesystem::path& pdf) {
    const std::string command = "pdftotext -layout '" + pdf.string() + "' - 2>/dev/null";
    FILE* pipe = popen(command.c_str(), "r");
    if (!pipe) return {};
    std::string text;
    char buffer[4096];
    while (const std::size_t got = fread(buffer, 1, sizeof buffer, pipe)) text.append(buffer, got);
    pclose(pipe);
    return text;
}

TEST(Report, WritesThePagesItCounts) {
    TempDir dir;
    for (const PageSize size : {PageSize::A4, PageSize::Letter})
        for (const int layers : {1, 20, 150}) {
            const int pages = writeReport(sample(layers), dir / "r.pdf", size);
            const std::string pdf = content(dir / "r.pdf");
            EXPECT_TRUE(pdf.starts_with("%PDF-"));
            EXPECT_EQ(pagesOf(pdf), pages);
            EXPECT_GE(pages, layers == 150 ? 6 : 3);
            EXPECT_LE(pages, layers == 150 ? 9 : 5);
        }
}

TEST(Report, UsesThePaperAskedFor) {
    TempDir dir;
    writeReport(sample(3), dir / "a4.pdf", PageSize::A4);
    writeReport(sample(3), dir / "letter.pdf", PageSize::Letter);
    EXPECT_NE(content(dir / "a4.pdf").find("/MediaBox [0 0 595"), std::string::npos);
    EXPECT_NE(content(dir / "letter.pdf").find("/MediaBox [0 0 612"), std::string::npos);
}

TEST(Report, SaysWhatWasFound) {
    TempDir dir;
    const int pages = writeReport(sample(60), dir / "r.pdf", PageSize::A4);
    const std::string text = textOf(dir / "r.pdf");
    if (text.empty()) GTEST_SKIP() << "pdftotext is not installed";
    const std::string last = "Page " + std::to_string(pages) + " of " + std::to_string(pages);
    for (const std::string& words :
         {std::string("testnet_first"), std::string(64, 'b'), std::string("92.25"),
          std::string("91.50"), std::string("0.75 percentage points below"), std::string("7.7 bit"),
          std::string("first run"), std::string("Uniform 8 bit"), std::string("/data/eval.bin"),
          std::string("lpstudio-cli report demo.lps"), std::string("block0.conv *"),
          std::string("block59.conv"), std::string("lp:8,2,5,-0.25"), std::string("123,456"),
          std::string("Weight width (bit)"), std::string("Fitness (less is better)"), last})
        EXPECT_NE(text.find(words), std::string::npos) << words;
    // The table's header is repeated on each of its pages.
    std::size_t headers = 0;
    for (std::size_t at = text.find("Activations"); at != std::string::npos;
         at = text.find("Activations", at + 1))
        ++headers;
    EXPECT_GE(headers, 2u);
}

TEST(Report, DoesWithoutWhatWasNotMeasured) {
    TempDir dir;
    ReportInput input = sample(5);
    input.floatTop1Percent = -1;
    input.uniform8.reset();
    input.evaluation.reset();
    input.distributions.clear();
    input.settings.clear();
    for (ScoredCandidate& scored : input.candidates) {
        scored.top1Percent = -1;
        scored.hardware = {};
    }
    input.chosenIsBest = false;
    EXPECT_GE(writeReport(input, dir / "r.pdf", PageSize::Letter), 2);
    const std::string text = textOf(dir / "r.pdf");
    if (text.empty()) GTEST_SKIP() << "pdftotext is not installed";
    EXPECT_NE(text.find("not measured"), std::string::npos);
    EXPECT_EQ(text.find("nan"), std::string::npos);
    EXPECT_EQ(text.find("Energy"), std::string::npos);
}

TEST(Report, LeavesNothingBehindWhenItFails) {
    TempDir dir;
    ReportInput input = sample(2);
    expectMessage(errorOf([&] { writeReport(input, dir / "no/r.pdf", PageSize::A4); }),
                  {"r.pdf", "no such folder"});
    input.chosen = CandidateId(99);
    expectMessage(errorOf([&] { writeReport(input, dir / "r.pdf", PageSize::A4); }),
                  {"first run", "candidate 99"});
    EXPECT_TRUE(std::filesystem::is_empty(dir.path()));
    EXPECT_EQ(parsePageSize("letter"), PageSize::Letter);
    EXPECT_THROW(parsePageSize("a5"), UsageError);
}

TEST(SettingsText, NamesWhatIsSwitchedOn) {
    SearchSettings settings;
    const auto find = [&](const char* name) {
        for (const auto& [key, value] : settingsText(settings))
            if (key == name) return value;
        return std::string();
    };
    EXPECT_EQ(find("Population"), "20");
    EXPECT_EQ(find("Allowed widths (bit)"), "2, 3, 4, 5, 6, 7, 8");
    EXPECT_EQ(find("Target mean width (bit)"), "");
    settings.lpq.targetBits = 5;
    settings.pins = {{"conv1", "lp:8"}, {"fc", "lp:8"}};
    EXPECT_EQ(find("Target mean width (bit)"), "5");
    EXPECT_EQ(find("Pinned layers"), "conv1=lp:8, fc=lp:8");
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
