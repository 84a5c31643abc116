#include "app/desktop/session/selection.h"

#include <gtest/gtest.h>

#include <QSignalSpy>

#include "app/desktop/widgets/layer_table.h"

namespace lpstudio {
namespace {

ScoredCandidate scored(std::int64_t id, double fitness, double bits) {
    ScoredCandidate candidate;
    candidate.id = CandidateId(id);
    candidate.fitness = candidate.contrast = fitness;
    candidate.compression = 1;
    candidate.meanWeightBits = bits;
    return candidate;
}

RunRecord runRecord(double targetBits) {
    SearchSettings settings;
    settings.common.targetBits = targetBits;
    RunRecord record;
    record.id = RunId(7);
    record.settings = toJsonText(settings);
    return record;
}

TEST(SelectionTest, LayerIsAnnouncedOnce) {
    Selection selection;
    QSignalSpy changed(&selection, &Selection::layerChanged);
    selection.setLayer(3);
    selection.setLayer(3);
    selection.setLayer(-1);
    EXPECT_EQ(selection.layerNumber(), 3);
    EXPECT_EQ(changed.size(), 1);
}

TEST(SelectionTest, CandidatesReadFromTheStoreMeanwhileAreNotTakenTwice) {
    Selection selection;
    selection.setRun(runRecord(0), nullptr,
                     std::make_shared<std::vector<ScoredCandidate>>(
                         std::vector{scored(0, 1, 8), scored(1, 0.5, 6)}));
    selection.addCandidates({scored(1, 0.5, 6), scored(2, 0.4, 5)});
    ASSERT_EQ(selection.candidates()->size(), 3U);
    EXPECT_EQ(selection.best()->id, CandidateId(2));
}

TEST(SelectionTest, BestSoFarRespectsTheTargetWidth) {
    Selection selection;
    selection.setRun(runRecord(5), nullptr, std::make_shared<std::vector<ScoredCandidate>>());
    EXPECT_EQ(selection.best(), nullptr);
    selection.addCandidates({scored(0, 0.10, 8), scored(1, 0.11, 4.9)});
    EXPECT_EQ(selection.best()->id, CandidateId(1));
}

TEST(SelectionTest, AReloadKeepsTheChosenCandidate) {
    Selection selection;
    RunRecord record = runRecord(0);
    record.best = CandidateId(1);
    const auto candidates = std::make_shared<std::vector<ScoredCandidate>>(
        std::vector{scored(0, 1, 8), scored(1, 0.5, 6)});
    selection.setRun(record, nullptr, candidates);
    EXPECT_EQ(selection.candidate()->id, CandidateId(1));
    selection.setCandidate(CandidateId(0));
    selection.setRun(record, nullptr, candidates);
    EXPECT_EQ(selection.candidate()->id, CandidateId(0));
    selection.clearRun();
    EXPECT_EQ(selection.candidate(), nullptr);
    EXPECT_FALSE(selection.run().has_value());
}

std::vector<Layer> named(std::initializer_list<const char*> names) {
    std::vector<Layer> layers;
    for (const char* name : names) {
        layers.emplace_back();
        layers.back().name = name;
    }
    return layers;
}

TEST(LayerLabels, LeaveOutWhatNearlyAllNamesBeginWith) {
    EXPECT_EQ(layerLabels(named({"conv1", "layer1.0.conv1", "layer1.0.conv2", "layer2.0.conv1"})),
              (QStringList{QStringLiteral("conv1"), QStringLiteral("1.0.conv1"),
                           QStringLiteral("1.0.conv2"), QStringLiteral("2.0.conv1")}));
    EXPECT_EQ(layerLabels(named({"blocks.0.attn.qkv", "blocks.0.mlp", "head"})),
              (QStringList{QStringLiteral("0.attn.qkv"), QStringLiteral("0.mlp"),
                           QStringLiteral("head")}));
    EXPECT_EQ(layerLabels(named({"conv", "fc"})),
              (QStringList{QStringLiteral("conv"), QStringLiteral("fc")}));
    // Shortened they would be the same.
    EXPECT_EQ(layerLabels(named({"a1", "a2", "1"})),
              (QStringList{QStringLiteral("a1"), QStringLiteral("a2"), QStringLiteral("1")}));
}

}  // namespace
}  // namespace lpstudio
