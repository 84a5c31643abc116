#include <algorithm>
#include <cmath>
#include <cstdio>
#include <map>
#include <set>
#include <sstream>

#include "core/base/paths.h"
#include "tests/app/cli/cli_fixture.h"

using namespace lpstudio::test;

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

TEST_F(Cli, WholeNumbersAreWhatWasTyped) {
    const std::string evaluate = "evaluate " + example("fashion_resnet.pt") + " --data " +
                                 example("evaluation-images-idx3-ubyte.gz");
    expectError(evaluate + " --seed -1", 2, "--seed: -1 is negative");
    expectError(evaluate + " --seed 18446744073709551616", 2, "is too large");
    expectError(evaluate + " --seed 010", 2, "not a whole number");
    expectError(evaluate + " --seed 1e3", 2, "--seed");
    expectError(evaluate + " --limit -5", 2, "--limit: -5");
    expectError(evaluate + " --limit 0", 2, "--limit: 0 is too small; give a whole number of 1");
    expectError(evaluate + " --images 0", 2, "--images: 0 is too small");
    expectError("candidates p.lps --run -1", 2, "--run: -1 is too small");
    expectError("export p.lps --candidate -1", 2, "--candidate: -1 is too small");
    const json largest =
        runJson("--threads 1 " + evaluate + " --limit 2 --seed 18446744073709551615 --images 4");
    EXPECT_EQ(largest["images"], 2);
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
    const fs::path csv = folder_ / "predictions.csv";
    runJson("evaluate " + example("fashion_resnet.pt") + data + " --predictions " + csv.string());
    std::istringstream lines(slurp(csv));
    std::string line;
    std::getline(lines, line);
    EXPECT_TRUE(line.starts_with("image,label,class_1,probability_1,class_2,")) << line;
    int count = 0, right = 0;
    while (std::getline(lines, line)) {
        int image = -1, label = -1, predicted = -1;
        ASSERT_EQ(std::sscanf(line.c_str(), "%d,%d,%d,", &image, &label, &predicted), 3) << line;
        EXPECT_EQ(image, count++);
        right += label == predicted ? 1 : 0;
    }
    EXPECT_EQ(count, 500);
    EXPECT_EQ(right, plain["correct"].get<int>());
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
    // The aim is a loss of 1.5 points with lp:8 weights and activations fitted on 128 images. It is
    // missed: activations alone lose 2.3 (on the 872 images not used for fitting), and per-tensor
    // 8-bit weights cost this network several points in any format (int:8 46.6, lp:8 51.1, an
    // independent PyTorch computation of lp:8 53.6), depthwise channels being of very different
    // range. Bias correction brings back most: 55.96 of 58.72.
    const std::string fitted = "evaluate " + model + " --data " + images + " --calibration " +
                               images + " --images 128 --weights lp:8 --activations lp:8";
    const double uncorrected = runJson(fitted)["top1_percent"],
                 corrected = runJson(fitted + " --bias-correction")["top1_percent"];
    std::printf("MobileNetV1 0.25: lp:8 weights and activations %.2f, with bias correction %.2f\n",
                uncorrected, corrected);
    EXPECT_GT(uncorrected, 44);
    EXPECT_GT(corrected, 58.72 - 4);
}
