#include <iomanip>
#include <regex>
#include <sstream>

#include "tests/app/cli/cli_fixture.h"

using namespace lpstudio::test;

namespace {

/// A small search on the example, and the exports of its best candidate.
class CliExport : public Cli {
protected:
    void SetUp() override {
        Cli::SetUp();
        data_ = example("evaluation-images-idx3-ubyte.gz");
    }

    std::string search(const std::string& model, const std::string& more = "") {
        const std::string project = (folder_ / "p.lps").string();
        runJson("search " + example(model) + " --calibration " +
                example("calibration-images-idx3-ubyte.gz") + " --project " + project +
                " --images 32 --max-candidates 24 --start random --population 8 --target-bits 5 " +
                more);
        return project;
    }
    json evaluate(const std::string& model, const std::string& more = "") {
        return runJson("evaluate " + model + " --data " + data_ + " --limit 400 " + more);
    }
    static std::string fileEndingIn(const json& result, const std::string& ending) {
        for (const auto& file : result["files"])
            if (file.get<std::string>().ends_with(ending)) return file;
        ADD_FAILURE() << ending << " is not in " << result.dump();
        return "";
    }

    std::string data_;
};

TEST_F(CliExport, TorchScriptAnswersAsTheProgramDoesToTheImage) {
    for (const char* model : {"fashion_resnet.pt", "fashion_vit.pt"}) {
        fs::remove(folder_ / "p.lps");
        const std::string project = search(model, "--bias-correction");
        const std::string folder = (folder_ / model).string();
        const json result = runJson("export " + project + " --to " + folder +
                                    " --what config,torchscript --activations-in-graph");
        const json ours =
            evaluate(example(model), "--config " + fileEndingIn(result, "config.json"));
        const std::string exported = fileEndingIn(result, ".pt");
        const json plain = evaluate(exported);
        EXPECT_EQ(plain["correct"], ours["correct"]);
        EXPECT_EQ(plain["top5_percent"], ours["top5_percent"]);
        EXPECT_NE(ours["correct"], evaluate(example(model))["correct"]) << "too tame a candidate";

        // Weights alone: as a configuration whose activations stay as they are.
        json config = json::parse(slurp(fileEndingIn(result, "config.json")));
        for (json& layer : config["layers"]) {
            layer["activations"] = {{"spec", "float"}};
            if (layer["weights"]["n"] == 8 && layer["pinned"] == true)
                layer["weights"] = {{"spec", "float"}};  // products of activations
        }
        std::ofstream(folder_ / "weights.json") << config;
        const json alone =
            runJson("export " + project + " --to " + folder + "2 --what torchscript");
        EXPECT_EQ(
            evaluate(fileEndingIn(alone, ".pt"))["correct"],
            evaluate(example(model), "--config " + (folder_ / "weights.json").string())["correct"]);
    }
}

TEST_F(CliExport, EveryKindIsWrittenAndListed) {
    const std::string project = search("fashion_resnet.pt");
    const json result = runJson("export " + project + " --to " + (folder_ / "out").string() +
                                " --what config,csv,codes,torchscript,memory");
    for (const char* ending : {".config.json", ".layers.csv", ".codes.safetensors", ".pt",
                               "memory/index.json", "_fc.hex"})
        EXPECT_TRUE(fs::exists(fileEndingIn(result, ending)));
    const json config = json::parse(slurp(fileEndingIn(result, ".config.json")));
    const std::string codes = slurp(fileEndingIn(result, ".safetensors"));
    std::uint64_t header = 0;
    std::memcpy(&header, codes.data(), sizeof header);
    EXPECT_EQ(static_cast<double>(codes.size() - 8 - header), config["scores"]["model_bytes"]);
    // The project remembers the configuration, so that it travels in a bundle.
    const json artifacts = runJson("project " + project)["artifacts"];
    ASSERT_EQ(artifacts.size(), 1U);
    EXPECT_EQ(artifacts[0]["kind"], "config");
}

TEST_F(CliExport, NeitherExportNorReportNorComparisonNeedsTheImages) {
    for (const std::string options : {"", "--bias-correction"}) {
        const fs::path data = folder_ / "data", away = folder_ / "away";
        fs::remove_all(data);
        fs::remove_all(away);
        fs::remove(folder_ / "p.lps");
        fs::create_directory(data);
        for (const char* file :
             {"calibration-images-idx3-ubyte.gz", "evaluation-images-idx3-ubyte.gz",
              "calibration-labels-idx1-ubyte.gz", "evaluation-labels-idx1-ubyte.gz"})
            fs::copy_file(example(file), data / file);
        const std::string project = (folder_ / "p.lps").string();
        runJson("search " + example("fashion_resnet.pt") + " --calibration " +
                (data / "calibration-images-idx3-ubyte.gz").string() + " --evaluation " +
                (data / "evaluation-images-idx3-ubyte.gz").string() + " --project " + project +
                " --images 16 --max-candidates 6 --start random --population 4 " + options);
        const auto all = [&](const std::string& to) {
            const fs::path out = folder_ / to;
            fs::remove_all(out);
            std::vector<std::string> texts;
            const json exported = runJson("export " + project + " --candidate 3 --to " +
                                          out.string() + " --what config,csv,codes");
            for (const json& file : exported["files"])
                texts.push_back(slurp(file.get<std::string>()));
            texts.push_back(
                runJson("compare-candidates " + project + " --candidate 1,3 --uniform lp:4 --float")
                    .dump());
            const std::string report = (folder_ / "r.json").string();
            runJson("report " + project + " --candidate 3 --out " + report);
            // But for the time at which it was made.
            texts.push_back(
                std::regex_replace(slurp(report), std::regex("[0-9-]{10} [0-9:]{5} UTC"), "now"));
            return texts;
        };
        const auto before = all("before");
        fs::rename(data, away);
        const auto after = all("after");
        ASSERT_EQ(before.size(), 5U);
        EXPECT_EQ(before, after);
        EXPECT_NE(before.back().find("now"), std::string::npos);
    }
}

TEST_F(CliExport, BadArgumentsAreNamed) {
    const std::string project = search("fashion_resnet.pt");
    const std::string to = " --to " + (folder_ / "out").string();
    expectError("export " + project + to + " --what onnx", 2, "config, csv, codes");
    expectError("export " + project + to + " --activations-in-graph", 2, "torchscript");
    expectError("export " + project + to + " --candidate 99999", 1, "99999");
    expectError("export " + project + to + " --what memory --hardware ant-8x8", 2, "lpa-8x8");
    expectError("export " + project + to + " --what memory --hardware none", 2, "none");
    EXPECT_TRUE(!fs::exists(folder_ / "out") || fs::is_empty(folder_ / "out"));
}

TEST_F(CliExport, CandidatesAndClassCountsAreTables) {
    const std::string project = search("fashion_resnet.pt");
    const json result = runJson("candidates " + project);
    ASSERT_EQ(result["candidates"].size(), 24U);
    const json& first = result["candidates"][0];
    EXPECT_EQ(first["pass"], 0);
    EXPECT_EQ(first["genes"].size(), 14U);
    const Outcome csv = run("--csv candidates " + project + " --run 1");
    EXPECT_EQ(std::count(csv.out.begin(), csv.out.end(), '\n'), 25);
    // All digits.
    std::ostringstream fitness;
    fitness << std::setprecision(17) << first["fitness"].get<double>();
    EXPECT_NE(csv.out.find(fitness.str().substr(0, 14)), std::string::npos) << csv.out;
    expectError("candidates " + project + " --run 9", 1, "run 9");

    const json classes = runJson("dataset " + example("fashion_resnet.pt") + " --data " + data_);
    EXPECT_EQ(classes["images"], 2000);
    EXPECT_EQ(classes["classes"].size(), 10U);
    EXPECT_EQ(classes["classes"][9]["name"], "Ankle boot");
    std::int64_t sum = 0;
    for (const json& each : classes["classes"]) sum += each["images"].get<std::int64_t>();
    EXPECT_EQ(sum, 2000);
}

}  // namespace
