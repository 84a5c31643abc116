#include "core/network/layout.h"

#include <gtest/gtest.h>

#include <numeric>

using namespace lpstudio;

namespace {

using Numbers = std::vector<std::size_t>;

Numbers numbers(const TensorLayout& layout) {
    return {layout.outer, layout.reduction, layout.inner};
}

Layer layerOf(LayerKind kind, std::vector<std::int64_t> weightShape, int groups = 1,
              bool transposed = false) {
    Layer layer;
    layer.name = "layer";
    layer.kind = kind;
    layer.groups = groups;
    layer.weightShape = std::move(weightShape);
    layer.weightTransposed = transposed;
    return layer;
}

std::vector<float> counted(std::size_t count) {
    std::vector<float> values(count);
    std::iota(values.begin(), values.end(), 0.0F);
    return values;
}

}  // namespace

TEST(Layout, OfWeights) {
    EXPECT_EQ(numbers(weightLayout(layerOf(LayerKind::Convolution, {8, 3, 5, 7}))),
              (Numbers{8, 105, 1}));
    EXPECT_EQ(numbers(weightLayout(layerOf(LayerKind::GroupedConvolution, {8, 2, 3, 3}, 4))),
              (Numbers{8, 18, 1}));
    EXPECT_EQ(numbers(weightLayout(layerOf(LayerKind::DepthwiseConvolution, {8, 1, 3, 3}, 8))),
              (Numbers{8, 9, 1}));
    EXPECT_EQ(numbers(weightLayout(layerOf(LayerKind::TransposedConvolution, {8, 3, 2, 2}, 4))),
              (Numbers{4, 2, 12}));
    EXPECT_EQ(numbers(weightLayout(layerOf(LayerKind::Linear, {10, 6}))), (Numbers{10, 6, 1}));
    EXPECT_EQ(numbers(weightLayout(layerOf(LayerKind::Linear, {6, 10}, 1, true))),
              (Numbers{1, 6, 10}));
    EXPECT_EQ(numbers(weightLayout(layerOf(LayerKind::Linear, {3, 6, 10}, 1, true))),
              (Numbers{3, 6, 10}));
    EXPECT_EQ(numbers(weightLayout(layerOf(LayerKind::Linear, {6}))), (Numbers{1, 6, 1}));
}

TEST(Layout, OfActivations) {
    const auto input = [](const Layer& layer, std::vector<std::int64_t> shape) {
        return numbers(inputLayout(layer, shape));
    };
    const Layer convolution = layerOf(LayerKind::Convolution, {8, 3, 5, 5}),
                linear = layerOf(LayerKind::Linear, {10, 6}),
                product = layerOf(LayerKind::Matmul, {2, 6, 5});
    EXPECT_EQ(input(convolution, {2, 3, 4, 7}), (Numbers{2, 3, 28}));
    EXPECT_EQ(input(convolution, {3, 4, 7}), (Numbers{1, 3, 28}));
    EXPECT_EQ(input(layerOf(LayerKind::Convolution, {8, 3, 5}), {2, 3, 9}), (Numbers{2, 3, 9}));
    EXPECT_EQ(input(linear, {2, 6}), (Numbers{2, 6, 1}));
    EXPECT_EQ(input(linear, {2, 7, 6}), (Numbers{14, 6, 1}));
    EXPECT_EQ(input(product, {2, 3, 4, 6}), (Numbers{24, 6, 1}));
    const auto operand = [](std::vector<std::int64_t> shape) {
        return numbers(operandLayout(shape));
    };
    EXPECT_EQ(operand({2, 3, 6, 5}), (Numbers{6, 6, 5}));
    EXPECT_EQ(operand({6, 5}), (Numbers{1, 6, 5}));
    EXPECT_EQ(operand({6}), (Numbers{1, 6, 1}));
}

TEST(WeightRows, OutputChannelsAreRowsInEveryKind) {
    const auto stored = counted(24);
    {
        const Layer layer = layerOf(LayerKind::Convolution, {4, 3, 1, 2});
        const WeightRows rows(layer, stored);
        EXPECT_EQ(numbers(rows.tensor().layout), (Numbers{4, 6, 1}));
        EXPECT_EQ(rows.tensor().values.data(), stored.data());
        EXPECT_NE(rows.tensor().name.find("\"layer\""), std::string::npos);
    }
    {
        // (in 6, out 4): the weights of output 1 are 1, 5, 9, ...
        const Layer layer = layerOf(LayerKind::Linear, {6, 4}, 1, true);
        const WeightRows rows(layer, stored);
        EXPECT_EQ(numbers(rows.tensor().layout), (Numbers{4, 6, 1}));
        const auto second = rows.tensor().values.subspan(6, 6);
        EXPECT_EQ(std::vector<float>(second.begin(), second.end()),
                  (std::vector<float>{1, 5, 9, 13, 17, 21}));
    }
    {
        // (in 4, out 2 * 3 / 2 groups, kernel 1x2): input i, output o of its group, position p
        // stand at 6 i + 2 o + p. Output channel 4 is the second of the second group, inputs 2, 3.
        const Layer layer = layerOf(LayerKind::TransposedConvolution, {4, 3, 1, 2}, 2);
        const WeightRows rows(layer, stored);
        EXPECT_EQ(numbers(rows.tensor().layout), (Numbers{6, 2, 2}));
        const auto fifth = rows.tensor().values.subspan(4 * 4, 4);
        EXPECT_EQ(std::vector<float>(fifth.begin(), fifth.end()),
                  (std::vector<float>{14, 15, 20, 21}));
    }
}

TEST(WeightRows, RestoreUndoesTheOrder) {
    const auto stored = counted(120);
    for (const Layer& layer : {layerOf(LayerKind::Convolution, {4, 5, 3, 2}),
                               layerOf(LayerKind::Linear, {12, 10}, 1, true),
                               layerOf(LayerKind::Linear, {2, 6, 10}, 1, true),
                               layerOf(LayerKind::TransposedConvolution, {4, 5, 3, 2}),
                               layerOf(LayerKind::TransposedConvolution, {4, 5, 3, 2}, 2),
                               layerOf(LayerKind::TransposedConvolution, {4, 5, 3, 2}, 4)}) {
        const WeightRows rows(layer, stored);
        std::vector<float> values(rows.tensor().values.begin(), rows.tensor().values.end());
        rows.restore(values);
        EXPECT_EQ(values, stored);
    }
}
