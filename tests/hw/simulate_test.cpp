#include "hw/simulate.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <chrono>
#include <cmath>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "core/base/error.h"
#include "hw/accelerator.h"
#include "hw/mapping.h"
#include "hw/simulate_json.h"
#include "tests/hw/message_of.h"

namespace lpstudio {
namespace {

MatrixProduct product(std::int64_t m, std::int64_t k, std::int64_t n, int weightBits = 8) {
    MatrixProduct p;
    p.name = "layer";
    p.m = m;
    p.k = k;
    p.n = n;
    p.weightBits = weightBits;
    return p;
}

/// ResNet-20 in shape: convolutions of three stages, an odd width here and there, and a classifier.
Workload network() {
    Workload workload{"network", {}};
    const std::int64_t sides[] = {32, 16, 8};
    for (std::int64_t stage = 0; stage < 3; ++stage) {
        for (int i = 0; i < 6; ++i) {
            const std::int64_t channels = 16 << stage;
            const std::int64_t area = sides[stage] * sides[stage];
            MatrixProduct p = product(area, channels * 9, channels, 2 + i);
            p.name = "stage" + std::to_string(stage) + "." + std::to_string(i);
            p.inputElements = area * channels;
            p.postOperations = 2 * area * channels;
            workload.products.push_back(p);
        }
    }
    workload.products.push_back(product(1, 64, 10));
    return workload;
}

SimulationOptions with(std::optional<int> batch, std::optional<Dataflow> dataflow = {},
                       std::optional<bool> overlap = {}) {
    SimulationOptions options;
    options.batch = batch;
    options.dataflow = dataflow;
    options.overlap = overlap;
    return options;
}

TEST(Simulate, ComputeAreaOfLpaIsThePublishedOneToTheLastDigit) {
    const AreaParts area = Simulator(loadAccelerator("lpa-8x8")).area();
    EXPECT_EQ(area.pe.value, 64 * 187430);
    EXPECT_EQ(area.decoders.value, 16 * 5200);
    EXPECT_EQ(area.compute().value, 12078720);
    EXPECT_EQ(area.sram.value, 4309120000);
    const auto json = simulationToJson(simulate(loadAccelerator("lpa-8x8"), network()));
    EXPECT_EQ(json["totals"]["area_um2"]["compute"].dump(), "12078.72");
}

TEST(Simulate, VariantsHaveTheAreaTheirDensityImplies) {
    EXPECT_NEAR(Simulator(loadAccelerator("lpa-8-8x8")).area().compute().value / 1e9, 0.00918,
                1e-5);
    EXPECT_NEAR(Simulator(loadAccelerator("lpa-2-8x8")).area().compute().value / 1e9, 0.01076,
                1e-5);
    EXPECT_NEAR(Simulator(loadAccelerator("bitfusion-8x8")).area().compute().value / 1e9, 0.00508,
                3e-5);
}

TEST(Simulate, ThreeByThreeConvolutionByHand) {
    const auto result = simulate(loadAccelerator("lpa-8x8"), {"", {product(1024, 144, 16, 4)}});
    const Cost& cost = result.layers.at(0).cost;
    // ceil(144/8) * ceil(16/(8*2)) = 18 folds of 1024 + 16 + 8 - 2.
    EXPECT_EQ(result.layers[0].activity.folds, 18);
    EXPECT_EQ(cost.computeCycles.value, 18 * 1046);
    EXPECT_EQ(cost.macs, 1024 * 144 * 16);
    EXPECT_DOUBLE_EQ(cost.utilization(), 1024.0 * 144 * 16 / (18.0 * 1046 * 64 * 2));
    EXPECT_EQ(cost.energy.compute.value, std::llround(1024 * 144 * 8 * 143.04));
    EXPECT_EQ(cost.energy.decode.value, std::llround((144 * 8 + 1024 * 144) * 3.9685));
    EXPECT_EQ(cost.traffic.weights, 144 * 16 * 4);
    EXPECT_EQ(cost.traffic.inputs, 1024 * 144 * 8);
    EXPECT_EQ(cost.traffic.outputs, 1024 * 16 * 8);
    EXPECT_EQ(cost.traffic.sramRead,
              144 * 16 * 4 + 1024 * 144 * 8 + 1024 * 16 * 16 * 17 + 1024 * 16 * 8);
    EXPECT_EQ(cost.energy.dram.value,
              std::llround(18750.0 * (144 * 16 * 4 + 1024 * 144 * 8 + 1024 * 16 * 8)));
    // 402.112 mW of banks at 500 MHz: 804.224 pJ per cycle.
    EXPECT_EQ(cost.energy.leakage.value, std::llround(cost.cycles.value * 804224.0));
}

TEST(Simulate, DataflowsFollowTheirFormulas) {
    Accelerator accelerator = loadAccelerator("lpa-8x8");
    accelerator.rows = 4;
    accelerator.columns = 6;
    const Workload w{"", {product(50, 33, 70, 2)}};
    const auto compute = [&](Dataflow dataflow, bool overlap) {
        return simulate(accelerator, w, with(1, dataflow, overlap)).totals.computeCycles.value;
    };
    EXPECT_EQ(compute(Dataflow::WeightStationary, false), 9 * 3 * (50 + 8 + 6 - 2));
    EXPECT_EQ(compute(Dataflow::WeightStationary, true), 4 + 9 * 3 * (50 + 4 + 6 - 2));
    EXPECT_EQ(compute(Dataflow::OutputStationary, false), 13 * 3 * (33 + 8 + 6 - 2));
    EXPECT_EQ(compute(Dataflow::InputStationary, false), 9 * 9 * (18 + 8 + 6 - 2));
}

TEST(Simulate, GangedPesTradeGridForWidth) {
    const Accelerator bitfusion = loadAccelerator("bitfusion-8x8");
    const auto grid = [&](int weightBits, int activationBits) {
        MatrixProduct p = product(10, 64, 64, weightBits);
        p.activationBits = activationBits;
        const Mapping map = mapProduct(bitfusion, p, 10, Dataflow::WeightStationary, false);
        return std::pair(map.gridRows, map.gridColumns);
    };
    EXPECT_EQ(grid(4, 4), std::pair(8L, 8L));
    EXPECT_EQ(grid(2, 3), std::pair(8L, 8L));
    EXPECT_EQ(grid(8, 4), std::pair(8L, 4L));
    EXPECT_EQ(grid(5, 8), std::pair(4L, 4L));
}

TEST(Simulate, WidthsGoUpToTheNextMode) {
    const Accelerator lpa = loadAccelerator("lpa-8x8");
    const auto cost = [&](int bits) {
        return simulate(lpa, {"", {product(100, 100, 100, bits)}}).totals;
    };
    EXPECT_EQ(cost(3).cycles, cost(4).cycles);
    EXPECT_EQ(cost(5).energy.total(), cost(8).energy.total());
    EXPECT_LT(cost(2).cycles, cost(3).cycles);
    EXPECT_LT(cost(4).traffic.weights, cost(5).traffic.weights);
}

TEST(Simulate, RefusesWhatTheHardwareCannotDo) {
    const Accelerator lpa = loadAccelerator("lpa-8x8");
    const auto message = [&](const MatrixProduct& p) {
        EXPECT_THROW(simulate(lpa, {"", {p}}), Error);
        return messageOf([&] { simulate(lpa, {"", {p}}); });
    };
    EXPECT_EQ(message(product(1, 1, 1, 9)),
              "layer \"layer\": weight width 9 does not fit the hardware; give 1..8");
    EXPECT_EQ(message(product(1, 1, 1, 0)),
              "layer \"layer\": weight width 0 does not fit the hardware; give 1..8");
    EXPECT_EQ(message(product(0, 1, 1)), "layer \"layer\": m = 0 is too small; give 1 or more");
    EXPECT_NE(message(product(1000000000, 1000000000, 1000000000)).find("too large to count"),
              std::string::npos);
    EXPECT_NE(message(product(INT64_MAX, INT64_MAX, 1)).find("too large to count"),
              std::string::npos);
    MatrixProduct wide = product(1, 1, 1);
    wide.activationBits = 16;
    EXPECT_NE(message(wide).find("activation width 16"), std::string::npos);
    EXPECT_THROW(simulate(loadAccelerator("lpa-2-8x8"), {"", {product(1, 1, 1, 4)}}), UsageError);
    EXPECT_THROW(Simulator(lpa, with(0)), UsageError);
}

TEST(Simulate, TotalsAreTheSumsOfTheirParts) {
    for (const PresetInfo& preset : presets()) {
        if (preset.name == "lpa-2-8x8") continue;  // refuses the wide layers of the network
        for (const Dataflow dataflow :
             {Dataflow::WeightStationary, Dataflow::OutputStationary, Dataflow::InputStationary}) {
            for (const bool overlap : {false, true}) {
                const auto result =
                    simulate(loadAccelerator(preset.name), network(), with(3, dataflow, overlap));
                Cost sum;
                std::int64_t energy = 0;
                // Backwards: integers add up in any order.
                for (auto layer = result.layers.rbegin(); layer != result.layers.rend(); ++layer) {
                    const Cost& c = layer->cost;
                    sum += c;
                    energy += c.energy.total().value;
                    EXPECT_EQ(c.cycles, c.computeCycles + c.stallCycles);
                    EXPECT_GE(c.stallCycles.value, 0);
                    EXPECT_EQ(c.traffic.weights + c.traffic.inputs + c.traffic.outputs,
                              c.traffic.dram());
                    EXPECT_GT(c.utilization(), 0);
                    EXPECT_LE(c.utilization(), 1);
                }
                EXPECT_EQ(sum.cycles, result.totals.cycles);
                EXPECT_EQ(sum.macs, result.totals.macs);
                EXPECT_EQ(energy, result.totals.energy.total().value);
                EXPECT_EQ(sum.traffic.sram(), result.totals.traffic.sram());
                EXPECT_EQ(sum.traffic.dram(), result.totals.traffic.dram());
                const AreaParts& a = result.area;
                EXPECT_EQ(a.total().value, a.pe.value + a.decoders.value + a.encoder.value +
                                               a.post.value + a.sram.value);
            }
        }
    }
}

TEST(Simulate, EveryFieldOfTheTotalsIsTheSumOfTheLayers) {
    const auto json = simulationToJson(simulate(loadAccelerator("lpa-8x8"), network(), with(2)));
    std::map<std::string, std::int64_t> sums;
    const auto exact = [](const nlohmann::json& value) {
        return std::llround(value.get<double>() * 1000);  // fJ, or bits * 125
    };
    for (const auto& layer : json["layers"]) {
        const auto fields = layer.flatten();
        for (const auto& [key, value] : fields.items()) {
            if (value.is_number() && key != "/utilization") sums[key] += exact(value);
        }
    }
    EXPECT_EQ(sums.size(), 4U + 8 + 9);
    const auto totals = json["totals"].flatten();
    for (const auto& [key, sum] : sums) EXPECT_EQ(exact(totals.at(key)), sum) << key;
}

TEST(Simulate, DepthwiseWastesTheGrid) {
    const Accelerator lpa = loadAccelerator("lpa-8x8");
    MatrixProduct depthwise = product(56 * 56, 9, 1);
    depthwise.groups = 128;
    const Cost poor = simulate(lpa, {"", {depthwise}}).totals;
    const Cost good = simulate(lpa, {"", {product(56 * 56, 128, 128)}}).totals;
    EXPECT_LT(poor.utilization(), 0.10);
    EXPECT_GT(good.utilization(), 0.95);
    EXPECT_EQ(poor.computeCycles.value, 128 * 2 * (56 * 56 + 22));
    EXPECT_EQ(poor.macs, 56 * 56 * 9 * 128);
}

TEST(Simulate, BatchSharesWeightsButNotActivations) {
    const Accelerator lpa = loadAccelerator("lpa-8x8");
    MatrixProduct p = product(64, 32, 48);
    p.postOperations = 1000;
    const auto one = simulate(lpa, {"", {p}}, with(1)).totals;
    const auto many = simulate(lpa, {"", {p}}, with(5)).totals;
    EXPECT_EQ(many.traffic.weights, one.traffic.weights);
    EXPECT_EQ(many.traffic.inputs, 5 * one.traffic.inputs);
    EXPECT_EQ(many.macs, 5 * one.macs);
    EXPECT_EQ(one.energy.post.value, (64 * 48 + 1000) * 149);
    EXPECT_EQ(many.energy.post.value, 5 * one.energy.post.value);
    EXPECT_EQ(many.computeCycles.value, 4 * 6 * (5 * 64 + 22));
    p.operandIsActivation = true;
    const auto attention = simulate(lpa, {"", {p}}, with(5)).totals;
    EXPECT_EQ(attention.traffic.weights, 5 * one.traffic.weights);
    EXPECT_EQ(attention.computeCycles.value, 5 * one.computeCycles.value);
}

TEST(Simulate, WaitsForANarrowMemory) {
    Accelerator lpa = loadAccelerator("lpa-8x8");
    for (Constant& constant : lpa.constants) {
        if (constant.key == "dram.bandwidth") constant.value = 1;
    }
    const auto result = simulate(lpa, {"", {product(16, 64, 64)}});
    const Tiling& tiling = result.layers[0].activity.tiling;
    EXPECT_EQ(result.totals.cycles.value,
              result.totals.traffic.dram() + tiling.fill + tiling.drain);
    EXPECT_EQ(result.totals.traffic.dram(), (16 * 64 + 64 * 64 + 16 * 64) * 8);
}

TEST(Simulate, ABufferWithoutASecondHalfMakesTheGridWait) {
    // Small enough that both halves hold everything: tiles and traffic stay the same.
    const Workload w{"", {product(64, 64, 64)}};
    const Accelerator lpa = loadAccelerator("lpa-8x8");
    const auto both = simulate(lpa, w).totals;
    for (Buffer Accelerator::*buffer :
         {&Accelerator::weights, &Accelerator::inputs, &Accelerator::outputs}) {
        Accelerator single = lpa;
        (single.*buffer).doubleBuffered = false;
        const auto result = simulate(single, w).totals;
        EXPECT_EQ(result.traffic.dram(), both.traffic.dram());
        EXPECT_GE(result.cycles, both.cycles);
    }
    Accelerator none = lpa;
    for (Buffer* buffer : {&none.weights, &none.inputs, &none.outputs})
        buffer->doubleBuffered = false;
    for (Constant& constant : none.constants)
        if (constant.key == "dram.bandwidth") constant.value = 8;
    const auto result = simulate(none, w).totals;
    EXPECT_EQ(result.stallCycles.value, result.traffic.dram() / 8);
    EXPECT_EQ(result.cycles.value, result.computeCycles.value + result.traffic.dram() / 8);
}

TEST(Simulate, PortsThatAreTooNarrowAreTold) {
    for (const PresetInfo& preset : presets())
        EXPECT_EQ(portWarning(loadAccelerator(preset.name)), "") << preset.name;
    Accelerator lpa = loadAccelerator("lpa-8x8");
    lpa.inputs.banks = 1;
    EXPECT_NE(portWarning(lpa).find("input buffer deliver 32 bit per cycle and the grid asks for "
                                    "64"),
              std::string::npos)
        << portWarning(lpa);
    lpa.dataflow = Dataflow::OutputStationary;
    EXPECT_EQ(portDemands(lpa).at(2).needs, 8 * 4 * 16);
    lpa.dataflow = Dataflow::WeightStationary;
    EXPECT_EQ(portDemands(lpa).at(2).needs, 2 * 8 * 4 * 16);
}

TEST(Simulate, SharedPixelsCrossTheBusOnce) {
    const Accelerator lpa = loadAccelerator("lpa-8x8");
    MatrixProduct p = product(1024, 144, 16);
    p.inputElements = 1024 * 16;
    const auto shared = simulate(lpa, {"", {p}}).totals;
    p.inputElements = 0;
    const auto unrolled = simulate(lpa, {"", {p}}).totals;
    EXPECT_EQ(unrolled.traffic.inputs, 9 * shared.traffic.inputs);
    EXPECT_EQ(unrolled.computeCycles, shared.computeCycles);
}

TEST(Simulate, JsonHasTheFieldsOfTheContract) {
    const auto result = simulate(loadAccelerator("lpa-8x8"), network());
    const auto json = simulationToJson(result);
    EXPECT_EQ(json["hardware"], "lpa-8x8");
    ASSERT_EQ(json["layers"].size(), 19U);
    EXPECT_EQ(json["layers"][0]["name"], "stage0.0");
    auto places = json["layers"];
    places.push_back(json["totals"]);
    for (const auto& place : places) {
        for (const char* field : {"cycles", "compute_cycles", "stall_cycles", "macs"}) {
            EXPECT_TRUE(place.at(field).is_number_integer()) << field;
        }
        EXPECT_TRUE(place.at("utilization").is_number());
        std::int64_t sum = 0;
        for (const char* part :
             {"compute", "decode", "encode", "post", "sram", "dram", "leakage"}) {
            sum += std::llround(place.at("energy_pj").at(part).get<double>() * 1000);
        }
        EXPECT_EQ(sum, std::llround(place.at("energy_pj").at("total").get<double>() * 1000));
        EXPECT_EQ(place.at("energy_pj").size(), 8U);
        EXPECT_TRUE(place.contains("traffic_bytes"));
    }
    for (const char* field : {"seconds", "gops", "tops_per_mm2", "tops_per_w"}) {
        EXPECT_GT(json["totals"].at(field).get<double>(), 0) << field;
    }
    EXPECT_EQ(json["totals"]["area_um2"].size(), 7U);
}

TEST(Simulate, AnEmptyWorkloadCostsNothingAndDividesByNothing) {
    const auto result = simulate(loadAccelerator("lpa-8x8"), {"empty", {}});
    EXPECT_EQ(result.totals.cycles.value, 0);
    EXPECT_EQ(result.gops, 0);
    EXPECT_EQ(result.totals.utilization(), 0);
}

TEST(Simulator, GivesEveryThreadTheSameAnswer) {
    const Accelerator lpa = loadAccelerator("lpa-8x8");
    const Workload w = network();
    const Cost expected = simulate(lpa, w).totals;
    const Simulator simulator(lpa);
    std::vector<Cost> seen(8);
    std::vector<std::thread> threads;
    threads.reserve(seen.size());
    for (Cost& cost : seen) {
        threads.emplace_back([&] { cost = simulator.total(w); });
    }
    for (std::thread& thread : threads) thread.join();
    for (const Cost& cost : seen) {
        EXPECT_EQ(cost.cycles, expected.cycles);
        EXPECT_EQ(cost.energy.total(), expected.energy.total());
    }
}

TEST(Simulator, TellsProductsApartThatDifferInOneField) {
    const Accelerator lpa = loadAccelerator("lpa-8x8");
    const MatrixProduct base = product(40, 60, 20);
    std::vector<MatrixProduct> products(11, base);
    products[1].m = 41;
    products[2].k = 61;
    products[3].n = 21;
    products[4].groups = 2;
    products[5].weightBits = 4;
    products[6].activationBits = 4;
    products[7].outputBits = 2;
    products[8].operandIsActivation = true;
    products[9].inputElements = 700;
    products[10].postOperations = 999;
    const Simulator simulator(lpa, with(4));
    std::set<std::string> different;
    for (const MatrixProduct& p : products) {
        const std::string remembered = simulationToJson(simulator.run({"", {p}})).dump();
        EXPECT_EQ(remembered, simulationToJson(simulate(lpa, {"", {p}}, with(4))).dump());
        different.insert(remembered);
    }
    EXPECT_EQ(different.size(), products.size());
}

TEST(Simulator, IsFastOnceItKnowsTheShapes) {
    // Loose enough for a sanitizer on a busy machine; the benchmark has the real figures.
    const Simulator simulator(loadAccelerator("lpa-8x8"));
    const Workload w = network();
    const auto time = [](const auto& action) {
        const auto start = std::chrono::steady_clock::now();
        action();
        return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start)
            .count();
    };
    const double cold = time([&] { simulator.total(w); });
    const double warm = time([&] {
        for (int i = 0; i < 100; ++i) simulator.total(w);
    });
    RecordProperty("cold_ms", std::to_string(cold));
    RecordProperty("warm_us_per_layer", std::to_string(warm * 10 / 19));
    EXPECT_LT(warm / 100, 19 * 0.2) << "ms per network of 19 layers";
}

}  // namespace
}  // namespace lpstudio
