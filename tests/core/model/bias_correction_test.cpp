#include "core/model/bias_correction.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "core/model/quantization.h"
#include "tests/core/model/test_models.h"

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
    // Without padding, so that the analytic shift is exact; plain, grouped and transposed weights.
    const auto file = test::scriptedNet(
        "means", R"(    x = torch.conv2d(x, self.a, None, [1, 1], [0, 0], [1, 1], 1)
    x = torch.conv2d(torch.relu(x), self.b, None, [1, 1], [0, 0], [1, 1], 2)
    x = torch.mean(torch.relu(x), [2, 3])
    return torch.matmul(torch.linear(x, self.c), self.d)
)",
        {{"a", {6, 3, 1, 1}}, {"b", {4, 3, 1, 1}}, {"c", {5, 4}}, {"d", {5, 3}}}, {3, 8, 8});
    const Network network = Network::load(file, readCard(cardPath(file)));
    ASSERT_EQ(network.layers().size(), 4U);
    const auto images = test::randomImages(network.card(), 9);
    const Calibration calibration(network, images);
    ChannelMeans expected(network);
    network.run(images, {}, &expected);
    WeightCache cache;
    for (const Layer& layer : network.layers()) {
        Assignment assignment(4);
        assignment[static_cast<std::size_t>(layer.index.value)].weights = parseFormat("lp:3");
        assignment = fitted(network, assignment, &calibration);
        ChannelMeans plain(network), corrected(network);
        network.run(images, makePlan(network, assignment, Rounding::Nearest, cache), &plain);
        network.run(images, makePlan(network, assignment, Rounding::Nearest, cache, &calibration),
                    &corrected);
        double before = 0;
        const auto& wanted = expected.means[layer.index.value];
        for (std::size_t c = 0; c < wanted.size(); ++c) {
            before = std::max(before, std::fabs(plain.means[layer.index.value][c] - wanted[c]));
            EXPECT_NEAR(corrected.means[layer.index.value][c], wanted[c], 1e-5) << layer.name;
        }
        // Three bits do move the means.
        EXPECT_GT(before, 1e-3) << layer.name;
    }
}

TEST(BiasCorrection, ProductsHaveNone) {
    const auto file = test::attentionNet();
    const Network network = Network::load(file, readCard(cardPath(file)));
    for (const Layer& layer : network.layers())
        if (layer.isProduct()) {
            EXPECT_TRUE(outputShift(layer, {}, {}, std::vector<double>{1, 2}).empty());
        }
}
