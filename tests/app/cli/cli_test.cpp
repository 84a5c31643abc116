#include <gtest/gtest.h>
#include <sys/wait.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <set>

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

    Outcome run(const std::string& arguments, const std::string& before = "") const {
        const fs::path out = folder_ / "stdout", error = folder_ / "stderr";
        const std::string command = before + " \"" + LPSTUDIO_CLI + "\" " + arguments + " >" +
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

/// A float32 array as NumPy writes it; `shape` as Python prints it, else a vector.
void writeNpy(const fs::path& file, const std::vector<float>& values, std::string shape = "") {
    if (shape.empty()) shape = "(" + std::to_string(values.size()) + ",)";
    std::string header = "{'descr': '<f4', 'fortran_order': False, 'shape': " + shape + ", }";
    header.append((64 - (header.size() + 11) % 64) % 64, ' ');
    header += '\n';
    std::ofstream out(file, std::ios::binary);
    out << "\x93NUMPY" << '\1' << '\0' << static_cast<char>(header.size() & 255)
        << static_cast<char>(header.size() >> 8) << header;
    out.write(reinterpret_cast<const char*>(values.data()),
              static_cast<std::streamsize>(values.size() * sizeof(float)));
}

template <class Element = float>
std::vector<Element> readNpy(const fs::path& file) {
    const std::string bytes = slurp(file);
    const std::size_t start = bytes.find('\n') + 1;
    std::vector<Element> values((bytes.size() - start) / sizeof(Element));
    std::memcpy(values.data(), bytes.data() + start, values.size() * sizeof(Element));
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

TEST_F(Cli, FormatsNamesEveryFamilyOfTheSpecification) {
    const json formats = runJson("formats")["formats"];
    std::set<std::string> listed;
    for (const json& format : formats) {
        listed.insert(format["spec"]);
        EXPECT_FALSE(format["name"].get<std::string>().empty()) << format;
        EXPECT_FALSE(format["summary"].get<std::string>().empty()) << format;
    }
    const auto starts = [&](const std::string& family) {
        return std::any_of(listed.begin(), listed.end(),
                           [&](const std::string& spec) { return spec.starts_with(family); });
    };
    for (const char* family :
         {"lp:", "int:", "fixed:", "float:", "adaptivfloat:", "posit:", "lns:", "pot:", "flint:",
          "ant:", "nf4", "mxfp8e4m3", "mxfp8e5m2", "mxfp6e2m3", "mxfp6e3m2", "mxfp4", "mxint8"})
        EXPECT_TRUE(starts(family)) << family;
}

TEST_F(Cli, CodebooksAreThoseOfTheSpecification) {
    std::map<std::string, json> seen;
    const auto entriesOf = [&](const std::string& spec) -> const json& {
        if (!seen.contains(spec)) seen[spec] = runJson("codebook " + spec)["entries"];
        return seen[spec];
    };
    // Values of the positive side with zero, worked out by hand from number-formats.md.
    const std::vector<std::pair<std::string, std::vector<double>>> books{
        {"lp:4,0,2",
         {0, std::exp2(-1.5), 0.5, std::exp2(-0.5), 1, std::exp2(0.5), 2, std::exp2(1.5)}},
        {"int:4", {0, 1, 2, 3, 4, 5, 6, 7}},
        {"fixed:4,1", {0, 0.5, 1, 1.5, 2, 2.5, 3, 3.5}},
        {"fixed:3,-2", {0, 4, 8, 12}},
        {"float:e2m1", {0, 0.5, 1, 1.5, 2, 3, 4, 6}},
        {"float:e3m0", {0, 0.25, 0.5, 1, 2, 4, 8, 16}},
        {"float:e2m1@0.5", {0, 0.25, 0.5, 0.75, 1, 1.5, 2, 3}},
        {"adaptivfloat:4,2,-2", {0, 0.375, 0.5, 0.75, 1, 1.5, 2, 3}},
        {"posit:4,1", {0, 0.0625, 0.25, 0.5, 1, 2, 4, 16}},
        {"posit:5,0",
         {0, 0.125, 0.25, 0.375, 0.5, 0.625, 0.75, 0.875, 1, 1.25, 1.5, 1.75, 2, 3, 4, 8}},
        {"lns:4,1",
         {0, std::exp2(-1.5), 0.5, std::exp2(-0.5), 1, std::exp2(0.5), 2, std::exp2(1.5)}},
        {"pot:4", {0, 1, 2, 4, 8, 16, 32, 64}},
        {"flint:4", {0, 1, 2, 3, 4, 6, 8, 16}},
        {"flint:4,u", {0, 1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 14, 16, 24, 32, 64}},
        {"mxfp4", {0, 0.5, 1, 1.5, 2, 3, 4, 6}},
    };
    for (const auto& [spec, expected] : books) {
        std::vector<double> positive;
        for (const json& entry : entriesOf(spec))
            if (!entry["value"].is_null() && entry["value"] >= 0)
                positive.push_back(entry["value"]);
        ASSERT_EQ(positive.size(), expected.size()) << spec;
        for (std::size_t i = 0; i < expected.size(); ++i)
            EXPECT_DOUBLE_EQ(positive[i], expected[i]) << spec << " " << i;
    }
    const auto ends = [&](const std::string& spec) {
        double low = 0, high = 0;
        for (const json& entry : entriesOf(spec))
            if (!entry["value"].is_null()) {
                low = std::min(low, entry["value"].get<double>());
                high = std::max(high, entry["value"].get<double>());
            }
        return std::pair(low, high);
    };
    EXPECT_EQ(ends("fixed:4,1"), std::pair(-4.0, 3.5));  // two's complement
    EXPECT_EQ(ends("int:4"), std::pair(-7.0, 7.0));
    EXPECT_EQ(ends("flint:4,u"), std::pair(0.0, 64.0));
    EXPECT_EQ(ends("float:e4m3"), std::pair(-480.0, 480.0));     // no code is a NaN,
    EXPECT_EQ(ends("mxfp8e4m3"), std::pair(-448.0, 448.0));      // in OCP's one is,
    EXPECT_EQ(ends("mxfp8e5m2"), std::pair(-57344.0, 57344.0));  // and some are infinite
    EXPECT_EQ(ends("mxfp6e2m3"), std::pair(-7.5, 7.5));
    EXPECT_EQ(ends("mxfp6e3m2"), std::pair(-28.0, 28.0));
    EXPECT_EQ(ends("mxint8").second, 127.0 / 64);
    EXPECT_EQ(ends("nf4"), std::pair(-1.0, 1.0));
    EXPECT_EQ(entriesOf("nf4").size(), 16U);
    // Code words: the sign in the top bit, the magnitude's position below it; two's complement.
    const auto value = [&](const std::string& spec, const std::string& word) {
        for (const json& entry : entriesOf(spec))
            if (entry["code"] == word) return entry["value"];
        return json("absent");
    };
    EXPECT_EQ(value("float:e2m1", "1111"), -6);
    EXPECT_EQ(value("flint:4", "1101"), -6);
    EXPECT_EQ(value("pot:4", "0111"), 64);
    EXPECT_EQ(value("mxfp4", "1001"), -0.5);
    EXPECT_EQ(value("posit:4,1", "1111"), -0.0625);
    EXPECT_TRUE(value("posit:4,1", "1000").is_null());  // NaR
    EXPECT_EQ(value("int:4", "1001"), -7);
    EXPECT_EQ(value("float:e2m1", "1000"), "absent");  // -0
    expectError("codebook ant:4", 2, "ant");
    expectError("codebook nothing:4", 2, "unknown format");
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

TEST_F(Cli, QuantizeSharesScalesAlongTheRows) {
    // Two rows of 40: blocks of 32 and 8 in each, with the largest entries 6, 0.02, 0.25 and 0.
    std::vector<float> values(80, 0.0F);
    values[0] = 6;
    values[1] = 0.3F;
    values[2] = -5.1F;
    values[32] = 0.02F;
    values[33] = -0.001F;
    values[40] = 0.25F;
    values[71] = 0.1F;
    const std::vector<std::pair<std::size_t, float>> expected{
        {0, 6},
        {1, 0.5F},          // scale 2^(2 - 2)
        {2, -6},            // beyond 5, the middle of 4 and 6
        {32, 6 / 256.0F},   // 0.02 * 2^8 = 5.12
        {33, -0.5F / 256},  // -0.256
        {40, 0.25F},        // scale 2^(-2 - 2)
        {71, 1.5F / 16},    // 1.6
        {79, 0}};
    const fs::path in = folder_ / "x.npy", out = folder_ / "q.npy", codes = folder_ / "c.npy";
    for (const char* shape : {"(2, 40)", "(2, 4, 10)", "(2, 2, 5, 4)"}) {
        writeNpy(in, values, shape);
        const json result = runJson("quantize mxfp4 --in " + in.string() + " --out " +
                                    out.string() + " --codes " + codes.string());
        EXPECT_EQ(result["spec"], "mxfp4");
        EXPECT_EQ(result["elements"], 80);
        EXPECT_FALSE(result.contains("channels"));
        const auto quantized = readNpy(out);
        ASSERT_EQ(quantized.size(), 80U);
        for (const auto& [i, value] : expected) EXPECT_EQ(quantized[i], value) << shape << " " << i;
        const auto words = readNpy<std::int32_t>(codes);
        EXPECT_EQ(words[0], 7);
        EXPECT_EQ(words[1], 1);
        EXPECT_EQ(words[40], 6);
        double squares = 0;
        for (std::size_t i = 0; i < 80; ++i)
            squares += std::pow(static_cast<double>(quantized[i]) - values[i], 2);
        EXPECT_NEAR(result["mse"].get<double>(), squares / 80, 1e-12);
    }
    // As one row the block of entry 40 starts at 32 and holds 0.02 and 0.25, its end is 63.
    writeNpy(in, values);
    runJson("quantize mxfp4 --in " + in.string() + " --out " + out.string());
    const auto whole = readNpy(out);
    EXPECT_EQ(whole[32], 0.5F / 16);
    EXPECT_EQ(whole[71], 6 / 64.0F);
}

TEST_F(Cli, QuantizePerChannel) {
    const fs::path in = folder_ / "x.npy", out = folder_ / "q.npy";
    // The second channel is the first times 100: per channel both lie close to codes.
    const std::vector<float> values{7, 1.02F, -2, 3, 5, -7, 700, 102, -200, 300, 500, -700};
    writeNpy(in, values, "(2, 3, 2)");
    const json channels =
        runJson("quantize int:4 --per-channel --in " + in.string() + " --out " + out.string());
    EXPECT_EQ(channels["spec"], "int:4@per-channel");
    EXPECT_EQ(channels["elements"], 12);
    ASSERT_EQ(channels["channels"].size(), 2U);
    for (int i = 0; i < 2; ++i) {
        const std::string spec = channels["channels"][static_cast<std::size_t>(i)]["spec"];
        ASSERT_EQ(spec.substr(0, 6), "int:4@");
        EXPECT_NEAR(std::stod(spec.substr(6)), i == 0 ? 1 : 100, i == 0 ? 0.01 : 1);
    }
    const auto quantized = readNpy(out);
    for (std::size_t i = 0; i < 12; ++i)
        EXPECT_NEAR(quantized[i], values[i], 0.03 * std::fabs(values[i]));
    const json whole = runJson("quantize int:4 --in " + in.string());
    EXPECT_FALSE(whole.contains("channels"));
    EXPECT_GT(channels["sqnr_db"].get<double>(), whole["sqnr_db"].get<double>() + 3);
    const json lp = runJson("quantize lp:6 --per-channel --in " + in.string());
    ASSERT_EQ(lp["channels"].size(), 2U);
    for (const json& channel : lp["channels"])
        EXPECT_EQ(channel["spec"].get<std::string>().substr(0, 5), "lp:6,");

    expectError("quantize int:4@1 --per-channel --in " + in.string(), 2, "int:4@1 has no scale");
    expectError("quantize mxfp4 --per-channel --in " + in.string(), 2, "mxfp4 has no scale");
    writeNpy(in, {1, 2, 3});
    expectError("quantize int:4 --per-channel --in " + in.string(), 2, "axis 0");
    writeNpy(in, {1}, "()");
    expectError("quantize int:4 --per-channel --in " + in.string(), 2, "shape ()");
    writeNpy(in, {}, "(0, 3)");
    expectError("quantize int:4 --per-channel --in " + in.string(), 2, "no entry");
}

TEST_F(Cli, CompareRanksTheFormatsOnEveryLayer) {
    const std::string model = example("fashion_vit.pt");
    const json described = runJson("model " + model);
    std::vector<std::string> stored;
    for (const json& layer : described["layers"])
        if (layer["kind"] != "matmul" && layer["kind"] != "bmm") stored.push_back(layer["name"]);
    const json result = runJson("compare " + model + " --widths 8,4");
    EXPECT_EQ(result["widths"], json({4, 8}));
    ASSERT_EQ(result["layers"].size(), stored.size());
    std::set<std::string> families;
    std::map<std::pair<std::string, int>, std::pair<double, int>> sums;
    for (std::size_t i = 0; i < stored.size(); ++i) {
        const json& layer = result["layers"][i];
        EXPECT_EQ(layer["name"], stored[i]);
        std::map<std::string, double> at4, at8;
        for (const json& format : layer["formats"]) {
            const std::string family = format["family"], spec = format["spec"];
            const int width = format["width"];
            EXPECT_TRUE(width == 4 || width == 8);
            EXPECT_FALSE(format.contains("sqnr_db_per_tensor"));
            families.insert(family);
            const double sqnr = format["sqnr_db"];
            (width == 4 ? at4 : at8)[family] = sqnr;
            auto& [sum, count] = sums[{family, width}];
            sum += sqnr;
            ++count;
            // A spec that can be given back.
            if (i == 0 && width == 4) {
                EXPECT_EQ(run("codebook " + spec).status, 0) << spec;
            }
        }
        for (const char* family : {"lp", "int", "float", "posit"}) {
            ASSERT_TRUE(at4.contains(family)) << family;
            EXPECT_GT(at8[family], at4[family] + 10) << family;
        }
    }
    for (const char* family : {"lp", "int", "fixed", "float", "adaptivfloat", "posit", "lns"})
        EXPECT_TRUE(families.contains(family)) << family;
    for (const json& mean : result["mean"]) {
        const auto& [sum, count] = sums.at({mean["family"], mean["width"]});
        EXPECT_NEAR(mean["sqnr_db"].get<double>(), sum / count, 1e-9);
    }
    EXPECT_EQ(result["mean"].size(), sums.size());

    const Outcome csv = run("--quiet --csv compare " + model + " --widths 8,4");
    EXPECT_EQ(csv.out.substr(0, csv.out.find('\n')), "layer,family,width,spec,sqnr_db");
    EXPECT_EQ(csv.error, "");
    const Outcome plain = run("--quiet compare " + model + " --widths 4,8");
    EXPECT_NE(plain.out.find("one format a layer"), std::string::npos);
    EXPECT_NE(plain.out.find("Logarithmic Posit"), std::string::npos);
    EXPECT_NE(plain.out.find("4 bits"), std::string::npos);
}

TEST_F(Cli, ComparePerChannelShowsTheCostOfOneFormatALayer) {
    const std::string model = example("fashion_resnet.pt");
    const json whole = runJson("compare " + model + " --widths 4"),
               channels = runJson("compare " + model + " --widths 4 --per-channel");
    ASSERT_EQ(whole["layers"].size(), channels["layers"].size());
    for (std::size_t i = 0; i < whole["layers"].size(); ++i) {
        const json &a = whole["layers"][i]["formats"], &b = channels["layers"][i]["formats"];
        ASSERT_EQ(a.size(), b.size());
        for (std::size_t j = 0; j < a.size(); ++j) {
            EXPECT_EQ(b[j]["family"], a[j]["family"]);
            EXPECT_EQ(b[j]["sqnr_db_per_tensor"], a[j]["sqnr_db"]);
            const std::string spec = b[j]["spec"];
            if (spec.starts_with("mx"))
                EXPECT_EQ(b[j]["sqnr_db"], a[j]["sqnr_db"]);
            else
                EXPECT_TRUE(spec.ends_with("@per-channel")) << spec;
        }
    }
    EXPECT_EQ(run("--quiet --csv compare " + model + " --widths 4 --per-channel").out.substr(0, 51),
              "layer,family,width,spec,sqnr_db,sqnr_db_per_tensor\n");
}

TEST_F(Cli, CompareMistakes) {
    const std::string compare = "compare " + example("fashion_resnet.pt") + " --widths ";
    for (const char* wrong : {"0", "1", "17", "x", "4,5x", "4.5", "-3", "99999999999"})
        expectError(compare + wrong, 2, "2..16");
    expectError("compare", 2, "MODEL");
    expectError("compare " + (folder_ / "absent.pt").string(), 1, "no such file");
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
    expectError("evaluate " + example("fashion_resnet.pt") + data + " --per-channel", 2,
                "no weight format");
    expectError(
        "evaluate " + example("fashion_resnet.pt") + data + " --weights mxfp4 --per-channel", 2,
        "no weight format");
    expectError("evaluate " + example("fashion_resnet.pt") + data + " --pin nowhere=lp:8/lp:8", 2,
                "nowhere");
}

TEST_F(Cli, EvaluateBlockFormatsAndChannels) {
    const std::string data =
                          " --data " + example("evaluation-images-idx3-ubyte.gz") + " --limit 300 ",
                      calibration = " --calibration " + example("calibration-images-idx3-ubyte.gz");
    for (const char* name : {"fashion_resnet.pt", "fashion_vit.pt"}) {
        const std::string evaluate = "evaluate " + example(name) + data;
        const json plain = runJson(evaluate);
        // Nothing is to be fitted, so no calibration images are needed.
        const json blocks = runJson(evaluate + "--weights mxfp6e2m3 --activations mxfp8e4m3");
        EXPECT_EQ(blocks["mean_weight_bits"], 6.25);
        EXPECT_EQ(blocks["mean_activation_bits"], 8.25);
        EXPECT_NEAR(blocks["top1_percent"].get<double>(), plain["top1_percent"].get<double>(), 3);
        for (const json& layer : blocks["layers"]) {
            EXPECT_EQ(layer["weights"], "mxfp6e2m3");
            EXPECT_TRUE(layer["activation_sqnr_db"].is_null());
        }
        EXPECT_GT(blocks["layers"][0]["weight_sqnr_db"].get<double>(), 20);
    }
    const std::string evaluate = "evaluate " + example("fashion_resnet.pt") + data;
    const json mixed = runJson(evaluate + "--weights mxfp4 --activations lp:8" + calibration +
                               " --pin fc=float/mxint8");
    for (const json& layer : mixed["layers"])
        EXPECT_EQ(layer["activation_sqnr_db"].is_null(), layer["name"] == "fc") << layer;
    EXPECT_TRUE(mixed["layers"].back()["weight_sqnr_db"].is_null());

    const json model = runJson("model " + example("fashion_resnet.pt"));
    const json whole = runJson(evaluate + "--weights int:4"),
               channels = runJson(evaluate + "--weights int:4 --per-channel --pin fc=lp:8/float");
    EXPECT_EQ(channels["layers"].size(), model["layers"].size());
    for (std::size_t i = 0; i < model["layers"].size(); ++i) {
        const json& layer = channels["layers"][i];
        const bool last = layer["name"] == "fc";
        EXPECT_TRUE(layer["weights"].get<std::string>().ends_with("@per-channel")) << layer;
        ASSERT_EQ(layer["weight_channels"].size(),
                  model["layers"][i]["weight_shape"][0].get<std::size_t>());
        EXPECT_EQ(layer["weight_channels"][0]["spec"].get<std::string>().substr(0, 3),
                  last ? "lp:" : "int");
        EXPECT_GT(layer["weight_sqnr_db"].get<double>(),
                  whole["layers"][i]["weight_sqnr_db"].get<double>());
        EXPECT_FALSE(whole["layers"][i].contains("weight_channels"));
    }
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
    // Per-tensor 8-bit weights cost this network several points in any format (int:8 46.6,
    // lp:8 51.1, an independent PyTorch computation of lp:8 53.6): depthwise channels of very
    // different range.
    const json quantized = runJson("evaluate " + model + " --data " + images + " --weights lp:8");
    std::printf("MobileNetV1 0.25: float %.1f, lp:8 weights %.1f\n",
                plain["top1_percent"].get<double>(), quantized["top1_percent"].get<double>());
    EXPECT_GT(quantized["top1_percent"].get<double>(), 48);
}
