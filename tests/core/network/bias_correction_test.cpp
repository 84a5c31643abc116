#include "core/network/bias_correction.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "core/network/quantization.h"
#include "tests/core/network/test_models.h"

using namespace lpstudio;

namespace {

/// Means of every layer's output channels over images and positions.
class ChannelMeans final : public RunObserver {
public:
    explicit ChannelMeans(const Network& network) : layers_(network.layers()) {}
    bool wantsOutputs() const override { return true; }
    void onOutput(LayerIndex index, const TensorView& y) override {
        const bool last = layers_[static_cast<std::size_t>(index.value)].kind == LayerKind::Linear;
        const auto channels = static_cast<std::size_t>(last ? y.shape.back() : y.shape[1]);
        const std::size_t inner =
            last ? 1 : y.values.size() / (static_cast<std::size_t>(y.shape[0]) * channels);
        auto& sums = means[index.value];
        sums.resize(channels);
        for (std::size_t i = 0; i < y.values.size(); ++i)
            sums[i / inner % channels] +=
                y.values[i] * static_cast<double>(channels) / static_cast<double>(y.values.size());
    }
    std::map<int, std::vector<double>> means;

private:
    const std::vector<Layer>& layers_;
};

}  // namespace

TEST(BiasCorrection, LeavesTheMeansOfOutputChannelsWhereTheyWere) {
    // With padding; plain and grouped convolutions, linear layers with weights either way round.
    const auto file = test::scriptedNet(
        "means", R"(    x = torch.conv2d(x, self.a, None, [1, 1], [1, 1], [1, 1], 1)
    x = torch.conv2d(torch.relu(x), self.b, None, [1, 1], [0, 0], [1, 1], 2)
    x = torch.mean(torch.relu(x), [2, 3])
    return torch.matmul(torch.linear(x, self.c), self.d)
)",
        {{"a", {6, 3, 3, 3}}, {"b", {4, 3, 1, 1}}, {"c", {5, 4}}, {"d", {5, 3}}}, {3, 8, 8});
    const Network network = Network::load(file, readCard(cardPath(file)));
    ASSERT_EQ(network.layers().size(), 4U);
    const auto images = test::randomImages(network.card(), 9);
    const Calibration calibration(network, images);
    ChannelMeans expected(network);
    network.run(images, {}, &expected);
    for (const Layer& layer : network.layers()) {
        const auto& means = calibration.outputMeans(layer.index);
        ASSERT_EQ(means.size(), expected.means[layer.index.value].size());
        for (std::size_t c = 0; c < means.size(); ++c)
            EXPECT_NEAR(means[c], expected.means[layer.index.value][c], 1e-5);
    }

    WeightCache cache;
    const Assignment assignment =
        fitted(network, Assignment(4, {parseFormat("lp:3"), parseFormat("lp:4")}), &calibration);
    const RunPlan plan = settled(
        network, makePlan(network, assignment, Rounding::Nearest, cache, &calibration), images);
    ChannelMeans plain(network), corrected(network);
    network.run(images, makePlan(network, assignment, Rounding::Nearest, cache), &plain);
    network.run(images, plan, &corrected);
    for (const Layer& layer : network.layers()) {
        double before = 0;
        const auto& wanted = expected.means[layer.index.value];
        for (std::size_t c = 0; c < wanted.size(); ++c) {
            before = std::max(before, std::fabs(plain.means[layer.index.value][c] - wanted[c]));
            EXPECT_NEAR(corrected.means[layer.index.value][c], wanted[c], 1e-5) << layer.name;
        }
        // So few bits do move the means.
        EXPECT_GT(before, 1e-3) << layer.name;
    }
}

TEST(BiasCorrection, ASettledPlanIsThatOfTheCalibrationRun) {
    const Network network =
        Network::load(test::convNet().file, readCard(cardPath(test::convNet().file)));
    const auto images = test::randomImages(network.card(), 7);
    const Calibration calibration(network, images);
    WeightCache cache;
    const std::size_t layers = network.layers().size();
    const Assignment assignment = fitted(
        network, Assignment(layers, {parseFormat("lp:4"), parseFormat("lp:5")}), &calibration);
    const RunPlan open = makePlan(network, assignment, Rounding::Nearest, cache, &calibration);
    const RunPlan closed = settled(network, open, images);
    EXPECT_EQ(network.run(images, closed), network.run(images, open));
    for (std::size_t i = 0; i < layers; ++i) {
        EXPECT_FALSE(open[i].outputMeans.empty());
        EXPECT_TRUE(closed[i].outputMeans.empty());
        EXPECT_EQ(closed[i].outputShift.size(), open[i].outputMeans.size());
    }
    // One image at a time or all at once: the shift is the same.
    const auto others = test::randomImages(network.card(), 3, 2);
    const auto together = network.run(others, closed);
    const std::size_t perImage = others.size() / 3, classes = together.size() / 3;
    for (std::size_t i = 0; i < 3; ++i) {
        const auto alone = network.run(std::span(others).subspan(i * perImage, perImage), closed);
        for (std::size_t c = 0; c < classes; ++c)
            EXPECT_NEAR(alone[c], together[i * classes + c], 1e-5);
    }
    // Nothing to settle, nothing changed.
    const RunPlan plain = makePlan(network, assignment, Rounding::Nearest, cache);
    EXPECT_EQ(network.run(others, settled(network, plain, {})), network.run(others, plain));
}

TEST(BiasCorrection, ProductsHaveNone) {
    const auto file = test::attentionNet();
    const Network network = Network::load(file, readCard(cardPath(file)));
    const auto images = test::randomImages(network.card(), 4);
    const Calibration calibration(network, images);
    WeightCache cache;
    const Assignment assignment = fitted(
        network, Assignment(network.layers().size(), {parseFormat("lp:4"), parseFormat("lp:6")}),
        &calibration);
    const RunPlan plan = settled(
        network, makePlan(network, assignment, Rounding::Nearest, cache, &calibration), images);
    for (const Layer& layer : network.layers())
        EXPECT_EQ(plan[static_cast<std::size_t>(layer.index.value)].outputShift.empty(),
                  layer.isProduct());
}
