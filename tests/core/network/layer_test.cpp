#include "core/network/layer.h"

#include <gtest/gtest.h>

using namespace lpstudio;

namespace {

std::vector<int> blocksOf(const std::vector<std::string>& names) {
    std::vector<Layer> layers;
    for (const std::string& name : names) {
        Layer layer;
        layer.name = name.starts_with("*") ? name.substr(1) : name;
        layer.kind = name.starts_with("*") ? LayerKind::Matmul : LayerKind::Linear;
        layers.push_back(layer);
    }
    assignBlocks(layers);
    std::vector<int> blocks;
    for (const Layer& layer : layers) {
        blocks.push_back(layer.block);
        EXPECT_FALSE(layer.blockName.empty());
    }
    return blocks;
}

}  // namespace

TEST(Blocks, ResidualNetwork) {
    EXPECT_EQ(
        blocksOf({"conv1", "layer1.0.conv1", "layer1.0.conv2", "layer1.1.conv1", "layer1.1.conv2",
                  "layer2.0.conv1", "layer2.0.conv2", "layer2.0.downsample.0", "fc"}),
        (std::vector<int>{0, 1, 1, 2, 2, 3, 3, 3, 4}));
}

TEST(Blocks, TransformerSplitsAttentionAndMlp) {
    EXPECT_EQ(blocksOf({"embed", "blocks.0.attn.qkv", "*blocks.0.attn", "*blocks.0.attn#2",
                        "blocks.0.attn.proj", "blocks.0.mlp.fc1", "blocks.0.mlp.fc2",
                        "blocks.1.attn.qkv", "*blocks.1.attn", "*blocks.1.attn#2",
                        "blocks.1.attn.proj", "blocks.1.mlp.fc1", "blocks.1.mlp.fc2", "head"}),
              (std::vector<int>{0, 1, 1, 1, 1, 2, 2, 3, 3, 3, 3, 4, 4, 5}));
}

TEST(Blocks, RunsOfThreeWhereNamesSayNothing) {
    EXPECT_EQ(blocksOf({"a", "b", "c", "d", "e"}), (std::vector<int>{0, 0, 0, 1, 1}));
    EXPECT_EQ(blocksOf({"features.0", "features.3", "features.6", "features.9"}),
              (std::vector<int>{0, 0, 0, 1}));
}

TEST(Blocks, TenIsNotOne) {
    // "blocks.1" must not take "blocks.10" for its attention.
    EXPECT_EQ(blocksOf({"blocks.1.fc1", "blocks.1.fc2", "blocks.10.attn.qkv", "*blocks.10.attn",
                        "blocks.10.fc1"}),
              (std::vector<int>{0, 0, 1, 1, 2}));
}

TEST(Blocks, NumbersBehindAnUnderscoreCount) {
    EXPECT_EQ(blocksOf({"conv_proj", "layers.layer_0.attn.in_proj", "*layers.layer_0.attn",
                        "*layers.layer_0.attn#2", "layers.layer_0.attn.out_proj",
                        "layers.layer_0.mlp.0", "layers.layer_0.mlp.3",
                        "layers.layer_1.attn.in_proj", "*layers.layer_1.attn", "head"}),
              (std::vector<int>{0, 1, 1, 1, 1, 2, 2, 3, 3, 4}));
}

TEST(Blocks, PlacesInASequenceOfBareLayersDoNotCount) {
    // The inverted residual blocks of torchvision's MobileNetV2.
    EXPECT_EQ(
        blocksOf({"features.0.0", "features.1.conv.0.0", "features.1.conv.1", "features.2.conv.0.0",
                  "features.2.conv.1.0", "features.2.conv.2", "features.3.0", "classifier.1"}),
        (std::vector<int>{0, 1, 1, 2, 2, 2, 3, 4}));
    // Where nothing else is numbered they do.
    EXPECT_EQ(blocksOf({"dw.0.0", "dw.0.1", "dw.1.0"}), (std::vector<int>{0, 0, 1}));
}
