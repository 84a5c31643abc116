#include <algorithm>
#include <cmath>
#include <cstdio>
#include <map>
#include <set>

#include "core/base/paths.h"
#include "tests/app/cli/cli_fixture.h"

using namespace lpstudio::test;

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

TEST_F(Cli, AFailedQuantizeLeavesTheOldFile) {
    writeNpy(folder_ / "nan.npy", {1, NAN});
    std::ofstream(folder_ / "out.npy") << "old";
    run("--quiet quantize lp:8 --in " + (folder_ / "nan.npy").string() + " --out " +
        (folder_ / "out.npy").string());
    EXPECT_EQ(slurp(folder_ / "out.npy"), "old");
}

/// The signal is sent once the program heeds it: bit 1 of the signals that it catches, as /proc
/// tells.
TEST_F(Cli, CompareStopsAtCtrlC) {
    const Outcome outcome =
        shell("\"" LPSTUDIO_CLI "\" --quiet compare " + example("fashion_vit.pt") +
              " --per-channel --widths 2,3,4,5,6,7,8,9,10,11,12,13,14,15,16 & work=$!; "
              "for i in $(seq 500); do grep -q '^SigCgt:.*[2367abef]$' /proc/$work/status && "
              "break; sleep 0.02; done; "
              "kill -INT $work; wait $work");
    EXPECT_EQ(outcome.status, 1) << outcome.error;
    EXPECT_EQ(outcome.error, "lpstudio-cli: cancelled\n");
    EXPECT_EQ(outcome.out, "");
}
