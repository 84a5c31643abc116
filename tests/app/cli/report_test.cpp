#include <regex>

#include "core/base/paths.h"
#include "tests/app/cli/cli_fixture.h"

namespace lpstudio::test {
namespace {

class CliReport : public Cli {
protected:
    std::string project(const std::string& name = "p.lps") const {
        return (folder_ / name).string();
    }
    static std::string quoted(const std::string& path) { return "\"" + path + "\""; }
    json search(const std::string& options, const std::string& file,
                const std::string& model = "fashion_resnet.pt") const {
        return runJson("search " + example(model) + " --calibration " +
                       example("calibration-images-idx3-ubyte.gz") + " " + options + " --project " +
                       quoted(file));
    }
    /// Shell commands of the HTML report, in order.
    std::vector<std::string> commandsOf(const fs::path& html) const {
        const std::string text = slurp(html);
        std::vector<std::string> commands;
        const std::string begin = "<pre><code>", end = "</code></pre>";
        for (std::size_t at = 0; (at = text.find(begin, at)) != std::string::npos;) {
            at += begin.size();
            std::string command = text.substr(at, text.find(end, at) - at);
            for (const auto& [entity, plain] :
                 {std::pair("&lt;", "<"), std::pair("&gt;", ">"), std::pair("&quot;", "\""),
                  std::pair("&#39;", "'"), std::pair("&amp;", "&")})
                for (std::size_t i; (i = command.find(entity)) != std::string::npos;)
                    command.replace(i, std::strlen(entity), plain);
            commands.push_back(command);
        }
        return commands;
    }
    /// Runs a command of the report as a reader would, but for the form of its output.
    json again(std::string command) const {
        const std::string program = "lpstudio-cli";
        EXPECT_EQ(command.find(program), 0U) << command;
        command.replace(0, program.size(), "\"" LPSTUDIO_CLI "\" --json --quiet");
        const Outcome outcome = shell("cd '" + folder_.string() + "'; " + command);
        EXPECT_EQ(outcome.status, 0) << command << ": " << outcome.error;
        return json::parse(outcome.out, nullptr, false);
    }
};

TEST_F(CliReport, ItsSearchCommandGivesTheSameCandidates) {
    const std::string file = project("it's a <project>.lps");
    struct Case {
        const char* options;
        bool measured;
    };
    const std::string evaluation = " --evaluation " + example("calibration-images-idx3-ubyte.gz");
    for (const auto& [options, measured] :
         {Case{"--images 32 --seed 7 --population 5 --passes 1 --max-candidates 30 --target-bits 5",
               true},
          Case{"--images 16 --algorithm nsga2 --population 10 --generations 2 --pin conv1=lp:8,1,5 "
               "--widths 3,5,8 --temperature 0.2 --sf-range 0.5",
               false}}) {
        const json first = search(options + (measured ? evaluation : std::string()), file);
        ASSERT_GE(first["candidates"].get<int>(), 30);
        const fs::path html = folder_ / "r.html";
        runJson("report \"" + file + "\" --out " + html.string());
        const auto commands = commandsOf(html);
        ASSERT_EQ(commands.size(), 3U);
        const json second = again(commands[0]);
        EXPECT_NE(first["run"], second["run"]);
        EXPECT_EQ(first["candidates"], second["candidates"]);
        EXPECT_EQ(first["best"], second["best"]);
        EXPECT_EQ(first["front"], second["front"]);
        EXPECT_EQ(first["float_top1_percent"], second["float_top1_percent"]);
        EXPECT_EQ(again(commands[1])["files"].size(), 2U);
        // A report does not depend on the name that it gets.
        EXPECT_EQ(again(commands[2])["file"], "report.html");
        EXPECT_TRUE(fs::remove(folder_ / "report.html"));
    }
}

TEST_F(CliReport, SetsCandidatesSideBySide) {
    const json run = search("--images 16 --population 4 --passes 1 --max-candidates 12", project());
    const std::string pdf = (folder_ / "r.pdf").string();
    const std::string report = "report " + project() + " --out " + pdf;
    const int one = runJson(report)["pages"].get<int>();
    const json letter = runJson(report + " --candidate 3,7,11 --page letter");
    EXPECT_GT(letter["pages"].get<int>(), one);
    EXPECT_EQ(letter["file"], pdf);
    const json html = runJson("report " + project() + " --candidate 3,7 --hardware lpa-8x8 --out " +
                              (folder_ / "r.html").string());
    EXPECT_TRUE(html["pages"].is_null());
    const std::string text = slurp(folder_ / "r.html");
    for (const char* words : {">Candidate 3<", ">Candidate 7<", "no evaluation set", "LibTorch",
                              "--candidate 3,7", "--hardware lpa-8x8"})
        EXPECT_NE(text.find(words), std::string::npos) << words;
}

TEST_F(CliReport, TakesADesignOfOnesOwnByItsStem) {
    search("--images 16 --population 3 --passes 1 --max-candidates 4", project(), "fashion_vit.pt");
    json design = runJson("hardware lpa-8x8");
    const fs::path file = folder_ / "my design.json";
    const Outcome described = run("--json hardware lpa-8x8");
    std::ofstream(file) << described.out;
    const fs::path html = folder_ / "r.html";
    runJson("report " + project() + " --hardware '" + file.string() + "' --out " + html.string());
    const std::string text = slurp(html);
    EXPECT_NE(text.find("model of my design:"), std::string::npos);
    EXPECT_NE(text.find("The search itself used lpa-8x8"), std::string::npos);
    // Attention products store no weights.
    EXPECT_NE(text.find("matmul"), std::string::npos);
    EXPECT_NE(text.find("was locked, by the user or by rule"), std::string::npos);
}

TEST_F(CliReport, SaysWhatIsWrongBeforeItWorks) {
    search("--images 16 --population 3 --passes 1 --max-candidates 4", project());
    const std::string report = "report " + project() + " --out " + (folder_ / "r.pdf").string();
    expectError(report + " --candidate 1,x", 2, "\"x\" is not a candidate number");
    expectError(report + " --candidate 1,2,1", 2, "1 is given twice");
    expectError(report + " --candidate 0,1,2,3,4,5,6", 2, "at most 6");
    expectError(report + " --candidate 99", 1, "no candidate 99");
    expectError(report + " --hardware nosuch", 2, "nosuch");
    expectError(report + " --page a5", 2, "a5");
    expectError("report " + project() + " --out r.txt", 2, ".pdf, .html or .json");
    EXPECT_FALSE(fs::exists(folder_ / "r.pdf"));
}

}  // namespace
}  // namespace lpstudio::test
