#include "tests/app/cli/cli_fixture.h"

namespace lpstudio::test {
namespace {

/// A short search on the example's residual network.
std::string searchOf(const std::string& model, const std::string& calibration) {
    return "search " + model + " --calibration " + calibration +
           " --images 32 --population 6 --passes 1 --cycles 1 --diversity 2 ";
}

}  // namespace

TEST_F(Cli, AResumedSearchEndsAsAnUndisturbedOne) {
    const std::string search =
        searchOf(example("fashion_resnet.pt"), example("calibration-images-idx3-ubyte.gz"));
    const std::string whole = (folder_ / "whole.lps").string(),
                      parts = (folder_ / "parts.lps").string();
    const json expected = runJson(search + "--generations 2 --workers 1 --project " + whole);
    json result = runJson(search + "--max-candidates 3 --project " + parts);
    EXPECT_FALSE(result["finished"].get<bool>());
    EXPECT_EQ(result["state"], "limited");
    EXPECT_EQ(result["candidates"], 3);
    json stored = runJson("project " + parts)["runs"][0];
    EXPECT_EQ(stored["state"], "limited");
    EXPECT_EQ(stored["best"], result["best"]["id"]);
    expectError(search + "--max-candidates 3 --resume --project " + parts, 2,
                "has 3 candidates already and the limit is 3");
    result = runJson(search + "--max-candidates 11 --workers 3 --resume --project " + parts);
    EXPECT_EQ(result["candidates"], 11);
    result = runJson(search + "--workers 2 --resume --project " + parts);
    EXPECT_TRUE(result["finished"].get<bool>());
    for (const char* field : {"best", "front", "candidates"})
        EXPECT_EQ(result[field], expected[field]) << field;
    const json project = runJson("project " + parts);
    ASSERT_EQ(project["runs"].size(), 1U);
    EXPECT_EQ(project["runs"][0]["candidates"], expected["candidates"]);
    EXPECT_EQ(project["runs"][0]["state"], "finished");
}

TEST_F(Cli, ATimeLimitEndsASearchThatIsResumedWithoutIt) {
    const std::string project = (folder_ / "p.lps").string();
    const std::string search =
        searchOf(example("fashion_resnet.pt"), example("calibration-images-idx3-ubyte.gz")) +
        "--start random --project " + project;
    const json hasty = runJson(search + " --time-limit 0.01");
    EXPECT_EQ(hasty["state"], "limited");
    ASSERT_GE(hasty["candidates"].get<int>(), 1);
    const json rest = runJson(search + " --resume");
    EXPECT_EQ(rest["run"], hasty["run"]);
    EXPECT_EQ(rest["state"], "finished");
    const json through = runJson(search);
    for (const char* field : {"best", "front", "candidates"})
        EXPECT_EQ(rest[field], through[field]) << field;
}

TEST_F(Cli, ResumeRefusesWhatHasChangedAndSaysWhat) {
    const std::string images = example("calibration-images-idx3-ubyte.gz");
    const std::string search = searchOf(example("fashion_resnet.pt"), images);
    const std::string project = " --project " + (folder_ / "p.lps").string();
    expectError(search + "--resume", 2, "--project");
    expectError(search + "--resume" + project, 1, "no such project");
    runJson(search + "--max-candidates 3" + project);
    expectError(search + "--lambda 0.5 --resume" + project, 1, "lambda 0.4 -> 0.5");
    expectError(search + "--start random --resume" + project, 1,
                "start \"informed\" -> \"random\"");
    expectError(search + "--hardware lpa-8-8x8 --resume" + project, 1, "the accelerator");
    expectError(searchOf(example("fashion_vit.pt"), images) + "--resume" + project, 1,
                "the model file");
    expectError(searchOf(example("fashion_resnet.pt"), example("evaluation-images-idx3-ubyte.gz")) +
                    "--resume" + project,
                1, "the calibration images");
    // The number of cores changes nothing.
    runJson("--threads 3 " + search + "--resume" + project);
    expectError(search + "--resume" + project, 1, "no unfinished run");
}

TEST_F(Cli, ABiasCorrectedCandidateKeepsItsTop1InItsConfig) {
    const std::string project = (folder_ / "p.lps").string(),
                      evaluation = example("evaluation-images-idx3-ubyte.gz");
    const json found = runJson(
        searchOf(example("fashion_resnet.pt"), example("calibration-images-idx3-ubyte.gz")) +
        "--widths 4 --max-candidates 2 --bias-correction --evaluation " + evaluation +
        " --project " + project);
    const json exported = runJson("export " + project + " --to " + (folder_ / "out").string());
    const std::string config = exported["files"][0];
    const json written = json::parse(slurp(config));
    EXPECT_EQ(written["layers"][0]["output_shift"].size(), 16U);
    const auto top1 = [&](const std::string& file) {
        return runJson("evaluate " + example("fashion_resnet.pt") + " --data " + evaluation +
                       " --config " + file)["top1_percent"];
    };
    EXPECT_EQ(top1(config), found["best"]["top1_percent"]);
    // A list of another length is refused by the layer's name.
    json spoilt = written;
    spoilt["layers"][0]["output_shift"] = {1.0, 2.0};
    const std::string bad = (folder_ / "bad.json").string();
    std::ofstream(bad) << spoilt.dump();
    expectError(
        "evaluate " + example("fashion_resnet.pt") + " --data " + evaluation + " --config " + bad,
        1, "layer \"conv1\": output_shift has 2 numbers");
    expectError("evaluate " + example("fashion_resnet.pt") + " --data " + evaluation +
                    " --weights lp:8 --bias-correction",
                2, "--calibration");
}

TEST_F(Cli, TopOneIsMeasuredOfWhatIsAskedFor) {
    const std::string search =
        searchOf(example("fashion_resnet.pt"), example("calibration-images-idx3-ubyte.gz")) +
        "--max-candidates 6 --start random ";
    const std::string evaluation =
        "--evaluation " + example("evaluation-images-idx3-ubyte.gz") + " ";
    const auto measured = [](const json& found) {
        int count = 0;
        for (const json& one : found["front"]) count += one["top1_percent"].is_null() ? 0 : 1;
        return count;
    };
    const json best = runJson(search + evaluation);
    ASSERT_GT(best["front"].size(), 1U);
    EXPECT_TRUE(best["best"]["top1_percent"].is_number());
    EXPECT_TRUE(best["float_top1_percent"].is_number());
    EXPECT_EQ(measured(best), 1);
    const json none = runJson(search + evaluation + "--measure none");
    EXPECT_TRUE(none["best"]["top1_percent"].is_null());
    EXPECT_TRUE(none["float_top1_percent"].is_null());
    EXPECT_EQ(measured(none), 0);
    const json front = runJson(search + evaluation + "--measure front");
    EXPECT_EQ(measured(front), static_cast<int>(front["front"].size()));
    EXPECT_EQ(front["best"]["top1_percent"], best["best"]["top1_percent"]);
    expectError(search + evaluation + "--measure all", 2, "none, best or front");
    expectError(search + "--measure front", 2, "--evaluation");
}

TEST_F(Cli, AParetoSearchIsRepeatedAndResumed) {
    const std::string search = "search " + example("fashion_resnet.pt") + " --calibration " +
                               example("calibration-images-idx3-ubyte.gz") +
                               " --images 32 --algorithm nsga2 --population 8 --start random ";
    const std::string whole = (folder_ / "whole.lps").string(),
                      parts = (folder_ / "parts.lps").string();
    const json expected = runJson(search + "--generations 2 --workers 1 --project " + whole);
    EXPECT_TRUE(expected["finished"].get<bool>());
    EXPECT_EQ(expected["candidates"], 24);
    runJson(search + "--generations 2 --max-candidates 13 --project " + parts);
    const json result = runJson(search + "--generations 2 --workers 2 --resume --project " + parts);
    for (const char* field : {"best", "front", "candidates"})
        EXPECT_EQ(result[field], expected[field]) << field;
    EXPECT_EQ(runJson("project " + parts)["runs"][0]["name"],
              "NSGA-II on ResNet-12, Fashion-MNIST");
    // It goes by its own settings only, and is not LPQ.
    runJson(search + "--generations 2 --max-candidates 9 --project " + parts);
    expectError(search + "--generations 3 --resume --project " + parts, 1, "generations 2 -> 3");
    runJson(search + "--generations 2 --passes 3 --resume --project " + parts);
    expectError(search + "--paper", 2, "--paper");
    expectError(search + "--generations -1", 2, "generations = -1");
    expectError("search x.pt --calibration y --algorithm annealing", 2, "lpq or nsga2");
}

TEST_F(Cli, ATargetWidthBringsItsObjective) {
    const std::string project = (folder_ / "p.lps").string();
    const std::string search =
        searchOf(example("fashion_resnet.pt"), example("calibration-images-idx3-ubyte.gz")) +
        "--start random --max-candidates 1 --project " + project;
    runJson(search);
    runJson(search + " --target-bits 5");
    runJson(search + " --target-bits 5 --objective kl");
    runJson(search + " --target-bits 5 --paper");
    std::vector<std::string> objectives;
    const json stored = runJson("project " + project);
    for (const json& run : stored["runs"]) objectives.push_back(run["settings"]["objective"]);
    EXPECT_EQ(objectives, (std::vector<std::string>{"global-local", "mse", "kl", "global-local"}));
}

TEST_F(Cli, FrontIsOverAllRunsOfAProject) {
    const std::string project = (folder_ / "p.lps").string();
    const std::string search =
        searchOf(example("fashion_resnet.pt"), example("calibration-images-idx3-ubyte.gz")) +
        "--start random --project " + project + " ";
    expectError("front " + project, 1, "no such project");
    const json first = runJson(search), second = runJson(search + "--seed 2"),
               other = runJson(search + "--seed 2 --temperature 1 --max-candidates 4");
    const json front = runJson("front " + project + " --run " + first["run"].dump());
    EXPECT_EQ(front["objectives"], json({"contrast", "weight-bits"}));
    EXPECT_EQ(front["runs"], json({first["run"], second["run"]}));
    ASSERT_EQ(front["left_out"].size(), 1U);
    EXPECT_EQ(front["left_out"][0]["run"], other["run"]);
    EXPECT_EQ(front["candidates"],
              first["candidates"].get<int>() + second["candidates"].get<int>());
    double bits = 0, contrast = 0;
    for (const json& one : front["front"]) {
        if (bits > 0) {
            EXPECT_LT(one["mean_weight_bits"].get<double>(), bits);
            EXPECT_GT(one["contrast"].get<double>(), contrast);
        }
        bits = one["mean_weight_bits"];
        contrast = one["contrast"];
    }
    // Nothing on a run's own front is better than the project's.
    for (const json& run : {first, second})
        for (const json& one : run["front"])
            EXPECT_TRUE(std::any_of(front["front"].begin(), front["front"].end(), [&](auto& f) {
                return f["contrast"] <= one["contrast"] &&
                       f["mean_weight_bits"] <= one["mean_weight_bits"];
            }));
    const json& convergence = front["convergence"];
    EXPECT_EQ(convergence.back()["candidates"], front["candidates"]);
    EXPECT_GT(convergence.back()["hypervolume"].get<double>(), 0);
    const json four =
        runJson("front " + project + " --objectives contrast,energy,latency,model-size");
    EXPECT_EQ(four["runs"], json({other["run"]}));
    expectError("front " + project + " --objectives contrast", 2, "two to four objectives");
    expectError("front " + project + " --objectives contrast,speed", 2, "\"speed\"");
    expectError("front " + project + " --run 99", 1, "run 99");
}

TEST_F(Cli, SensitivityListsEachLayerAtEachWidth) {
    const std::string command = "sensitivity " + example("fashion_resnet.pt") + " --calibration " +
                                example("calibration-images-idx3-ubyte.gz") + " --images 32";
    const json result = runJson(command + " --widths 2,8");
    const json& layers = result["layers"];
    ASSERT_EQ(layers.size(), 28U);
    double narrow = 0, wide = 0;
    for (std::size_t i = 0; i < layers.size(); i += 2) {
        EXPECT_EQ(layers[i]["name"], layers[i + 1]["name"]);
        EXPECT_EQ(layers[i]["width"], 2);
        EXPECT_EQ(layers[i + 1]["width"], 8);
        EXPECT_GT(layers[i + 1]["sqnr_db"].get<double>(), layers[i]["sqnr_db"].get<double>() + 20);
        // Not of every layer: the objective does not see the length of the logits, for one.
        narrow += layers[i]["contrast"].get<double>();
        wide += layers[i + 1]["contrast"].get<double>();
        EXPECT_TRUE(layers[i]["top1_percent"].is_null());
    }
    EXPECT_GT(narrow, wide);
    EXPECT_LT(result["float_contrast"].get<double>(), layers[0]["contrast"].get<double>());
    expectError(command + " --widths 2,9", 2, "widths");
}

}  // namespace lpstudio::test
