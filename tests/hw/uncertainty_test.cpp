#include "hw/uncertainty.h"

#include <gtest/gtest.h>

#include <random>

#include "core/base/error.h"
#include "hw/technology.h"
#include "hw/workload.h"

namespace lpstudio {
namespace {

Constant& constantOf(Accelerator& accelerator, const std::string& key) {
    for (Constant& constant : accelerator.constants)
        if (constant.key == key) return constant;
    throw std::logic_error(key);
}

double joules(const SimulationResult& result) {
    return static_cast<double>(result.totals.energy.total().value) * 1e-15;
}

TEST(Uncertainty, HoldsEveryDesignWithinTheRanges) {
    const Workload workload = withWidths(loadWorkload("resnet18"), 4, 8);
    std::mt19937 random(5);
    for (const char* preset : {"lpa-8x8", "bitfusion-iso", "lpa-iso"}) {
        const Accelerator accelerator = loadAccelerator(preset);
        const Uncertainty bounds = uncertaintyOf(accelerator, workload);
        EXPECT_LT(bounds.energy.low, bounds.energy.value);
        EXPECT_LE(bounds.latency.low, bounds.latency.value);
        EXPECT_GE(bounds.latency.high, bounds.latency.value);
        EXPECT_GT(bounds.energy.high, bounds.energy.value);
        EXPECT_DOUBLE_EQ(bounds.energy.value, joules(simulate(accelerator, workload)));
        for (int trial = 0; trial < 30; ++trial) {
            Accelerator variant = accelerator;
            for (Constant& constant : variant.constants) {
                // Ends as likely as anything between; whole numbers stay whole.
                const double at = static_cast<double>(random() % 5) / 4;
                constant.value = constant.low + at * (constant.high - constant.low);
                if (constant.unit == "1" || constant.unit == "bit")
                    constant.value = std::round(constant.value);
            }
            const SimulationResult result = simulate(variant, workload);
            EXPECT_GE(joules(result), bounds.energy.low * (1 - 1e-12)) << preset << trial;
            EXPECT_LE(joules(result), bounds.energy.high * (1 + 1e-12)) << preset << trial;
            EXPECT_GE(result.seconds, bounds.latency.low) << preset << trial;
            EXPECT_LE(result.seconds, bounds.latency.high) << preset << trial;
            const double area = static_cast<double>(result.area.total().value) * 1e-3;
            EXPECT_GE(area, bounds.area.low) << preset << trial;
            EXPECT_LE(area, bounds.area.high) << preset << trial;
        }
    }
}

TEST(Uncertainty, EndsAreSumsOfTheirParts) {
    const Uncertainty bounds = uncertaintyOf(loadAccelerator("lpa-8x8"), loadWorkload("resnet18"));
    const auto sum = [](const EnergyParts& p) {
        return p.compute.value + p.decode.value + p.encode.value + p.post.value + p.sram.value +
               p.dram.value + p.leakage.value;
    };
    EXPECT_EQ(bounds.energy.low, static_cast<double>(sum(bounds.leastEnergy)) * 1e-15);
    EXPECT_EQ(bounds.energy.high, static_cast<double>(sum(bounds.mostEnergy)) * 1e-15);
    EXPECT_EQ(bounds.area.low, static_cast<double>(bounds.leastArea.total().value) * 1e-3);
    EXPECT_EQ(bounds.area.high, static_cast<double>(bounds.mostArea.total().value) * 1e-3);
}

TEST(Uncertainty, OneConstantAloneGivesItsOwnInterval) {
    Accelerator accelerator = loadAccelerator("lpa-8x8");
    for (Constant& constant : accelerator.constants) constant.low = constant.high = constant.value;
    const Workload workload = loadWorkload("resnet18");
    EXPECT_TRUE(uncertaintyOf(accelerator, workload).influences.empty());

    Constant& energy = constantOf(accelerator, "pe.energy");
    energy.low = 0.1;
    energy.high = 0.2;
    const Uncertainty bounds = uncertaintyOf(accelerator, workload);
    ASSERT_EQ(bounds.influences.size(), 1U);
    EXPECT_EQ(bounds.influences[0].key, "pe.energy");
    const double active = static_cast<double>(simulate(accelerator, workload).totals.macs);
    EXPECT_NEAR((bounds.energy.high - bounds.energy.low) / (active * 0.1e-12), 1, 1e-6);
    EXPECT_EQ(bounds.latency.low, bounds.latency.high);
    EXPECT_EQ(bounds.area.low, bounds.area.high);
}

TEST(Uncertainty, CanBeStopped) {
    std::stop_source source;
    source.request_stop();
    EXPECT_THROW(
        uncertaintyOf(loadAccelerator("lpa-8x8"), loadWorkload("resnet18"), {}, source.get_token()),
        Cancelled);
}

/// A constant may spend more at its low end: a slow clock leaks longer.
TEST(Uncertainty, KnowsConstantsThatCostMoreWhenTheyAreLow) {
    Accelerator accelerator = loadAccelerator("lpa-8x8");
    for (Constant& constant : accelerator.constants) constant.low = constant.high = constant.value;
    Constant& clock = constantOf(accelerator, "clock.frequency");
    clock.low = 250e6;
    clock.high = 1e9;
    const Workload workload = loadWorkload("resnet18");
    const Uncertainty bounds = uncertaintyOf(accelerator, workload);
    clock.value = 250e6;
    const SimulationResult slow = simulate(accelerator, workload);
    EXPECT_DOUBLE_EQ(bounds.energy.high, joules(slow));
    EXPECT_DOUBLE_EQ(bounds.latency.high, slow.seconds);
    EXPECT_DOUBLE_EQ(bounds.latency.low, slow.seconds / 4);
}

}  // namespace
}  // namespace lpstudio
