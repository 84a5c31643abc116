#include <gtest/gtest.h>
#include <sys/wait.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

// The command line as a user meets it: the real program, its standard output, its one line of
// error, its exit status.

namespace {

namespace fs = std::filesystem;
using nlohmann::json;

struct Outcome {
    int status = -1;
    std::string out, error;
};

std::string slurp(const fs::path& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

class Cli : public testing::Test {
protected:
    void SetUp() override {
        std::string pattern = (fs::temp_directory_path() / "lpstudio-cli-XXXXXX").string();
        folder_ = mkdtemp(pattern.data());
    }
    void TearDown() override { fs::remove_all(folder_); }

    Outcome run(const std::string& arguments) const {
        const fs::path out = folder_ / "stdout", error = folder_ / "stderr";
        const std::string command = std::string("\"") + LPSTUDIO_CLI + "\" " + arguments + " >" +
                                    out.string() + " 2>" + error.string();
        const int status = std::system(command.c_str());
        return {WIFEXITED(status) ? WEXITSTATUS(status) : -1, slurp(out), slurp(error)};
    }
    json runJson(const std::string& arguments) const {
        const Outcome outcome = run("--json --quiet " + arguments);
        EXPECT_EQ(outcome.status, 0) << outcome.error;
        EXPECT_EQ(outcome.error, "");
        return json::parse(outcome.out, nullptr, false);
    }
    void expectError(const std::string& arguments, int status, const std::string& part) const {
        const Outcome outcome = run("--quiet " + arguments);
        EXPECT_EQ(outcome.status, status) << arguments << ": " << outcome.error;
        EXPECT_NE(outcome.error.find(part), std::string::npos)
            << arguments << ": " << outcome.error;
        EXPECT_EQ(std::count(outcome.error.begin(), outcome.error.end(), '\n'), 1)
            << arguments << ": " << outcome.error;
        EXPECT_EQ(outcome.out, "") << arguments;
    }
    static std::string example(const std::string& name) {
        return std::string(LPSTUDIO_SOURCE_DIR) + "/resources/example/" + name;
    }

    fs::path folder_;
};

/// A one-dimensional float32 array as NumPy writes it.
void writeNpy(const fs::path& file, const std::vector<float>& values) {
    std::string header = "{'descr': '<f4', 'fortran_order': False, 'shape': (" +
                         std::to_string(values.size()) + ",), }";
    header.append((64 - (header.size() + 11) % 64) % 64, ' ');
    header += '\n';
    std::ofstream out(file, std::ios::binary);
    out << "\x93NUMPY" << '\1' << '\0' << static_cast<char>(header.size() & 255)
        << static_cast<char>(header.size() >> 8) << header;
    out.write(reinterpret_cast<const char*>(values.data()),
              static_cast<std::streamsize>(values.size() * sizeof(float)));
}

std::vector<float> readNpy(const fs::path& file) {
    const std::string bytes = slurp(file);
    const std::size_t start = bytes.find('\n') + 1;
    std::vector<float> values((bytes.size() - start) / sizeof(float));
    std::memcpy(values.data(), bytes.data() + start, values.size() * sizeof(float));
    return values;
}

}  // namespace

TEST_F(Cli, CodebookIsCsvInAscendingCodes) {
    const Outcome outcome = run("codebook lp:4,1,3");
    EXPECT_EQ(outcome.status, 0);
    EXPECT_EQ(outcome.out,
              "code,signed,value\n1000,-8,nar\n1001,-7,-16\n1010,-6,-4\n1011,-5,-2\n1100,-4,-"
              "1\n1101,-3,-0.5\n1110,-2,-0.25\n1111,-1,-0.0625\n"
              "0000,0,0\n0001,1,0.0625\n0010,2,0.25\n0011,3,0.5\n0100,4,1\n0101,5,2\n0110,6,"
              "4\n0111,7,16\n");
    const json entries = runJson("codebook lp:4,0,2,0.5")["entries"];
    ASSERT_EQ(entries.size(), 16U);
    EXPECT_TRUE(entries[0]["value"].is_null());
    EXPECT_EQ(entries[15]["code"], "0111");
    EXPECT_DOUBLE_EQ(entries[15]["value"], 2.0);
    EXPECT_EQ(run("codebook int:3@0.1").out.substr(0, 40),
              "code,signed,value\n101,-3,-0.300000000000");
}

TEST_F(Cli, FormatsAndHardwareAreListed) {
    const json formats = runJson("formats")["formats"];
    EXPECT_GE(formats.size(), 2U);
    EXPECT_EQ(formats[0]["spec"], "lp:n,es,rs,sf");
    const json lpa = runJson("hardware lpa-8x8");
    EXPECT_EQ(lpa["name"], "lpa-8x8");
    for (const json& constant : lpa["constants"]) {
        EXPECT_FALSE(constant["unit"].get<std::string>().empty());
        EXPECT_FALSE(constant["source"].get<std::string>().empty());
    }
    EXPECT_NE(run("hardware").out.find("lpa-8x8"), std::string::npos);
}

TEST_F(Cli, QuantizeWritesValuesAndCodes) {
    const fs::path in = folder_ / "x.npy", out = folder_ / "q.npy", codes = folder_ / "c.npy";
    writeNpy(in, {0.3F, -1.1F, 0, 5, 100});
    const json result = runJson("quantize lp:4,1,3,0 --in " + in.string() + " --out " +
                                out.string() + " --codes " + codes.string());
    EXPECT_EQ(result["spec"], "lp:4,1,3,0");
    EXPECT_EQ(result["elements"], 5);
    EXPECT_DOUBLE_EQ(result["saturated_share"], 0.2);
    EXPECT_EQ(readNpy(out), (std::vector<float>{0.25F, -1, 0, 4, 16}));
    EXPECT_TRUE(fs::exists(codes));
    const json fitted = runJson("quantize int:8 --in " + in.string());
    EXPECT_EQ(fitted["spec"].get<std::string>().substr(0, 6), "int:8@");
    EXPECT_EQ(
        runJson("quantize " + fitted["spec"].get<std::string>() + " --in " + in.string())["mse"],
        fitted["mse"]);
}

TEST_F(Cli, SimulateOneProduct) {
    const json result = runJson(
        "simulate --product 1024,144,16 --weight-bits 4 --activation-bits 8 --hardware lpa-8x8");
    const json& totals = result["totals"];
    EXPECT_EQ(totals["compute_cycles"],
              18 * (1024 + 2 * 8 + 8 - 2));  // ceil(144/8) * ceil(16/16) folds
    EXPECT_EQ(totals["macs"], 1024 * 144 * 16);
    EXPECT_EQ(totals["cycles"],
              totals["compute_cycles"].get<int>() + totals["stall_cycles"].get<int>());
    EXPECT_DOUBLE_EQ(totals["area_um2"]["compute"], 12078.72);
    double parts = 0;
    for (const auto& [part, value] : totals["energy_pj"].items())
        if (part != "total") parts += value.get<double>();
    EXPECT_NEAR(parts, totals["energy_pj"]["total"].get<double>(), 1e-6 * parts);
}

TEST_F(Cli, MistakesAreOneLineWithTheRemedy) {
    std::ofstream(folder_ / "text.pt") << "no model";
    std::ofstream(folder_ / "text.json") << R"({"input": [1, 28, 28]})";
    writeNpy(folder_ / "nan.npy", {1, NAN});
    const std::string text = (folder_ / "text.pt").string(), nan = (folder_ / "nan.npy").string();
    expectError("codebook lp:8,2,9,0", 2, "rs = 9 is out of range; give 1..7");
    expectError("codebook lp:8", 2, "es and rs");
    expectError("codebook", 2, "SPEC is required");
    expectError("codebook lp:4,1,3 --nothing", 2, "--nothing");
    expectError("wizardry", 2, "wizardry");
    expectError("", 2, "--help");
    expectError("model " + (folder_ / "absent.pt").string(), 1, "no such file");
    expectError("model " + text, 1, "TorchScript");
    expectError("model " + text + " --input 1,28", 2, "--input");
    expectError("quantize lp:8 --in " + nan, 1, "1 of 2 entries are not finite");
    expectError("quantize lp:8 --in " + (folder_ / "absent.npy").string(), 1, "absent.npy");
    expectError("quantize lp:8 --in " + text, 1, "text.pt");
    expectError("hardware warp-drive", 2, "lpa-8x8");
    expectError("simulate --product 1,2,3 --weight-bits 9", 2, "8");
    expectError("simulate", 2, "--product");
    expectError("project " + (folder_ / "absent.lps").string(), 1, "absent.lps");
    expectError("--threads 0 formats", 2, "--threads");
}

TEST_F(Cli, AFailedQuantizeLeavesTheOldFile) {
    writeNpy(folder_ / "nan.npy", {1, NAN});
    std::ofstream(folder_ / "out.npy") << "old";
    run("--quiet quantize lp:8 --in " + (folder_ / "nan.npy").string() + " --out " +
        (folder_ / "out.npy").string());
    EXPECT_EQ(slurp(folder_ / "out.npy"), "old");
}

TEST_F(Cli, ModelAndEvaluateOnTheExample) {
    const json model = runJson("model " + example("fashion_vit.pt"));
    int products = 0;
    for (const json& layer : model["layers"]) products += layer["kind"] == "matmul" ? 1 : 0;
    EXPECT_EQ(products, 8);  // four blocks, two products each
    const std::string data =
        " --data " + example("evaluation-images-idx3-ubyte.gz") + " --limit 500";
    const json plain = runJson("evaluate " + example("fashion_resnet.pt") + data);
    EXPECT_EQ(plain["images"], 500);
    EXPECT_GT(plain["top1_percent"].get<double>(), 89);
    EXPECT_EQ(plain["mean_weight_bits"], 32);
    const json quantized = runJson("evaluate " + example("fashion_resnet.pt") + data +
                                   " --weights lp:8 --activations lp:8 --calibration " +
                                   example("calibration-images-idx3-ubyte.gz"));
    EXPECT_NEAR(quantized["top1_percent"].get<double>(), plain["top1_percent"].get<double>(), 1.5);
    EXPECT_EQ(quantized["mean_activation_bits"], 8);
    expectError("evaluate " + example("fashion_resnet.pt") + data + " --activations lp:8", 2,
                "--calibration");
    expectError("evaluate " + example("fashion_resnet.pt") + data + " --pin nowhere=lp:8/lp:8", 2,
                "nowhere");
}

TEST_F(Cli, SearchProjectExportReport) {
    const std::string project = (folder_ / "p.lps").string();
    const std::string search = "search " + example("fashion_resnet.pt") + " --calibration " +
                               example("calibration-images-idx3-ubyte.gz") +
                               " --images 32 --population 4 --passes 1 --cycles 1 --diversity 1 "
                               "--max-candidates 8 --project " +
                               project;
    const json first = runJson(search), second = runJson(search);
    EXPECT_EQ(first["candidates"], 8);
    EXPECT_EQ(first["best"]["fitness"], second["best"]["fitness"]);
    EXPECT_EQ(first["best"]["genes"], second["best"]["genes"]);
    EXPECT_GT(first["best"]["energy_pj"].get<double>(), 0);
    const json listed = runJson("project " + project);
    ASSERT_EQ(listed["runs"].size(), 2U);
    EXPECT_EQ(listed["runs"][1]["candidates"], 8);
    EXPECT_EQ(listed["models"].size(), 1U);

    const json exported = runJson("export " + project + " --to " + (folder_ / "out").string());
    const std::string config = exported["files"][0];
    const json written = json::parse(slurp(config));
    EXPECT_EQ(written["schema"], "lpstudio-config/1");
    const json again =
        runJson("evaluate " + example("fashion_resnet.pt") + " --data " +
                example("evaluation-images-idx3-ubyte.gz") + " --limit 100 --config " + config);
    EXPECT_EQ(again["mean_weight_bits"], first["best"]["mean_weight_bits"]);
    EXPECT_GT(runJson("simulate " + example("fashion_resnet.pt") + " --config " +
                      config)["totals"]["cycles"]
                  .get<int>(),
              0);
    expectError("evaluate " + example("fashion_vit.pt") + " --data " +
                    example("evaluation-images-idx3-ubyte.gz") + " --config " + config,
                1, "config");

    const std::string pdf = (folder_ / "r.pdf").string();
    EXPECT_GE(runJson("report " + project + " --out " + pdf)["pages"].get<int>(), 2);
    EXPECT_EQ(slurp(pdf).substr(0, 5), "%PDF-");
    expectError("report " + project + " --out r.txt", 2, ".pdf");
    expectError("export " + project + " --candidate 99 --to " + (folder_ / "out").string(), 1,
                "99");
}

TEST_F(Cli, MobileNetSlow) {
    const char* given = std::getenv("LPSTUDIO_DATA");
    const fs::path data =
        given != nullptr ? fs::path(given) : fs::path(LPSTUDIO_SOURCE_DIR) / "../shared/data";
    if (!fs::exists(data / "imagenet-sample"))
        GTEST_SKIP() << data << " is absent; set LPSTUDIO_DATA to run this test";
    const std::string model = (data / "models/imagenet_mobilenet_v1_0.25.pt").string(),
                      images = (data / "imagenet-sample/labels.csv").string();
    const json plain = runJson("evaluate " + model + " --data " + images);
    EXPECT_EQ(plain["images"], 1000);
    EXPECT_NEAR(plain["top1_percent"].get<double>(), 59.2, 0.2001);
}
