#include "app/desktop/charts/pareto_quantities.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

#include "app/desktop/charts/pareto_data.h"
#include "app/desktop/plot/plot_geometry.h"
#include "core/base/error.h"

namespace lpstudio::test {
namespace {

std::vector<ScoredCandidate> some(int count) {
    std::vector<ScoredCandidate> list(static_cast<std::size_t>(count));
    for (int i = 0; i < count; ++i) {
        ScoredCandidate& one = list[static_cast<std::size_t>(i)];
        one.id = CandidateId(10 + i);
        one.contrast = 1.0 / (1 + i);
        one.meanWeightBits = 2 + i;
        one.hardware = {1e6 * (1 + i), 1e-3, 2e6};
        if (i % 2 == 0) one.top1Percent = 90 - i;
    }
    return list;
}

CandidateColumns twoRuns() {
    CandidateColumns columns;
    const auto own = some(4), other = some(3);
    columns.addRun({RunId(1), QStringLiteral("first"), {92, 5e6}, CandidateId(11)},
                   std::span<const ScoredCandidate>(own));
    columns.addRun({RunId(5), QStringLiteral("second"), {92, 5e6}, {}},
                   std::span<const ScoredCandidate>(other));
    return columns;
}

TEST(CandidateColumns, HoldEveryQuantity) {
    const CandidateColumns columns = twoRuns();
    ASSERT_EQ(columns.size(), 7u);
    for (const ParetoQuantity& quantity : paretoQuantities())
        EXPECT_EQ(columns.of(quantity.key).size(), 7u) << quantity.key;
    EXPECT_EQ(columns.of("weight-bits")[2], 4);
    EXPECT_EQ(columns.of("top1")[2], 88);
    EXPECT_EQ(columns.of("top1-loss")[2], 4);
    EXPECT_TRUE(std::isnan(columns.of("top1")[1]));
    EXPECT_DOUBLE_EQ(columns.of("area")[0], 2);
    EXPECT_DOUBLE_EQ(columns.of("energy")[1], 2e-6);
    // 10 million operations for 2 microjoules.
    EXPECT_DOUBLE_EQ(columns.of("efficiency")[1], 5);
    EXPECT_EQ(columns.of("number")[0], 10);
    EXPECT_EQ(columns.rowOf(RunId(5), CandidateId(12)), std::size_t{6});
    EXPECT_EQ(columns.rowOf(RunId(1), CandidateId(10)), std::size_t{0});
    EXPECT_FALSE(columns.rowOf(RunId(5), CandidateId(13)));
    EXPECT_FALSE(columns.rowOf(RunId(2), CandidateId(10)));
    EXPECT_THROW(columns.of("beauty"), UsageError);
    EXPECT_TRUE(CandidateColumns().of("energy").empty());
}

TEST(ParetoLimits, ExcludeWhatIsBeyondOrNotKnown) {
    const CandidateColumns columns = twoRuns();
    EXPECT_EQ(infeasibleRows(columns, {}), std::vector<std::uint8_t>(7, 0));
    EXPECT_EQ(infeasibleRows(columns, {{"weight-bits", {3.0, 4.0}}}),
              (std::vector<std::uint8_t>{1, 0, 0, 1, 1, 0, 0}));
    EXPECT_EQ(infeasibleRows(columns, {{"top1", {80.0, {}}}}),
              (std::vector<std::uint8_t>{0, 1, 0, 1, 0, 1, 0}));
    EXPECT_EQ(infeasibleRows(columns, {{"top1", {89.0, {}}}, {"weight-bits", {{}, 4.0}}}),
              (std::vector<std::uint8_t>{0, 1, 1, 1, 0, 1, 1}));
}

TEST(ParetoLimits, ARegionLeavesOutWhatIsNotKnown) {
    const CandidateColumns columns = twoRuns();
    const auto& bits = columns.of("weight-bits");
    const auto& top1 = columns.of("top1");
    const PlotRange region{2.5, 4, 85, 90};
    const auto outside = rowsOutside(columns, "weight-bits", "top1", region);
    ASSERT_EQ(outside.size(), 7u);
    std::size_t inside = 0;
    for (std::size_t row = 0; row < 7; ++row) {
        const bool in = bits[row] >= 2.5 && bits[row] <= 4 && top1[row] >= 85 && top1[row] <= 90;
        EXPECT_EQ(outside[row], in ? 0 : 1) << row;
        inside += in ? 1 : 0;
    }
    EXPECT_GT(inside, 0u);
    EXPECT_LT(inside, 7u);
    EXPECT_EQ(outside[1], 1);  // its top-1 was not measured
}

TEST(ParetoDataOfColumns, TheFrontIsOfWhatIsFeasible) {
    const CandidateColumns columns = twoRuns();
    const ParetoChoice choice;
    const auto& bits = columns.of(choice.x);
    const auto& scores = columns.of(choice.y);
    const auto excluded = infeasibleRows(columns, {{"weight-bits", {{}, 4.0}}});
    for (const auto& left : {std::vector<std::uint8_t>{}, excluded}) {
        const auto front = onFront(columns, choice, left);
        for (std::size_t row = 0; row < columns.size(); ++row) {
            bool dominated = !left.empty() && left[row] != 0;
            for (std::size_t other = 0; other < columns.size(); ++other)
                if (left.empty() || left[other] == 0)
                    dominated |= bits[other] <= bits[row] && scores[other] <= scores[row] &&
                                 (bits[other] < bits[row] || scores[other] < scores[row]);
            EXPECT_FALSE(front[row] != 0 && dominated) << row;
            // Of equal points one is enough.
            if (!dominated) {
                bool stands = false;
                for (std::size_t other = 0; other < columns.size(); ++other)
                    stands |= front[other] != 0 && bits[other] == bits[row] &&
                              scores[other] == scores[row];
                EXPECT_TRUE(stands) << row;
            }
        }
    }
}

TEST(ParetoDataOfColumns, PutsEveryRowInItsPlace) {
    const CandidateColumns columns = twoRuns();
    const auto excluded = infeasibleRows(columns, {{"weight-bits", {{}, 4.0}}});
    const std::vector<std::uint8_t> outside{0, 1, 0, 0, 0, 0, 1};
    ParetoChoice choice;
    choice.color = "energy";
    choice.size = "top1";
    const ParetoData data = paretoData(columns, choice, excluded, outside);
    ASSERT_EQ(data.points.size(), 4u);
    ASSERT_EQ(data.others.points.size(), 3u);
    EXPECT_EQ(data.best, CandidateId(11));
    EXPECT_EQ(data.excluded, 1u);
    EXPECT_EQ(data.others.count, 2u);
    EXPECT_EQ(data.others.names.at(RunId(5)), QStringLiteral("second"));
    EXPECT_EQ(data.others.colors, std::vector<std::uint8_t>(3, 1));
    EXPECT_EQ(data.looks.excluded, (std::vector<std::uint8_t>{0, 0, 0, 1}));
    EXPECT_EQ(data.looks.outside, (std::vector<std::uint8_t>{0, 1, 0, 0}));
    EXPECT_EQ(data.others.looks.outside, (std::vector<std::uint8_t>{0, 0, 1}));
    EXPECT_EQ(data.looks.shades, (std::vector<std::uint8_t>{0, 85, 169, 254}));
    EXPECT_EQ(data.looks.sizes, (std::vector<std::uint8_t>{7, 0, 0, 0}));

    // Where a value is not known there is no point.
    choice.x = "top1";
    const ParetoData top1 = paretoData(columns, choice, {});
    EXPECT_EQ(top1.points.size(), 2u);
    EXPECT_EQ(top1.unknown, 2u);
    EXPECT_EQ(top1.others.points.size(), 2u);
    EXPECT_EQ(top1.sense().x, Better::More);
    EXPECT_FALSE(top1.best);
    EXPECT_TRUE(top1.looks.excluded.empty());
    EXPECT_TRUE(paretoData(CandidateColumns(), {}, {}).points.empty());
}

TEST(ValueScale, IsNotRuledByAFewFarOff) {
    std::vector<double> values;
    for (int i = 0; i <= 1000; ++i) values.push_back(i);
    values.push_back(1e9);
    values.push_back(std::nan(""));
    const ValueScale scale = scaleOf(paretoQuantity("energy"), values);
    EXPECT_NEAR(scale.from, 10, 1);
    EXPECT_NEAR(scale.to, 991, 2);
    EXPECT_TRUE(scale.below);
    EXPECT_TRUE(scale.above);
    EXPECT_EQ(scale.share(1e9), 1);
    EXPECT_EQ(scale.share(-5), 0);
    EXPECT_TRUE(std::isnan(scale.share(std::nan(""))));
    const ValueScale one = scaleOf(paretoQuantity("energy"), std::vector<double>(5, 3.0));
    EXPECT_EQ(one.share(3), 0.5);
    EXPECT_FALSE(one.below);
    EXPECT_TRUE(std::isnan(one.share(std::nan(""))));
}

}  // namespace
}  // namespace lpstudio::test
