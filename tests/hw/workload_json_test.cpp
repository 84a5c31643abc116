#include "core/base/paths.h"
#include "hw/workload.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <fstream>
#include <functional>
#include <set>

#include "core/base/error.h"
#include "hw/simulate.h"
#include "tests/hw/message_of.h"

namespace lpstudio {
namespace {

using nlohmann::json;

struct Known {
    const char* name;
    std::size_t layers;
    std::int64_t macs;
    /// Elements of the weights, without biases and normalisation.
    std::int64_t weights;
};

/// MACs and parameters of torchvision's (timm's) networks.
TEST(Workloads, HaveTheMacsAndWeightsOfTheirArchitectures) {
    for (const Known& known :
         {Known{"resnet18", 21, 1814073344, 11678912}, Known{"resnet50", 54, 4089184256, 25502912},
          Known{"mobilenet-v1", 28, 568740352, 4209088},
          // 86,567,656 parameters less biases, norms, class token, positions.
          Known{"vit-b-16", 74, 17563828224, 86292480},
          Known{"deit-s-16", 74, 4598882304, 21912576}}) {
        const Workload workload = loadWorkload(known.name);
        std::int64_t macs = 0, weights = 0;
        std::set<std::string> names;
        for (const MatrixProduct& p : workload.products) {
            macs += p.m * p.k * p.n * p.groups;
            if (!p.operandIsActivation) weights += p.k * p.n * p.groups;
            EXPECT_LE(p.inputElements, p.m * p.k) << known.name << " " << p.name;
            names.insert(p.name);
        }
        EXPECT_EQ(workload.products.size(), known.layers) << known.name;
        EXPECT_EQ(names.size(), known.layers) << known.name;
        EXPECT_EQ(macs, known.macs) << known.name;
        EXPECT_EQ(weights, known.weights) << known.name;
        EXPECT_FALSE(workload.source.empty()) << known.name;
        EXPECT_EQ(simulate(loadAccelerator("lpa-8x8"), workload).totals.macs, macs);
    }
    EXPECT_EQ(workloads().size(), 5U);
}

TEST(Workloads, DepthwiseLayersUseTheGridPoorly) {
    const SimulationResult result =
        simulate(loadAccelerator("lpa-8x8"), loadWorkload("mobilenet-v1"));
    for (const LayerResult& layer : result.layers) {
        if (layer.name.ends_with("depthwise")) {
            // One output channel a group: one column of eight at work, 9 rows in two folds.
            EXPECT_LT(layer.cost.utilization(), 0.08) << layer.name;
        }
        if (layer.name.ends_with("pointwise")) {
            EXPECT_GT(layer.cost.utilization(), 0.6) << layer.name;
        }
    }
}

TEST(Workloads, RoundTripThroughJson) {
    for (const WorkloadInfo& info : workloads()) {
        const Workload workload = loadWorkload(info.name);
        EXPECT_EQ(workloadFromJson(workloadToJson(workload).dump(), "round trip"), workload);
        EXPECT_FALSE(info.summary.empty());
    }
}

TEST(Workloads, AreRefusedWithKeyValueAndRange) {
    const json good{{"schema", "lpstudio-workload/1"},
                    {"name", "mine"},
                    {"layers", {{{"name", "a"}, {"m", 1}, {"k", 2}, {"n", 3}}}}};
    EXPECT_EQ(workloadFromJson(good.dump(), "x").products.at(0).weightBits, 8);
    struct Bad {
        std::function<void(json&)> spoil;
        const char* expected;
    };
    for (const Bad& bad :
         std::vector<Bad>{{[](json& j) { j["layers"][0]["m"] = 0; },
                           "layers[0].m = 0 is out of range; give a whole number 1.."},
                          {[](json& j) { j["layers"][0].erase("k"); }, "layers[0].k is missing"},
                          {[](json& j) { j["layers"][0]["weights"] = 4; },
                           "layers[0].weights is an unknown key; known here: name, m, k, n, "
                           "groups, weight_bits"},
                          {[](json& j) { j["layers"][0]["weight_bits"] = 17; },
                           "layers[0].weight_bits = 17 is out of range; give a whole number 1..16"},
                          {[](json& j) { j["layers"][0]["operand_is_activation"] = 1; },
                           "operand_is_activation = 1 is wrong; give true or false"},
                          {[](json& j) { j["layers"] = json::array(); }, "layers = [] is empty"},
                          {[](json& j) { j["schema"] = "other"; }, "schema = \"other\" is unknown"},
                          {[](json& j) { j["name"] = 3; }, "name = 3 is not a text"},
                          {[](json& j) { j = 3; }, "the description must be an object"}}) {
        json broken = good;
        bad.spoil(broken);
        const std::string message = messageOf([&] { workloadFromJson(broken.dump(), "my.json"); });
        EXPECT_TRUE(message.starts_with("my.json: ")) << message;
        EXPECT_NE(message.find(bad.expected), std::string::npos) << message;
    }
    EXPECT_NE(messageOf([] {
                  loadWorkload("resnet51");
              }).find("workload \"resnet51\" is neither a workload nor a file; workloads: "),
              std::string::npos);
    EXPECT_NE(messageOf([] { loadWorkload("none.json"); }).find("no such file"), std::string::npos);
}

TEST(Workloads, SchemaKnowsTheSameKeys) {
    std::ifstream file(std::string(LPSTUDIO_RESOURCE_DIR "/workloads") + "/schema.json");
    const json schema = json::parse(file);
    const json properties = schema["properties"]["layers"]["items"]["properties"];
    Workload workload;
    workload.products.emplace_back();
    const json layer = workloadToJson(workload)["layers"][0];
    EXPECT_EQ(layer.size(), properties.size());
    for (const auto& [key, value] : layer.items()) EXPECT_TRUE(properties.contains(key)) << key;
}

}  // namespace
}  // namespace lpstudio
