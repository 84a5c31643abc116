#include "hw/roofline.h"

#include <gtest/gtest.h>

#include "hw/workload.h"

namespace lpstudio {
namespace {

TEST(Roofline, ByHand) {
    Accelerator lpa = loadAccelerator("lpa-8x8");
    MatrixProduct product;
    product.name = "fc";
    product.m = 1;
    product.k = 512;
    product.n = 512;
    product.weightBits = 2;
    for (Constant& constant : lpa.constants)
        if (constant.key == "dram.bandwidth") constant.value = 64;
    const SimulationResult result = simulate(lpa, {"", {product}});
    const Roofline roofline = rooflineOf(lpa, result);
    ASSERT_EQ(roofline.points.size(), 1U);
    EXPECT_DOUBLE_EQ(roofline.bandwidth, 4e9);
    EXPECT_EQ(roofline.peaks, (std::vector{256e9}));
    const RooflinePoint& point = roofline.points[0];
    const double bytes = 512 * 512 * 2 / 8.0 + 512 + 512;
    EXPECT_DOUBLE_EQ(point.intensity, 2.0 * 512 * 512 / bytes);
    EXPECT_DOUBLE_EQ(point.attainable, point.intensity * 4e9);
    EXPECT_TRUE(point.memoryBound);
    EXPECT_DOUBLE_EQ(point.achieved,
                     2.0 * 512 * 512 / (static_cast<double>(result.totals.cycles.value) / 500e6));
}

TEST(Roofline, NoLayerIsAboveItsRoof) {
    for (const WorkloadInfo& info : workloads()) {
        for (const char* preset : {"lpa-8x8", "lpa-iso", "ant-iso"}) {
            const Accelerator accelerator = loadAccelerator(preset);
            for (const int bits : {4, 8}) {
                const SimulationResult result =
                    simulate(accelerator, withWidths(loadWorkload(info.name), bits, 8));
                const Roofline roofline = rooflineOf(accelerator, result);
                ASSERT_EQ(roofline.points.size(), result.layers.size());
                for (const RooflinePoint& point : roofline.points) {
                    EXPECT_LE(point.achieved, point.attainable * (1 + 1e-9)) << point.name;
                    EXPECT_LE(point.attainable, point.peak) << point.name;
                }
            }
        }
    }
}

}  // namespace
}  // namespace lpstudio
