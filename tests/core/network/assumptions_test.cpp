// What models do that nobody expects of them.
#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <string>
#include <vector>

#include "core/base/error.h"
#include "core/network/accuracy.h"
#include "core/network/network.h"
#include "core/network/quantization.h"
#include "core/network/shared_weights.h"
#include "core/network/torchscript_export.h"
#include "core/network/unquantized.h"
#include "core/number/lp.h"
#include "core/study/scorer.h"
#include "tests/core/network/test_models.h"

using namespace lpstudio;
namespace fs = std::filesystem;

namespace {

using Shapes = std::vector<std::pair<std::string, std::vector<std::int64_t>>>;

Network load(const fs::path& file) {
    return Network::load(file, readCard(cardPath(file)));
}

std::string messageOf(const std::function<void()>& action) {
    try {
        action();
    } catch (const Error& error) {
        EXPECT_EQ(std::string(error.what()).find('\n'), std::string::npos) << error.what();
        return error.what();
    }
    return "no error";
}

void expectParts(const std::string& message, const std::vector<std::string>& parts) {
    for (const std::string& part : parts)
        EXPECT_NE(message.find(part), std::string::npos) << part << " is not in: " << message;
}

/// Every layer that has weights in lp:6, every activation in lp:8.
Assignment quantizedAssignment(const Network& network, const std::vector<float>& images) {
    const Calibration calibration(network, images);
    Assignment assignment(network.layers().size(),
                          {std::make_shared<LpFormat>(6), std::make_shared<LpFormat>(8)});
    return fitted(network, assignment, &calibration);
}

/// What a quantized run gives, and what the exported file gives in plain LibTorch.
void expectExportComputesTheSame(const fs::path& file) {
    const Network network = load(file);
    const auto images = test::randomImages(network.card(), 5);
    const Assignment assignment = quantizedAssignment(network, images);
    WeightCache cache;
    const RunPlan plan = makePlan(network, assignment, Rounding::Nearest, cache);
    const auto expected = network.run(images, plan);
    const fs::path out = test::scratch() / (file.stem().string() + "-exported.pt");
    saveTorchScript(network, plan, &assignment, Rounding::Nearest, out);
    const auto actual = test::plainForward(out, images, network.card());
    ASSERT_EQ(actual.size(), expected.size());
    for (std::size_t i = 0; i < actual.size(); ++i)
        EXPECT_EQ(actual[i], static_cast<float>(expected[i])) << i;
}

const std::string kLinear = "    return torch.linear(x.flatten(1), self.w)\n";

}  // namespace

TEST(Assumptions, ANetworkThatChangesItsInputLeavesTheImagesAlone) {
    const Network inPlace =
        load(test::scriptedNet("in_place", "    x = torch.relu_(x.sub_(0.3).div_(0.6))\n" + kLinear,
                               {{"w", {3, 4}}}, {1, 2, 2}));
    const Network apart =
        load(test::scriptedNet("apart", "    x = torch.relu(x.sub(0.3).div(0.6))\n" + kLinear,
                               {{"w", {3, 4}}}, {1, 2, 2}));
    const auto images = test::randomImages(inPlace.card(), 6);
    const auto untouched = images;
    const auto expected = apart.run(images, {});
    for (int i = 0; i < 3; ++i) EXPECT_EQ(inPlace.run(images, {}), expected);
    EXPECT_EQ(images, untouched);

    Scorer one(inPlace, images, {ScoreFunction::Mse}), other(apart, images, {ScoreFunction::Mse});
    const Assignment assignment = quantizedAssignment(apart, images);
    for (int i = 0; i < 2; ++i)
        EXPECT_EQ(one.score(assignment, LayerIndex(0), {}),
                  other.score(assignment, LayerIndex(0), {}));
    EXPECT_EQ(images, untouched);
}

TEST(Assumptions, ANetworkThatChangesItsWeightsBeginsEachRunWithThoseOfTheFile) {
    const fs::path file = test::scriptedNet(
        "counting",
        "    w = self.w.mul_(1.5)\n    return torch.linear(torch.relu(torch.linear("
        "x.flatten(1), w)), self.v)\n",
        {{"w", {4, 4}}, {"v", {3, 4}}}, {1, 2, 2});
    const Network network = load(file);
    const auto images = test::randomImages(network.card(), 4);
    const auto plain = test::plainForward(file, images, network.card());
    const auto first = network.run(images, {}), second = network.run(images, {});
    EXPECT_EQ(first, second);
    for (std::size_t i = 0; i < plain.size(); ++i)
        EXPECT_EQ(static_cast<float>(first[i]), plain[i]);
}

TEST(Assumptions, EverySpellingOfAConvolutionIsALayer) {
    const auto layersOf = [](const std::string& name, const std::string& convolution,
                             const Shapes& shapes) {
        const fs::path file =
            test::scriptedNet(name,
                              "    x = " + convolution +
                                  "\n    return torch.linear(torch.mean(x.flatten(2), "
                                  "[2]), self.h)\n",
                              shapes, {3, 6, 6});
        const Network network = load(file);
        const auto images = test::randomImages(network.card(), 2);
        const auto plain = test::plainForward(file, images, network.card());
        const auto logits = network.run(images, {});
        for (std::size_t i = 0; i < plain.size(); ++i)
            EXPECT_EQ(static_cast<float>(logits[i]), plain[i]) << name;
        expectExportComputesTheSame(file);
        return network.layers();
    };
    const Shapes twoD{{"w", {4, 3, 3, 3}}, {"h", {2, 4}}};
    for (const std::string padding : {"same", "valid"}) {
        const std::int64_t positions = padding == "same" ? 36 : 16;
        const std::string end = ", None, [1, 1], \"" + padding + "\", [1, 1], 1)";
        for (const std::string op : {"_convolution_mode", "conv2d"}) {
            const auto layers = layersOf(padding + op, "torch." + op + "(x, self.w" + end, twoD);
            ASSERT_EQ(layers.size(), 2U) << padding << op;
            EXPECT_EQ(layers[0].kind, LayerKind::Convolution);
            EXPECT_EQ(layers[0].macs, 4 * 27 * positions);
        }
    }
    const auto grouped = layersOf(
        "same_grouped", "torch._convolution_mode(x, self.w, None, [1, 1], \"same\", [2, 2], 3)",
        {{"w", {6, 1, 3, 3}}, {"h", {2, 6}}});
    ASSERT_EQ(grouped.size(), 2U);
    EXPECT_EQ(grouped[0].kind, LayerKind::DepthwiseConvolution);
    EXPECT_EQ(grouped[0].groups, 3);
    const auto transposed = layersOf("transposed1d", "torch.conv_transpose1d(x.flatten(2), self.w)",
                                     {{"w", {3, 4, 3}}, {"h", {2, 4}}});
    ASSERT_EQ(transposed.size(), 2U);
    EXPECT_EQ(transposed[0].kind, LayerKind::TransposedConvolution);
    EXPECT_EQ(transposed[0].macs, 36 * 3 * 4 * 3);
}

TEST(Assumptions, LogitsThatAreNotFiniteAreAnErrorThatNamesThem) {
    const Network network = load(test::scriptedNet(
        "nan",
        "    x = torch.linear(x.flatten(1), self.w)\n    x = torch.linear(x.sub(1000).log(), "
        "self.v)\n    return x\n",
        {{"w", {4, 4}}, {"v", {3, 4}}}, {1, 2, 2}));
    const auto images = test::randomImages(network.card(), 4);
    expectParts(messageOf([&] { network.run(images, {}); }),
                {"nan.pt", "not finite", "NaN", "input of layer \"linear#2\""});
    ImageSet set = test::randomSet(network.card(), 3, 4);
    const std::vector<std::size_t> all{0, 1, 2, 3};
    expectParts(messageOf([&] { measureAccuracy(network, {}, set, all); }), {"NaN"});
    EXPECT_NE(messageOf([&] { Scorer(network, images, {}); }), "no error");
    expectParts(findUnquantized(network).trouble, {"not finite"});
}

TEST(Assumptions, ClassesRuledOutByMinusInfinityAreNone) {
    const Network network = load(test::scriptedNet(
        "masked",
        "    x = torch.linear(torch.relu(torch.linear(x.flatten(1), self.w)), self.v)\n"
        "    return x + torch.tensor([0.0, 1.0, 1.0]).log()\n",
        {{"w", {4, 4}}, {"v", {3, 4}}}, {1, 2, 2}));
    const auto images = test::randomImages(network.card(), 8);
    const auto logits = network.run(images, {});
    EXPECT_EQ(logits[0], -INFINITY);
    EXPECT_TRUE(std::isfinite(logits[2]));
    const Assignment assignment = quantizedAssignment(network, images);
    for (const ScoreFunction function : {ScoreFunction::GlobalLocal, ScoreFunction::Global,
                                         ScoreFunction::Kl, ScoreFunction::Mse}) {
        Scorer scorer(network, images, {function});
        EXPECT_TRUE(std::isfinite(scorer.score(assignment, LayerIndex(0), {})))
            << scoreFunctionName(function);
    }
}

TEST(Assumptions, TrainingModeIsRefusedByName) {
    const auto message = [](const std::string& name, const std::string& line) {
        const fs::path file = test::scriptedNet(
            "mode_" + name,
            "    x = torch.linear(x.flatten(1), self.w)\n    x = " + line + "\n    return x\n",
            {{"w", {3, 4}}}, {1, 2, 2});
        return messageOf([&] { load(file); });
    };
    expectParts(message("dropout", "torch.dropout(x, 0.5, True)"),
                {"mode_dropout.pt", "aten::dropout", "training mode", "eval()"});
    expectParts(message("feature", "torch.feature_dropout(x, 0.1, True)"),
                {"aten::feature_dropout"});
    expectParts(
        message("norm", "torch.batch_norm(x, None, None, None, None, True, 0.1, 1e-5, False)"),
        {"aten::batch_norm"});
    expectParts(message("rrelu", "torch.rrelu(x, 0.1, 0.3, True)"), {"aten::rrelu"});
    expectParts(message("noise", "x + torch.rand_like(x)"), {"aten::rand_like", "two runs"});
    EXPECT_EQ(message("evaluated", "torch.dropout(x, 0.5, False)"), "no error");
    EXPECT_EQ(message("nothing", "torch.dropout(x, 0.0, True)"), "no error");
    EXPECT_EQ(message("unused_noise", "x + torch.rand_like(x) * 0"), "no error");
}

TEST(Assumptions, NamesThatDifferInPunctuationStayApartInTheExportedFile) {
    expectExportComputesTheSame(test::punctuatedNet());
}

TEST(Assumptions, LayersInOtherTypesRunInTheExportedFile) {
    expectExportComputesTheSame(
        test::scriptedNet("double_inside",
                          "    x = torch.relu(torch.linear(x.flatten(1), self.w))\n"
                          "    return torch.linear(x.to(7), "
                          "self.v.to(7)).to(6)\n",
                          {{"w", {4, 4}}, {"v", {3, 4}}}, {1, 2, 2}));
    expectExportComputesTheSame(
        test::scriptedNet("bfloat_inside",
                          "    x = torch.linear(x.flatten(1).to(15), self.w.to(15))\n"
                          "    return torch.linear(torch.relu(x.to(6)), self.v)\n",
                          {{"w", {4, 4}}, {"v", {3, 4}}}, {1, 2, 2}));
}

TEST(Assumptions, StoredParametersCountOnce) {
    const auto loaded = [](const std::string& name, const std::string& body, const Shapes& shapes) {
        return load(test::scriptedNet("stored_" + name, body, shapes, {1, 2, 2}));
    };
    const auto kept = [](const Network& network) {
        std::int64_t elements = 0;
        for (const RemainingParameter& parameter : remainingParameters(network))
            elements += static_cast<std::int64_t>(parameter.values.size());
        EXPECT_EQ(elements, network.otherParameters()) << network.name();
        return elements;
    };
    const std::string twice =
        "    x = torch.relu(torch.linear(x.flatten(1), self.w, self.b))\n    return "
        "torch.linear(x, ";

    const Network unused = loaded("unused", twice + "self.v)\n",
                                  {{"w", {4, 4}}, {"b", {4}}, {"v", {3, 4}}, {"head", {9, 4}}});
    EXPECT_EQ(kept(unused), 4);
    EXPECT_EQ(unused.parameters(), 16 + 4 + 12 + 36);
    EXPECT_EQ(findUnquantized(unused).unused, std::vector<std::string>{"head"});
    EXPECT_EQ(findUnquantized(unused).unusedParameters, 36);

    const Network reused = loaded("reused", twice + "self.w)\n", {{"w", {4, 4}}, {"b", {4}}});
    EXPECT_EQ(kept(reused), 4);
    EXPECT_EQ(reused.parameters(), 20);
    EXPECT_EQ(sharedWeights(reused)[1].with, 0);
    EXPECT_FALSE(sharedWeights(reused)[1].transposed);

    const Network transposed =
        loaded("transposed", twice + "self.w.t())\n", {{"w", {4, 4}}, {"b", {4}}});
    EXPECT_EQ(kept(transposed), 4);
    EXPECT_EQ(sharedWeights(transposed)[1].with, 0);
    EXPECT_TRUE(sharedWeights(transposed)[1].transposed);

    const Network sliced =
        loaded("sliced", twice + "self.v[0:3, 0:4])\n", {{"w", {4, 4}}, {"b", {4}}, {"v", {8, 8}}});
    EXPECT_EQ(kept(sliced), 4);
    EXPECT_EQ(sharedWeights(sliced)[1].with, -1);

    const Network computed = loaded("computed", twice + "self.v * (self.g / self.v.norm()))\n",
                                    {{"w", {4, 4}}, {"b", {4}}, {"v", {3, 4}}, {"g", {1}}});
    EXPECT_EQ(kept(computed), 4);

    // Read as a table as well as multiplied by: the table stays as it is.
    const Network table =
        loaded("table", twice + "self.w) + x.sum() * self.w[0]\n", {{"w", {4, 4}}, {"b", {4}}});
    EXPECT_EQ(kept(table), 20);

    // The weights of products of batches are no layer's, but they are stored.
    const Network batched = loaded(
        "batched",
        "    x = torch.bmm(torch.linear(x.flatten(1), self.w).reshape([-1, 1, 4]).transpose(0, 1), "
        "self.v)\n    return x.reshape([-1, 3])\n",
        {{"w", {4, 4}}, {"v", {1, 4, 3}}});
    EXPECT_EQ(kept(batched), 12);
}

TEST(Assumptions, WhatStaysInFloatingPointIsSaid) {
    const Network network = load(test::scriptedNet(
        "float_products",
        "    x = torch.linear(x.flatten(1), self.w)\n"
        "    y = torch.einsum(\"bi,oi->bo\", [x, self.e])\n"
        "    y = torch.einsum(\"...i,oi->...o\", [y, self.e])\n"
        "    y, h, c = torch.lstm(y.reshape([-1, 1, 4]), [torch.zeros([1, x.size(0), "
        "2]), torch.zeros([1, x.size(0), 2])], [self.i, self.r], False, 1, 0.0, False, False, "
        "True)\n"
        "    return y.flatten(1)\n",
        {{"w", {4, 4}}, {"e", {4, 4}}, {"i", {8, 4}}, {"r", {8, 2}}}, {1, 2, 2}));
    const Unquantized found = findUnquantized(network);
    ASSERT_EQ(found.products.size(), 2U);
    EXPECT_EQ(found.products[0].op, "lstm");
    EXPECT_EQ(found.products[0].macs, 8 * 4 + 8 * 2);
    EXPECT_EQ(found.products[1].op, "einsum");
    EXPECT_EQ(found.products[1].calls, 2);
    EXPECT_EQ(found.products[1].macs, 2 * 16);
    EXPECT_EQ(found.macs, 80);
    expectParts(floatProductsText(found, network.macs()),
                {"in floating point", "83.3 %", "lstm (1)", "einsum (2)"});
    EXPECT_EQ(floatProductsText(findUnquantized(load(test::convNet().file)), 1), "");
}
