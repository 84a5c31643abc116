#include "hw/resize.h"

#include <gtest/gtest.h>

#include "core/base/error.h"
#include "hw/technology.h"

namespace lpstudio {
namespace {

double computeArea(const Accelerator& accelerator) {
    return static_cast<double>(areaOf(accelerator).compute().value) * 1e-3;
}

TEST(Resize, DecodersFollowTheEdgesAndLanesTheColumns) {
    const Accelerator lpa = withGrid(loadAccelerator("lpa-8x8"), 32, 54);
    EXPECT_EQ(lpa.name, "lpa-8x8 (32 x 54)");
    EXPECT_EQ(lpa.value("decoder.count"), 86);
    EXPECT_EQ(lpa.value("encoder.count"), 54);
    EXPECT_EQ(lpa.value("post.lanes"), 54);
    EXPECT_EQ(lpa.value("pe.area"), loadAccelerator("lpa-iso").value("pe.area"));
    EXPECT_DOUBLE_EQ(computeArea(lpa), computeArea(loadAccelerator("lpa-iso")));
    EXPECT_EQ(withGrid(loadAccelerator("int8-8x8"), 3, 5).value("decoder.count"), 0);
    EXPECT_EQ(withGrid(loadAccelerator("lpa-8x8"), 8, 8), loadAccelerator("lpa-8x8"));
}

TEST(Resize, ScaledCountsSayThatTheyWereScaled) {
    const Constant decoders = withGrid(loadAccelerator("lpa-8x8"), 16, 4).constant("decoder.count");
    EXPECT_EQ(decoders.value, 20);
    EXPECT_EQ(decoders.sourceType, SourceType::Derived);
    EXPECT_TRUE(decoders.source.starts_with("scaled with the grid; before: 16, "))
        << decoders.source;
    const Accelerator lanes = withGrid(loadAccelerator("lpa-8x8"), 1, 1);
    EXPECT_LE(lanes.constant("post.lanes").low, lanes.value("post.lanes"));
    EXPECT_GE(lanes.constant("post.lanes").high, lanes.value("post.lanes"));
}

TEST(Resize, FillsAnAreaButNeverExceedsIt) {
    const double area = computeArea(loadAccelerator("lpa-8x8"));
    for (const char* preset :
         {"ant-8x8", "bitfusion-8x8", "adaptivfloat-8x8", "int8-8x8", "posit-248-8x8", "lpa-iso"}) {
        const Accelerator design = loadAccelerator(preset);
        const Accelerator resized = withComputeArea(design, area);
        EXPECT_LE(computeArea(resized), area) << preset;
        const std::int64_t pes = std::int64_t{resized.rows} * resized.columns;
        const double ratio = static_cast<double>(resized.columns) / resized.rows /
                             (static_cast<double>(design.columns) / design.rows);
        EXPECT_GE(ratio, 0.49) << preset;
        EXPECT_LE(ratio, 2.01) << preset;
        // No grid of the allowed shapes with more PEs fits.
        const int step = design.peKind == PeKind::Ganged ? 2 : 1;
        for (int rows = step; rows < 60; rows += step) {
            for (int columns = step; columns < 60; columns += step) {
                const double shape = static_cast<double>(columns) / rows /
                                     (static_cast<double>(design.columns) / design.rows);
                if (shape < 0.5 || shape > 2 || std::int64_t{rows} * columns <= pes) continue;
                EXPECT_GT(computeArea(withGrid(design, rows, columns)), area * (1 - 0.002))
                    << preset << " " << rows << " x " << columns << " instead of " << resized.rows
                    << " x " << resized.columns;
            }
        }
    }
}

TEST(Resize, MatchesACountOfPes) {
    const Accelerator design = withPeCount(loadAccelerator("adaptivfloat-iso"), 64);
    EXPECT_LE(design.rows * design.columns, 64);
    EXPECT_GE(design.rows * design.columns, 63);
    const Accelerator ganged = withPeCount(loadAccelerator("ant-8x8"), 1728);
    EXPECT_EQ(ganged.rows % 2, 0);
    EXPECT_EQ(ganged.columns % 2, 0);
    EXPECT_GT(ganged.rows * ganged.columns, 1690);
}

TEST(Resize, RefusesWhatCannotBe) {
    const Accelerator ant = loadAccelerator("ant-8x8");
    EXPECT_THROW(withGrid(ant, 7, 8), UsageError);
    EXPECT_THROW(withGrid(ant, 0, 8), UsageError);
    EXPECT_THROW(withGrid(ant, 8, 1026), UsageError);
    EXPECT_THROW(withComputeArea(ant, 100), UsageError);
    EXPECT_THROW(withPeCount(ant, 3), UsageError);
}

}  // namespace
}  // namespace lpstudio
