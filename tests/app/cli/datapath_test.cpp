#include "core/base/paths.h"
#include "tests/app/cli/cli_fixture.h"

using namespace lpstudio::test;

namespace {

class CliDatapath : public Cli {
protected:
    const std::string calibration_ =
        " --calibration " + example("calibration-images-idx3-ubyte.gz") + " --images 32";
    const std::string data_ = " --data " + example("evaluation-images-idx3-ubyte.gz") + " ";
    const std::string resnet_ = "evaluate " + example("fashion_resnet.pt") + data_;
    const std::string lp_ = "--weights lp:8 --activations lp:8" + calibration_ + " ";
};

}  // namespace

TEST_F(CliDatapath, EvaluateSaysHowItComputed) {
    const std::string run = resnet_ + lp_ + "--limit 40 ";
    const json plain = runJson(run);
    EXPECT_FALSE(plain.contains("datapath"));
    const json element = runJson(run + "--datapath");
    EXPECT_EQ(element["images"], 40);
    EXPECT_EQ(element["datapath"], (json{{"accumulator_fraction", 8},
                                         {"log_fraction", 8},
                                         {"conversion", "table"},
                                         {"layers_in_float", json::array()}}));
    EXPECT_EQ(element["layers"], plain["layers"]);
    const json fine = runJson(run + "--datapath --accumulator-fraction 22 --log-fraction 20");
    EXPECT_EQ(fine["datapath"]["accumulator_fraction"], 22);
    EXPECT_EQ(fine["datapath"]["log_fraction"], 20);
    // So many bits are as good as floats.
    EXPECT_EQ(fine["correct"], plain["correct"]);
    // So few are not: a sum of 576 products loses its smaller ones.
    const json coarse = runJson(run + "--datapath --accumulator-fraction 2 --mitchell");
    EXPECT_EQ(coarse["datapath"]["conversion"], "mitchell");
    EXPECT_LT(coarse["correct"].get<int>(), plain["correct"].get<int>() - 10);
}

TEST_F(CliDatapath, BatchesAndThreadsDoNotMatter) {
    const std::string run = resnet_ + lp_ + "--limit 30 --datapath --accumulator-fraction 4 ";
    const json first = runJson(run + "--batch 7"), second = runJson("--threads 2 " + run);
    EXPECT_EQ(first["correct"], second["correct"]);
    EXPECT_EQ(first["top5_percent"], second["top5_percent"]);
}

TEST_F(CliDatapath, PinnedLayersStayInFloat) {
    const json pinned = runJson(resnet_ + lp_ + "--limit 10 --datapath --pin fc=float/float");
    EXPECT_EQ(pinned["datapath"]["layers_in_float"], json({"fc"}));
    const Outcome text = run(resnet_ + lp_ + "--limit 10 --datapath --pin fc=float/float");
    EXPECT_NE(text.out.find("in floating point: fc\n"), std::string::npos) << text.out;
}

TEST_F(CliDatapath, AttentionAndChannelsRun) {
    const std::string vit = "evaluate " + example("fashion_vit.pt") + data_ + lp_ + "--limit 12 ";
    const json plain = runJson(vit + "--per-channel"),
               element = runJson(vit + "--per-channel --datapath --accumulator-fraction 20");
    EXPECT_EQ(plain["layers"], element["layers"]);
    EXPECT_NEAR(element["correct"].get<int>(), plain["correct"].get<int>(), 1);
}

TEST_F(CliDatapath, WithoutALimitItSaysHowManyImagesItTakes) {
    const Outcome outcome = run(resnet_ +
                                "--weights lp:4,1,2,0 --activations lp:4,1,2,0 "
                                "--datapath");
    EXPECT_EQ(outcome.status, 0) << outcome.error;
    EXPECT_NE(outcome.error.find("the first 200 images only"), std::string::npos) << outcome.error;
    EXPECT_NE(outcome.out.find("the first 200 images only"), std::string::npos) << outcome.out;
    EXPECT_NE(outcome.out.find("of 200 images"), std::string::npos) << outcome.out;
}

TEST_F(CliDatapath, RefusesWhatTheElementsCannotDo) {
    expectError(resnet_ + "--datapath", 2, "no layer is quantized");
    expectError(resnet_ + "--datapath --weights lp:8", 2, "its activations are in floating point");
    expectError(resnet_ + "--datapath --weights int:8 --activations lp:8,2,3,0", 2,
                "its weights are in int:8@");
    expectError(resnet_ + "--datapath --weights lp:8 --activations mxfp8e4m3", 2,
                "its activations are in mxfp8e4m3");
    expectError(resnet_ + "--datapath --weights lp:9 --activations lp:8,2,3,0", 2,
                "at most 8 bits");
    expectError(resnet_ + "--weights lp:8 --accumulator-fraction 8", 2, "give --datapath too");
    expectError(resnet_ + "--weights lp:8 --log-fraction 8", 2, "give --datapath too");
    expectError(resnet_ + "--weights lp:8 --mitchell", 2, "give --datapath too");
    expectError(resnet_ + lp_ + "--datapath --accumulator-fraction 1", 2, "give 2..22");
    expectError(resnet_ + lp_ + "--datapath --log-fraction 23", 2, "give 1..22");
}

TEST_F(CliDatapath, ControlCEndsItSoon) {
    // Killed with status 137 if it goes on for two seconds more. All images take half a minute.
    const Outcome outcome =
        shell("timeout --preserve-status -k 2 -s INT 2 \"" LPSTUDIO_CLI "\" --quiet " + resnet_ +
              "--weights lp:8,1,4,0 --activations lp:8,1,4,0 --datapath "
              "--limit 100000");
    EXPECT_EQ(outcome.status, 1);
    EXPECT_EQ(outcome.out, "");
    EXPECT_EQ(outcome.error, "lpstudio-cli: cancelled\n");
}
