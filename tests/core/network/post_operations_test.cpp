#include <gtest/gtest.h>

#include "core/network/network.h"
#include "tests/core/network/test_models.h"

using namespace lpstudio;
namespace fs = std::filesystem;

namespace {

std::vector<std::int64_t> operationsOf(const fs::path& file) {
    const Network network = Network::load(file, readCard(cardPath(file)));
    std::vector<std::int64_t> counts;
    for (const Layer& layer : network.layers()) counts.push_back(layer.postOperations);
    return counts;
}

using Counts = std::vector<std::int64_t>;

/// What `expression` of y, a convolution's result of 4 x 8 x 8 = 256 elements, counts.
std::int64_t operationsAfterConvolution(const std::string& name, const std::string& expression) {
    const Counts counts = operationsOf(test::scriptedNet(
        "post_" + name,
        "    y = torch.conv2d(x, self.w, self.b, [1, 1], [1, 1], [1, 1], 1)\n"
        "    y = " +
            expression +
            "\n"
            "    return torch.linear(y.flatten(1), torch.zeros([3, y.flatten(1).size(1)]))\n",
        {{"w", {4, 3, 3, 3}}, {"b", {4}}, {"g", {4}}, {"r", {8}}}, {3, 8, 8}));
    return counts.front();
}

}  // namespace

TEST(PostOperations, OfTheConvolutionalNetwork) {
    // conv1: batch_norm 2 x 512, relu 512. depth: relu 512. group: relu 192, mean reads 192.
    EXPECT_EQ(operationsOf(test::convNet().file), (Counts{1536, 512, 384, 0}));
    // Seven 4 x 6 x 6 = 144: a relu each, two sums; the mean reads the last one.
    EXPECT_EQ(operationsOf(test::residualNet()), (Counts{144, 144, 288, 144, 144, 288, 288, 0}));
}

TEST(PostOperations, OfTheAttentionNetwork) {
    EXPECT_EQ(operationsOf(test::attentionNet()),
              (Counts{
                  0,            // embed
                  0,            // qkv: reshape and permute
                  32 + 4 * 32,  // scores, two heads of 4 x 4: scaling, softmax
                  0,            // times values: transpose and reshape
                  4 * 16,       // bmm: softmax of 4 x 4
                  32,           // bmm: residual
                  64,           // fc1: gelu
                  32 + 32,      // fc2: residual; the mean reads 4 x 8
                  0             // head, whose addmm has its own bias
              }));
}

TEST(PostOperations, ByOperator) {
    const auto count = operationsAfterConvolution;
    EXPECT_EQ(count("none", "y"), 0);
    EXPECT_EQ(count("relu", "torch.relu(y)"), 256);
    EXPECT_EQ(count("relu_", "torch.relu_(y)"), 256);
    EXPECT_EQ(count("gelu", "torch.gelu(y)"), 256);
    EXPECT_EQ(count("sigmoid", "torch.sigmoid(y)"), 256);
    EXPECT_EQ(count("silu", "y * torch.sigmoid(y)"), 512);
    EXPECT_EQ(count("residual", "torch.relu(y + y * 0.5)"), 768);
    EXPECT_EQ(count("clamp", "torch.clamp(y, 0, 6)"), 256);
    EXPECT_EQ(count("norm",
                    "torch.batch_norm(y, self.g, self.g, self.g, torch.ones([4]), False, 0.1, "
                    "1e-5, False)"),
              512);
    EXPECT_EQ(count("layernorm", "torch.layer_norm(y, [8], self.r, self.r, 1e-5, False)"), 5 * 256);
    EXPECT_EQ(count("groupnorm", "torch.group_norm(y, 2, self.g, self.g, 1e-5, False)"), 5 * 256);
    EXPECT_EQ(count("softmax", "torch.softmax(y, 1)"), 4 * 256);
    // Windows read 9 or 4 elements for each of 4 x 4 x 4 results.
    EXPECT_EQ(count("maxpool", "torch.max_pool2d(y, [3, 3], [2, 2], [1, 1], [1, 1], False)"),
              9 * 64);
    EXPECT_EQ(count("maxpool_single", "torch.max_pool2d(y, 2)"), 4 * 64);
    EXPECT_EQ(
        count("avgpool", "torch.avg_pool1d(y.reshape([4, 8, 8]), [2], [2], [0]).reshape([1, -1])"),
        2 * 128);
    EXPECT_EQ(
        count("adaptive", "torch.adaptive_avg_pool1d(y.reshape([4, 8, 8]), [2]).reshape([1, -1])"),
        256);
    EXPECT_EQ(count("mean", "torch.mean(y, [2, 3])"), 256);
    EXPECT_EQ(count("max", "torch.max(y, 1)[0]"), 256);
    // Moved, not computed; the last one computes on sizes.
    EXPECT_EQ(count("moves", "torch.cat([y.transpose(1, 2), y.reshape([1, 8, 4, 8])], 1)"), 0);
    EXPECT_EQ(count("dropout", "torch.dropout(y, 0.5, False)"), 0);
    EXPECT_EQ(count("sizes", "y.reshape([y.size(0), y.size(1) * 2, -1])"), 0);
}

TEST(PostOperations, BeforeTheFirstLayerAndInLoops) {
    EXPECT_EQ(operationsOf(test::scriptedNet(
                  "before",
                  "    y = torch.conv2d((x - 0.5) * 2.0, self.a, None, [1, 1], [0, 0], [1, 1], 1)\n"
                  "    for i in range(x.size(2) - 5):\n"
                  "        y = torch.relu(torch.conv2d(y, self.c, None, [1, 1], [0, 0], [1, 1], "
                  "1))\n"
                  "    return torch.mean(y, [2, 3])\n",
                  {{"a", {4, 3, 1, 1}}, {"c", {4, 4, 1, 1}}}, {3, 8, 8})),
              (Counts{2 * 192, 3 * 256 + 256}));
}
