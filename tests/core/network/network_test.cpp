#include "core/network/network.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <thread>

#include "core/base/error.h"
#include "core/network/quantization.h"
#include "core/number/lp.h"
#include "tests/core/network/test_models.h"

using namespace lpstudio;
namespace fs = std::filesystem;

namespace {

Network load(const fs::path& file, Precision precision = Precision::Single) {
    return Network::load(file, readCard(cardPath(file)), precision);
}

std::string loadMessage(const fs::path& file) {
    ModelCard card;
    card.channels = 3;
    card.height = card.width = 8;
    card.mean = {0, 0, 0};
    card.std = {1, 1, 1};
    try {
        Network::load(file, card);
    } catch (const Error& error) {
        return error.what();
    }
    return "accepted";
}

void expectPart(const std::string& message, const std::string& part) {
    EXPECT_NE(message.find(part), std::string::npos) << message;
    EXPECT_EQ(message.find('\n'), std::string::npos) << "more than one line: " << message;
}

}  // namespace

TEST(Network, ListsConvolutionsAndLinearLayers) {
    const Network network = load(test::convNet().file);
    const auto& layers = network.layers();
    ASSERT_EQ(layers.size(), 4U);
    EXPECT_EQ(layers[0].name, "conv1");
    EXPECT_EQ(layers[0].kind, LayerKind::Convolution);
    EXPECT_EQ(layers[0].macs, 8 * 8 * 8 * 27);
    EXPECT_EQ(layers[0].inputShape, (std::vector<std::int64_t>{3, 8, 8}));
    EXPECT_EQ(layers[0].outputShape, (std::vector<std::int64_t>{8, 8, 8}));
    EXPECT_EQ(layers[1].kind, LayerKind::DepthwiseConvolution);
    EXPECT_EQ(layers[1].groups, 8);
    EXPECT_EQ(layers[1].macs, 8 * 64 * 9);
    EXPECT_EQ(layers[1].product.products, 8);
    EXPECT_EQ(layers[2].kind, LayerKind::GroupedConvolution);
    EXPECT_EQ(layers[2].groups, 2);
    EXPECT_EQ(layers[2].macs, 12 * 16 * 36);
    EXPECT_EQ(layers[2].product.k, 36);
    EXPECT_EQ(layers[3].name, "fc");
    EXPECT_EQ(layers[3].kind, LayerKind::Linear);
    EXPECT_EQ(layers[3].parameters, 60);
    EXPECT_EQ(network.classes(), 5);
    EXPECT_EQ(network.parameters(), 216 + 16 + 72 + 432 + 65);
    EXPECT_EQ(network.otherParameters(), 16 + 5);
    const auto& net = test::convNet();
    EXPECT_TRUE(
        std::equal(net.depth.begin(), net.depth.end(), network.weights(LayerIndex(1)).begin()));
}

TEST(Network, ListsAttentionProducts) {
    const Network network = load(test::attentionNet());
    std::vector<std::string> names, kinds;
    for (const Layer& layer : network.layers()) {
        names.push_back(layer.name);
        kinds.emplace_back(kindName(layer.kind));
    }
    EXPECT_EQ(names,
              (std::vector<std::string>{"embed", "blocks.0.attn.qkv", "blocks.0.attn",
                                        "blocks.0.attn#2", "blocks.0.attn#3", "blocks.0.attn#4",
                                        "blocks.0.fc1", "blocks.0.fc2", "head"}));
    EXPECT_EQ(kinds, (std::vector<std::string>{"linear", "linear", "matmul", "matmul", "bmm", "bmm",
                                               "linear", "linear", "linear"}));
    const Layer& scores = network.layers()[2];
    EXPECT_EQ(scores.parameters, 0);
    EXPECT_EQ(scores.macs, 2 * 4 * 4 * 4);
    EXPECT_EQ(scores.product.products, 2);
    // addmm holds its weight as (in, out).
    const Layer& head = network.layers().back();
    EXPECT_EQ(head.weightShape, (std::vector<std::int64_t>{8, 3}));
    EXPECT_EQ(head.macs, 24);
    // Attention and MLP are blocks apart.
    EXPECT_EQ(network.layers()[1].block, network.layers()[5].block);
    EXPECT_EQ(network.layers()[6].block, network.layers()[5].block + 1);
}

TEST(Network, FloatRunIsBitIdenticalToPlainLibTorch) {
    for (const fs::path& file : {test::convNet().file, test::attentionNet()}) {
        const Network network = load(file);
        const auto images = test::randomImages(network.card(), 7);
        const auto expected = test::plainForward(file, images, network.card());
        const auto logits = network.run(images, {});
        ASSERT_EQ(logits.size(), expected.size());
        for (std::size_t i = 0; i < logits.size(); ++i)
            EXPECT_EQ(static_cast<float>(logits[i]), expected[i]);
    }
}

TEST(Network, ObserverSeesEveryOperandAndResult) {
    class Observer final : public RunObserver {
    public:
        bool wantsOperands() const override { return true; }
        bool wantsOutputs() const override { return true; }
        void onInput(LayerIndex l, const TensorView& v) override { add("in", l, v); }
        void onOperand(LayerIndex l, const TensorView& v) override { add("second", l, v); }
        void onOutput(LayerIndex l, const TensorView& v) override { add("out", l, v); }
        std::vector<std::string> seen;

    private:
        void add(const char* what, LayerIndex l, const TensorView& v) {
            std::string shape;
            for (const auto s : v.shape) shape += "," + std::to_string(s);
            seen.push_back(what + std::to_string(l.value) + shape);
        }
    } observer;
    const Network network = load(test::attentionNet());
    network.run(test::randomImages(network.card(), 2), {}, &observer);
    EXPECT_EQ(observer.seen[0], "in0,2,4,4");
    EXPECT_EQ(observer.seen[1], "out0,2,4,8");
    EXPECT_EQ(std::count(observer.seen.begin(), observer.seen.end(), "second2,2,2,4,4"), 1);
    EXPECT_EQ(observer.seen.size(), 2 * 9U + 4);
}

TEST(Network, OutputsAreSeenBeforeInPlaceOperations) {
    // conv1's output feeds a normalisation and relu_: what is seen must hold negative values.
    class Observer final : public RunObserver {
    public:
        bool wantsOutputs() const override { return true; }
        void onOutput(LayerIndex l, const TensorView& v) override {
            if (l.value == 0)
                negative =
                    std::any_of(v.values.begin(), v.values.end(), [](float x) { return x < 0; });
        }
        bool negative = false;
    } observer;
    const Network network = load(test::convNet().file);
    network.run(test::randomImages(network.card(), 2), {}, &observer);
    EXPECT_TRUE(observer.negative);
}

TEST(Network, RunsFromTwoThreadsWithDifferentPlans) {
    const Network network = load(test::convNet().file);
    const auto images = test::randomImages(network.card(), 16);
    WeightCache cache;
    const auto planOf = [&](const char* spec) {
        const Assignment a(network.layers().size(), {parseFormat(spec), parseFormat("lp:8,1,4,0")});
        return makePlan(network, fitted(network, a, nullptr), Rounding::Nearest, cache);
    };
    const RunPlan plans[2] = {planOf("lp:3"), planOf("lp:6")};
    const std::vector<double> expected[2] = {network.run(images, plans[0]),
                                             network.run(images, plans[1])};
    EXPECT_NE(expected[0], expected[1]);
    std::vector<std::jthread> workers;
    bool same[2] = {true, true};
    for (int w = 0; w < 2; ++w)
        workers.emplace_back([&, w] {
            for (int i = 0; i < 20; ++i)
                same[w] = same[w] && network.run(images, plans[w]) == expected[w];
        });
    workers.clear();
    EXPECT_TRUE(same[0] && same[1]);
}

TEST(Network, RunsOnlyLayersThatExecute) {
    const fs::path file = test::scriptedNet(
        "branch", R"(    y = torch.conv2d(x, self.a, None, [1, 1], [0, 0], [1, 1], 1)
    if x.size(1) == 7:
        y = torch.conv2d(y, self.b, None, [1, 1], [0, 0], [1, 1], 1)
    for i in range(x.size(2) - 5):
        y = torch.conv2d(y, self.c, None, [1, 1], [0, 0], [1, 1], 1)
    return torch.mean(y, [2, 3])
)",
        {{"a", {4, 3, 1, 1}}, {"b", {4, 4, 1, 1}}, {"c", {4, 4, 1, 1}}}, {3, 8, 8});
    const Network network = load(file);
    ASSERT_EQ(network.layers().size(), 2U);
    EXPECT_EQ(network.layers()[1].macs, 3 * 64 * 16);  // the loop runs it 8 - 5 times
}

TEST(Network, NonFiniteActivationsNameTheLayer) {
    const Network network = load(test::convNet().file);
    auto images = test::randomImages(network.card(), 2);
    images[5] = NAN;
    WeightCache cache;
    const Assignment a(network.layers().size(), {nullptr, parseFormat("lp:8,1,4,0")});
    try {
        network.run(images, makePlan(network, a, Rounding::Nearest, cache));
        FAIL();
    } catch (const Error& error) {
        expectPart(error.what(), "activations of layer \"conv1\": 1 of");
    }
}

TEST(NetworkErrors, FilesThatAreNoModel) {
    const fs::path dir = test::scratch();
    expectPart(loadMessage(dir / "absent.pt"), "no such file");
    expectPart(loadMessage(dir), "directory");
    std::ofstream(dir / "text.pt") << "this is no model";
    expectPart(loadMessage(dir / "text.pt"), "TorchScript");
    std::ofstream(dir / "empty.pt").close();
    expectPart(loadMessage(dir / "empty.pt"), "TorchScript");
    const auto whole = fs::file_size(test::convNet().file);
    for (const double part : {0.1, 0.5, 0.95, 0.999}) {
        fs::copy_file(test::convNet().file, dir / "cut.pt", fs::copy_options::overwrite_existing);
        fs::resize_file(dir / "cut.pt",
                        static_cast<std::uintmax_t>(static_cast<double>(whole) * part));
        expectPart(loadMessage(dir / "cut.pt"), "truncated");
    }
}

TEST(NetworkErrors, ModelsThatAreNoClassifier) {
    expectPart(loadMessage(test::scriptedNet(
                   "nolayer", "    return torch.mean(torch.relu(x), [2, 3])\n", {}, {3, 8, 8})),
               "no quantizable layer");
    expectPart(loadMessage(test::scriptedNet(
                   "image", "    return torch.conv2d(x, self.w, None, [1, 1], [0, 0], [1, 1], 1)\n",
                   {{"w", {4, 3, 1, 1}}}, {3, 8, 8})),
               "1x4x8x8");
    expectPart(loadMessage(test::scriptedNet("tuple",
                                             "    y = torch.mean(torch.conv2d(x, self.w, None, [1, "
                                             "1], [0, 0], [1, 1], 1), [2, 3])\n    return (y, y)\n",
                                             {{"w", {4, 3, 1, 1}}}, {3, 8, 8})),
               "wrap it");
    expectPart(loadMessage(test::scriptedNet(
                   "shape", "    return torch.linear(x.reshape([x.size(0), -1]), self.w)\n",
                   {{"w", {4, 100}}}, {3, 8, 8})),
               "check \"input\" in its card or --input");
}

TEST(NetworkErrors, NonFiniteWeightsAreCounted) {
    const fs::path file = test::scriptedNet("nan",
                                            "    return torch.linear(torch.mean(x, [2, 3]), "
                                            "torch.div(self.w, torch.zeros_like(self.w)))\n",
                                            {{"w", {4, 3}}}, {3, 8, 8});
    expectPart(loadMessage(file), "12 of 12 entries are not finite");
}

TEST(NetworkErrors, FusedAttentionIsExplained) {
    const fs::path file = test::scriptedNet(
        "fused", R"(    t = x.reshape([x.size(0), 24, 8])
    y = torch._native_multi_head_attention(t, t, t, 8, 2, self.qkv, self.qkvb, self.proj, self.projb)[0]
    return torch.linear(torch.mean(y, [1]), self.w)
)",
        {{"qkv", {24, 8}}, {"qkvb", {24}}, {"proj", {8, 8}}, {"projb", {8}}, {"w", {3, 8}}},
        {3, 8, 8});
    expectPart(loadMessage(file), "fused attention operator aten::_native_multi_head_attention");
    expectPart(loadMessage(file), "matmul + softmax + matmul");
}

TEST(CardErrors, NameTheField) {
    const fs::path file = test::scratch() / "card.json";
    const auto message = [&](const std::string& text) {
        std::ofstream(file) << text;
        try {
            readCard(file);
        } catch (const Error& error) {
            return std::string(error.what());
        }
        return std::string("accepted");
    };
    expectPart(message("{"), "not JSON");
    expectPart(message("[]"), "not a JSON object");
    expectPart(message("{}"), "\"input\"");
    expectPart(message(R"({"input": [3, 8]})"), "three positive integers");
    expectPart(message(R"({"input": [3, 8, -1]})"), "three positive integers");
    expectPart(message(R"({"input": [3, 8, 8], "mean": [1]})"), "\"mean\"");
    expectPart(message(R"({"input": [3, 8, 8], "std": [1, 0, 1]})"), "positive");
    expectPart(message(R"({"input": [3, 8, 8], "classes": "ten"})"), "\"classes\"");
    EXPECT_EQ(
        message(
            R"({"input": [3, 8, 8], "mean": [0,0,0], "std": [1,1,1], "classes": 10, "other": 1})"),
        "accepted");
}

TEST(Resume, GivesWhatAWholeRunGives) {
    struct Case {
        fs::path file;
        std::vector<int> points;
    };
    for (const auto& [file, points] : {Case{test::convNet().file, {3}},
                                       {test::attentionNet(), {1, 6, 8}},
                                       {test::residualNet(), {3, 6}}}) {
        const Network network = Network::load(file, readCard(cardPath(file)));
        std::vector<int> found;
        for (const LayerIndex point : network.resumePoints()) found.push_back(point.value);
        EXPECT_EQ(found, points) << file;
        const auto images = test::randomImages(network.card(), 5);
        const auto plan = [&](int width, std::size_t from) {
            Assignment assignment(network.layers().size());
            for (std::size_t i = 0; i < assignment.size(); ++i)
                assignment[i] = {std::make_shared<LpFormat>(i < from ? 6 : width),
                                 parseFormat("lp:6,1,3,0")};
            for (const Layer& layer : network.layers())
                if (layer.isProduct())
                    assignment[static_cast<std::size_t>(layer.index.value)].weights =
                        parseFormat("lp:6,1,3,0");
            WeightCache cache;
            return makePlan(network, fitted(network, assignment, nullptr), Rounding::Nearest,
                            cache);
        };
        std::vector<Checkpoint> kept;
        RunOptions options;
        options.keep = [&](const Checkpoint& checkpoint) { kept.push_back(checkpoint); };
        const auto whole = network.run(images, plan(6, 0), options);
        EXPECT_EQ(whole, network.run(images, plan(6, 0)));
        ASSERT_EQ(kept.size(), points.size());
        for (std::size_t i = 0; i < kept.size(); ++i) {
            EXPECT_EQ(kept[i].layer().value, points[i]);
            EXPECT_GT(kept[i].bytes(), 0U);
            // Twice: going on must not spoil what is kept.
            for (int round = 0; round < 2; ++round) {
                EXPECT_EQ(network.run(images, plan(6, 0), {nullptr, &kept[i], {}}), whole);
                const auto first = static_cast<std::size_t>(points[i]);
                EXPECT_EQ(network.run(images, plan(3, first), {nullptr, &kept[i], {}}),
                          network.run(images, plan(3, first)));
            }
        }
    }
}

TEST(Resume, IsNotOfferedWhereAKeptValueIsChangedLater) {
    const auto points = [](const char* name, const std::string& change) {
        const std::string conv = ", None, [1, 1], [0, 0], [1, 1], 1)\n";
        const fs::path file = test::scriptedNet(
            name,
            "    x = torch.conv2d(x, self.a" + conv + "    x = torch.conv2d(x, self.b" + conv +
                "    x = torch.conv2d(x, self.b" + conv + "    y = torch.conv2d(x, self.b" + conv +
                "    " + change + "\n    return torch.mean(x + y, [2, 3])\n",
            {{"a", {4, 3, 1, 1}}, {"b", {4, 4, 1, 1}}}, {3, 8, 8});
        return Network::load(file, readCard(cardPath(file))).resumePoints().size();
    };
    EXPECT_EQ(points("kept", "x = x.add(1.0)"), 1U);
    EXPECT_EQ(points("changed", "x = x.add_(1.0)"), 0U);
    EXPECT_EQ(points("changed_view", "v = x.view(-1).mul_(2.0)"), 0U);
}

TEST(Resume, IsNotOfferedInsideALoop) {
    const fs::path file = test::scriptedNet(
        "looped", R"(    for i in range(x.size(2) - 6):
        x = torch.conv2d(x, self.a, None, [1, 1], [0, 0], [1, 1], 1)
        x = torch.conv2d(x, self.b, None, [1, 1], [0, 0], [1, 1], 1)
        x = torch.conv2d(x, self.c, None, [1, 1], [0, 0], [1, 1], 1)
        x = torch.conv2d(x, self.d, None, [1, 1], [0, 0], [1, 1], 1)
    return torch.mean(x, [2, 3])
)",
        {{"a", {3, 3, 1, 1}}, {"b", {3, 3, 1, 1}}, {"c", {3, 3, 1, 1}}, {"d", {3, 3, 1, 1}}},
        {3, 8, 8});
    const Network network = Network::load(file, readCard(cardPath(file)));
    EXPECT_EQ(network.layers().size(), 4U);
    EXPECT_TRUE(network.resumePoints().empty());
}
