#include "hw/published_ratios.h"

#include <gtest/gtest.h>

#include <cmath>
#include <set>
#include <string>

#include "hw/technology.h"
#include "hw/workload.h"

namespace lpstudio {
namespace {

TEST(Published, EveryDesignHasAreaThroughputAndDensityWithALabel) {
    std::set<std::pair<std::string, std::string>> seen;
    for (const PublishedCell& cell : publishedFigures()) {
        seen.insert({cell.design, cell.quantity});
        EXPECT_GT(cell.published, 0) << cell.design;
        EXPECT_GT(cell.model, 0) << cell.design;
        EXPECT_FALSE(cell.why.empty()) << cell.design << " " << cell.quantity;
        EXPECT_FALSE(verdictName(cell.verdict).empty());
    }
    for (const char* design :
         {"LPA (2/4/8)", "ANT", "BitFusion", "AdaptivFloat-8", "LPA-8", "LPA-2", "Posit-2/4/8"}) {
        for (const char* quantity : {"compute area", "peak throughput", "density"})
            EXPECT_TRUE(seen.contains({design, quantity})) << design << " " << quantity;
    }
}

/// A mix solved from a figure cannot predict it, nor can a density computed from such a part.
TEST(Published, WhatWasSolvedFromAFigureIsNotCalledAPrediction) {
    for (const PublishedCell& cell : publishedFigures()) {
        const bool solved = cell.quantity == "peak throughput" && cell.design != "AdaptivFloat-8" &&
                            std::abs(cell.error()) < 0.01;
        if (solved) {
            EXPECT_EQ(cell.verdict, Verdict::Calibrated) << cell.design;
        }
        if (cell.quantity == "density" && cell.design != "AdaptivFloat-8") {
            EXPECT_EQ(cell.verdict, Verdict::Calibrated) << cell.design;
        }
    }
}

TEST(Published, FiguresFollowFromThePresets) {
    for (const PublishedCell& cell : publishedFigures()) {
        const Accelerator accelerator = loadAccelerator(cell.hardware);
        const double area = static_cast<double>(areaOf(accelerator).compute().value) * 1e-9;
        if (cell.quantity == "compute area") {
            EXPECT_DOUBLE_EQ(cell.model, area);
        }
        if (cell.quantity == "density") {
            EXPECT_NEAR(cell.model, peakOfMix(accelerator, cell.mix) * 1e-12 / area, 1e-9);
        }
        // The errors that the bars were read with, and the 2.6 % of the recalled buffer area.
        if (cell.quantity != "buffer area" && !cell.why.starts_with("with the mix of ANT's")) {
            EXPECT_LE(std::abs(cell.model - cell.published),
                      std::max(cell.readingError, 0.001 * cell.published))
                << cell.design << " " << cell.quantity;
        }
    }
}

TEST(Published, PeaksByHand) {
    const Accelerator lpa = loadAccelerator("lpa-8x8");
    EXPECT_DOUBLE_EQ(peakOfMix(lpa, {{8, 8, 1}}), 64e9);
    EXPECT_DOUBLE_EQ(peakOfMix(lpa, {{2, 4, 1}}), 256e9);
    EXPECT_NEAR(peakOfMix(lpa, {{2, 4, 0.741}, {4, 8, 0.259}}) / 64e9, 1 / (0.741 / 4 + 0.259 / 2),
                1e-12);
    const Accelerator ant = loadAccelerator("ant-8x8");
    EXPECT_NEAR(peakOfMix(ant, eightOr4(0.029)) / 1e9, 64 / (0.971 + 4 * 0.029), 1e-9);
}

/// The spec's own figures: ANT's simulator at batch 64, without fill and drain, stores these.
TEST(Published, LatencyAtBatch64IsThatOfTheRivalsSimulator) {
    int compared = 0;
    for (const PublishedRatio& ratio : publishedRatios()) {
        if (ratio.simulator == 0) continue;
        EXPECT_NEAR(ratio.variant("64"), ratio.simulator, 0.02)
            << ratio.network << " " << ratio.design;
        ++compared;
    }
    EXPECT_EQ(compared, 4);
}

TEST(Published, RatiosComeFromTheSimulatorAndSayWhyTheyDiffer) {
    const auto ratios = publishedRatios();
    ASSERT_EQ(ratios.size(), 12U);
    for (const PublishedRatio& ratio : ratios) {
        const std::string where = ratio.network + " " + ratio.design + " " + ratio.quantity;
        const Simulator design(loadAccelerator(ratio.hardware));
        const Simulator reference(loadAccelerator("adaptivfloat-iso"));
        const Workload workload = loadWorkload(ratio.network);
        const MixCost ours = costOfMix(design, workload, ratio.mix);
        const MixCost theirs = costOfMix(reference, workload, {{8, 8, 1}});
        EXPECT_DOUBLE_EQ(ratio.model, ratio.quantity == "latency"
                                          ? ours.seconds / theirs.seconds
                                          : ours.energyJoules / theirs.energyJoules)
            << where;
        EXPECT_EQ(std::abs(ratio.difference()) > 0.02, !ratio.reason.empty()) << where;
        std::set<std::string> groups;
        for (const RatioVariant& variant : ratio.variants) groups.insert(variant.group);
        for (const char* group : {"mix", "DRAM", "overlap", "batch", "PE energy"})
            EXPECT_TRUE(groups.contains(group)) << where << " " << group;
        EXPECT_TRUE(groups.contains(ratio.decidedBy())) << where;
    }
}

TEST(Mix, IsTheWeightedMeanOfUniformNetworks) {
    const Simulator simulator(loadAccelerator("lpa-iso"));
    const Workload workload = loadWorkload("resnet18");
    const auto cycles = [&](int weights, int activations) {
        return static_cast<double>(
            simulator.total(withWidths(workload, weights, activations)).cycles.value);
    };
    EXPECT_NEAR(costOfMix(simulator, workload, {{2, 4, 0.25}, {8, 8, 0.75}}).cycles,
                0.25 * cycles(2, 4) + 0.75 * cycles(8, 8), 1e-3);
    EXPECT_EQ(mixText({{2, 4, 0.741}, {4, 8, 0.259}}), "74.1 % 2 bit, 25.9 % 4 bit");
}

}  // namespace
}  // namespace lpstudio
