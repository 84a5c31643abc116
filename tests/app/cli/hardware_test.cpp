#include <cmath>
#include <set>

#include "tests/app/cli/cli_fixture.h"

// The accelerator's commands as a user meets them.

namespace lpstudio::test {
namespace {

TEST_F(Cli, EveryPresetOfTheSpecificationIsThere) {
    std::set<std::string> names;
    const json list = runJson("hardware");
    for (const json& preset : list["presets"]) names.insert(preset["name"]);
    EXPECT_EQ(names,
              (std::set<std::string>{"lpa-8x8", "lpa-8-8x8", "lpa-2-8x8", "posit-248-8x8",
                                     "ant-8x8", "bitfusion-8x8", "adaptivfloat-8x8", "int8-8x8",
                                     "lpa-iso", "ant-iso", "bitfusion-iso", "adaptivfloat-iso"}));
}

TEST_F(Cli, ALayerTableIsSimulated) {
    const json result = runJson("simulate --workload resnet50 --hardware lpa-iso --weights lp:4");
    EXPECT_EQ(result["totals"]["macs"], 4089184256);
    ASSERT_EQ(result["layers"].size(), 54U);
    ASSERT_EQ(result["roofline"]["layers"].size(), 54U);
    for (const json& point : result["roofline"]["layers"])
        EXPECT_LE(point["achieved_gops"].get<double>(),
                  point["attainable_gops"].get<double>() * (1 + 1e-9));
    const json& bounds = result["uncertainty"]["energy_pj"];
    EXPECT_LT(bounds["low"].get<double>(), bounds["value"].get<double>());
    EXPECT_LT(bounds["value"].get<double>(), bounds["high"].get<double>());
    EXPECT_NEAR(
        bounds["value"].get<double>() / result["totals"]["energy_pj"]["total"].get<double>(), 1,
        1e-12);
    EXPECT_FALSE(result["uncertainty"]["influences"].empty());
    // Widths, batch and dataflow are the caller's.
    const json eight = runJson("simulate --workload resnet50 --hardware lpa-iso");
    EXPECT_GT(eight["totals"]["cycles"].get<long>(), result["totals"]["cycles"].get<long>());
    EXPECT_EQ(runJson("simulate --workload resnet18 --batch 4")["totals"]["macs"], 4 * 1814073344L);
    EXPECT_EQ(result["dataflow"], "ws");
    EXPECT_EQ(result["weight_bits"].at(0), 4);
    for (const json& demand : result["port_demand"]) EXPECT_EQ(demand["met"], true);
    // What the chosen source does not use is refused, not dropped.
    expectError("simulate --workload resnet18 --weight-bits 2", 2, "--weights");
    expectError("simulate --product 1,2,3 --weights lp:2", 2, "--weight-bits");
    expectError("simulate --product 1,2,3 --config none.json", 2, "--weight-bits");
    expectError("simulate --workload resnet51", 2, "resnet50");
    expectError("simulate --workload resnet18 --weights lp:9", 2, "at most 8");
    expectError("simulate --workload resnet18 --product 1,2,3", 2, "one of");
    expectError("simulate --workload resnet18 --hardware lpa-2-8x8", 2, "weight width 8");
}

TEST_F(Cli, AWorkloadFileIsPrintedAndReadBack) {
    const json table = runJson("workloads vit-b-16");
    EXPECT_EQ(table["layers"].size(), 74U);
    const std::string file = (folder_ / "mine.json").string();
    std::ofstream(file) << table;
    EXPECT_EQ(runJson("simulate --workload " + file)["totals"],
              runJson("simulate --workload vit-b-16")["totals"]);
    json broken = table;
    broken["layers"][3]["k"] = -1;
    std::ofstream(file) << broken;
    expectError("simulate --workload " + file, 1, "layers[3].k = -1 is out of range");
    EXPECT_NE(run("workloads").out.find("mobilenet-v1"), std::string::npos);
}

TEST_F(Cli, ThePublishedTablesSayWhatIsPredicted) {
    const json tables = runJson("published");
    ASSERT_EQ(tables["ratios"].size(), 12U);
    std::set<std::string> labels;
    for (const json& cell : tables["figures"]) {
        labels.insert(cell["label"]);
        EXPECT_NEAR(cell["error"].get<double>(),
                    cell["model"].get<double>() / cell["published"].get<double>() - 1, 1e-12);
    }
    EXPECT_EQ(labels, (std::set<std::string>{"calibrated", "predicted"}));
    for (const json& ratio : tables["ratios"]) {
        EXPECT_NEAR(ratio["difference"].get<double>(),
                    ratio["model"].get<double>() - ratio["published"].get<double>(), 1e-12);
        EXPECT_GE(ratio["variants"].size(), 9U);
    }
    EXPECT_NE(run("published").out.find("predicted"), std::string::npos);
}

TEST_F(Cli, AModelsPostProcessingIsCounted) {
    // Normalisation, activations and additions of the example stand beside one scaling per output.
    const json model = runJson("model " + example("fashion_resnet.pt"));
    double outputs = 0;
    for (const json& layer : model["layers"]) {
        double elements = 1;
        for (const json& extent : layer["output_shape"]) elements *= extent.get<double>();
        outputs += elements;
    }
    const json result = runJson("simulate " + example("fashion_resnet.pt"));
    const double each = 149 / 1000.0;
    EXPECT_GT(result["totals"]["energy_pj"]["post"].get<double>(), 3 * outputs * each);
    EXPECT_LT(result["totals"]["energy_pj"]["post"].get<double>(), 8 * outputs * each);
}

}  // namespace
}  // namespace lpstudio::test
