#include "core/network/product_arithmetic.h"

#include <gtest/gtest.h>

#include <atomic>
#include <bit>
#include <cmath>
#include <thread>

#include "core/base/error.h"
#include "core/network/quantization.h"
#include "tests/core/network/test_models.h"

using namespace lpstudio;
namespace fs = std::filesystem;

namespace {

/// Products in double; counts its work, and checks what it is told of channels.
class DoubleArithmetic final : public ProductArithmetic {
public:
    explicit DoubleArithmetic(const Layer& layer) : layer_(layer) {}

    void encodeInput(std::span<const float> values, std::span<Word> words) const override {
        for (std::size_t i = 0; i < values.size(); ++i) words[i] = std::bit_cast<Word>(values[i]);
    }
    void encodeOperand(std::span<const float> values, std::span<Word> words) const override {
        if (!layer_.isProduct()) {
            EXPECT_EQ(values.size(), static_cast<std::size_t>(layer_.parameters));
        }
        encodeInput(values, words);
    }
    void multiply(const WordProduct& p) const override {
        ASSERT_EQ(p.a.size(), p.m * p.k);
        ASSERT_EQ(p.b.size(), p.k * p.n);
        ASSERT_EQ(p.c.size(), p.m * p.n);
        const std::size_t channels = p.firstChannel + (p.weightsFirst ? p.m : p.n);
        const bool convolution = !layer_.isProduct() && layer_.kind != LayerKind::Linear;
        EXPECT_EQ(p.weightsFirst, convolution);
        if (convolution) {
            EXPECT_LE(channels, static_cast<std::size_t>(layer_.weightShape[0]));
        }
        for (std::size_t i = 0; i < p.m; ++i)
            for (std::size_t j = 0; j < p.n; ++j) {
                double sum = 0;
                for (std::size_t x = 0; x < p.k; ++x)
                    sum += static_cast<double>(std::bit_cast<float>(p.a[i * p.k + x])) *
                           std::bit_cast<float>(p.b[x * p.n + j]);
                p.c[i * p.n + j] = sum;
            }
        macs += static_cast<std::int64_t>(p.m * p.k * p.n);
    }

    mutable std::atomic<std::int64_t> macs = 0;

private:
    const Layer& layer_;
};

Network load(const fs::path& file) {
    return Network::load(file, readCard(cardPath(file)));
}

std::vector<std::shared_ptr<DoubleArithmetic>> replaceArithmetic(const Network& network,
                                                                 RunPlan& plan) {
    plan.resize(network.layers().size());
    std::vector<std::shared_ptr<DoubleArithmetic>> all;
    for (const Layer& layer : network.layers()) {
        all.push_back(std::make_shared<DoubleArithmetic>(layer));
        plan[static_cast<std::size_t>(layer.index.value)].arithmetic = all.back();
    }
    return all;
}

void expectNear(const std::vector<double>& a, const std::vector<double>& b, const fs::path& file) {
    ASSERT_EQ(a.size(), b.size());
    double scale = 0;
    for (const double x : b) scale = std::max(scale, std::fabs(x));
    ASSERT_GT(scale, 0);
    for (std::size_t i = 0; i < a.size(); ++i)
        EXPECT_NEAR(a[i], b[i], 1e-5 * scale) << file << " " << i;
}

/// The network's own run, every layer's output included, against one whose products are all
/// computed by us.
void expectSameNetwork(const fs::path& file, std::size_t layers) {
    class Outputs final : public RunObserver {
    public:
        bool wantsOutputs() const override { return true; }
        void onOutput(LayerIndex, const TensorView& v) override {
            seen.emplace_back(v.values.begin(), v.values.end());
        }
        std::vector<std::vector<double>> seen;
    } own, replaced;
    const Network network = load(file);
    ASSERT_EQ(network.layers().size(), layers) << file;
    const std::size_t count = 3;
    const auto images = test::randomImages(network.card(), count);
    RunPlan plan;
    const auto arithmetic = replaceArithmetic(network, plan);
    expectNear(network.run(images, plan, &replaced), network.run(images, {}, &own), file);
    ASSERT_EQ(own.seen.size(), replaced.seen.size());
    for (std::size_t i = 0; i < own.seen.size(); ++i)
        expectNear(replaced.seen[i], own.seen[i], file);
    for (const Layer& layer : network.layers())
        EXPECT_EQ(arithmetic[static_cast<std::size_t>(layer.index.value)]->macs,
                  layer.macs * static_cast<std::int64_t>(count))
            << layer.name;
}

const std::vector<std::pair<std::string, std::vector<std::int64_t>>> kOneWeight{{"w", {4, 3, 3, 3}},
                                                                                {"b", {4}}};

std::string message(const fs::path& file) {
    const Network network = load(file);
    RunPlan plan;
    replaceArithmetic(network, plan);
    try {
        network.run(test::randomImages(network.card(), 1), plan);
    } catch (const Error& error) {
        return error.what();
    }
    return "accepted";
}

}  // namespace

TEST(ProductArithmetic, TakesTheProductsOfTheTestNetworks) {
    expectSameNetwork(test::convNet().file, 4);
    expectSameNetwork(test::residualNet(), 8);
    expectSameNetwork(test::attentionNet(), 9);
}

TEST(ProductArithmetic, WalksAsConvolutionsDo) {
    const auto conv = [](const std::string& name, const std::string& settings, int groups,
                         const std::vector<std::int64_t>& weight) {
        expectSameNetwork(
            test::scriptedNet("walk_" + name,
                              "    return torch.mean(torch.conv2d(x, self.w, self.b, " + settings +
                                  ", " + std::to_string(groups) + "), [2, 3])\n",
                              {{"w", weight}, {"b", {weight[0]}}}, {6, 11, 9}),
            1);
    };
    conv("stride", "[2, 3], [1, 2], [1, 1]", 1, {4, 6, 3, 5});
    conv("dilation", "[1, 2], [2, 3], [2, 3]", 1, {5, 6, 3, 2});
    conv("single", "2, 1, 2", 1, {4, 6, 3, 3});
    conv("groups", "[2, 1], [0, 1], [1, 1]", 3, {9, 2, 3, 3});
    conv("depthwise", "[1, 1], [1, 1], [1, 1]", 6, {6, 1, 3, 3});
    conv("multiplier", "[1, 1], [2, 0], [2, 1]", 6, {12, 1, 3, 3});
    conv("pointwise", "[1, 1], [0, 0], [1, 1]", 1, {7, 6, 1, 1});
    conv("pointwise_stride", "[3, 2], [0, 0], [1, 1]", 2, {8, 3, 1, 1});
    conv("same", "[1, 1], \"same\", [2, 1]", 1, {4, 6, 4, 3});
    conv("same_even", "[1, 1], \"same\", [1, 1]", 1, {4, 6, 2, 4});
    conv("valid", "[2, 1], \"valid\", [1, 1]", 1, {4, 6, 3, 3});
}

TEST(ProductArithmetic, ManyPositionsAreDividedIntoBlocks) {
    expectSameNetwork(
        test::scriptedNet("blocks",
                          "    return torch.mean(torch.conv2d(x, self.w, self.b, [1, 1], [1, 1], "
                          "[1, 1], 1), [2, 3])\n",
                          kOneWeight, {3, 61, 57}),
        1);
}

TEST(ProductArithmetic, OtherNamesOfTheSameOperators) {
    expectSameNetwork(
        test::scriptedNet("generic",
                          "    y = torch._convolution(x, self.w, self.b, [2, 1], [1, 0], [1, 2], "
                          "False, [0, 0], 1, False, False, True, True)\n"
                          "    y = torch.convolution(y, self.v, None, [1, 1], [1, 1], [1, 1], "
                          "False, [0, 0], 2)\n"
                          "    return torch.mean(y, [2, 3])\n",
                          {{"w", {4, 3, 3, 3}}, {"b", {4}}, {"v", {6, 2, 3, 3}}}, {3, 9, 11}),
        2);
    expectSameNetwork(
        test::scriptedNet("lines",
                          "    y = x.reshape([x.size(0), 3, 40])\n"
                          "    y = torch.conv1d(y, self.w, self.b, [3], [2], [2], 1)\n"
                          "    z = torch.conv3d(y.reshape([x.size(0), 1, 4, 1, -1]), self.v, None, "
                          "[2, 1, 1], [1, 0, 1], [1, 1, 2], 1)\n"
                          "    return torch.mean(z, [2, 3, 4])\n",
                          {{"w", {4, 3, 5}}, {"b", {4}}, {"v", {5, 1, 3, 1, 2}}}, {3, 5, 8}),
        2);
}

TEST(ProductArithmetic, BroadcastsAsMatmulDoes) {
    // Stored weight by matmul and mm, batch of one side broadcast, a vector, baddbmm's matrix.
    expectSameNetwork(
        test::scriptedNet("products",
                          "    t = x.reshape([x.size(0), 2, 6, 4])\n"
                          "    a = torch.matmul(t, self.w)\n"
                          "    s = torch.matmul(a, t[:, 0:1].transpose(2, 3))\n"
                          "    s = torch.matmul(s, torch.mean(t, [1], True))\n"
                          "    u = torch.baddbmm(t[:, 1], s[:, 0], t[:, 0, 0:4])\n"
                          "    v = torch.matmul(u, torch.mean(t, [0, 1, 2]))\n"
                          "    return torch.mm(torch.addmm(self.b, v, self.m), self.p)\n",
                          {{"w", {4, 4}}, {"m", {6, 5}}, {"b", {5}}, {"p", {5, 3}}}, {2, 6, 4}),
        7);
}

TEST(ProductArithmetic, RunsInALoopAndOnlyWhereThePlanSaysSo) {
    const fs::path file = test::scriptedNet(
        "loop", R"(    y = torch.conv2d(x, self.a, None, [1, 1], [0, 0], [1, 1], 1)
    for i in range(x.size(2) - 5):
        y = torch.conv2d(y, self.c, self.b, [1, 1], [0, 0], [1, 1], 1)
    return torch.mean(y, [2, 3])
)",
        {{"a", {4, 3, 1, 1}}, {"c", {4, 4, 1, 1}}, {"b", {4}}}, {3, 8, 8});
    expectSameNetwork(file, 2);
    const Network network = load(file);
    RunPlan plan;
    const auto arithmetic = replaceArithmetic(network, plan);
    plan[0].arithmetic = nullptr;
    network.run(test::randomImages(network.card(), 1), plan);
    EXPECT_EQ(arithmetic[0]->macs, 0);
    EXPECT_EQ(arithmetic[1]->macs, network.layers()[1].macs);
}

TEST(ProductArithmetic, SeesTheQuantizedOperands) {
    for (const fs::path& file : {test::convNet().file, test::attentionNet()}) {
        const Network network = load(file);
        WeightCache cache;
        const auto images = test::randomImages(network.card(), 4);
        const Assignment assignment(network.layers().size(),
                                    {parseFormat("lp:5,1,3,0.5"), parseFormat("lp:6,1,3,0")});
        RunPlan plan =
            makePlan(network, fitted(network, assignment, nullptr), Rounding::Nearest, cache);
        const Layer& shifted = network.layers()[1];
        const bool last = shifted.kind == LayerKind::Linear;
        plan[1].outputShift.assign(
            static_cast<std::size_t>(last ? shifted.outputShape.back() : shifted.outputShape[0]),
            0.25F);
        const auto expected = network.run(images, plan);
        // A rounding flip of a later layer is far larger than the difference of two arithmetics.
        replaceArithmetic(network, plan);
        const auto logits = network.run(images, plan);
        double error = 0, scale = 0;
        for (std::size_t i = 0; i < logits.size(); ++i) {
            error += std::fabs(logits[i] - expected[i]);
            scale += std::fabs(expected[i]);
        }
        EXPECT_LT(error, 0.01 * scale) << file;
    }
}

TEST(ProductArithmetic, ResumesFromCheckpoints) {
    const Network network = load(test::residualNet());
    ASSERT_FALSE(network.resumePoints().empty());
    const auto images = test::randomImages(network.card(), 2);
    RunPlan plan;
    replaceArithmetic(network, plan);
    std::vector<Checkpoint> kept;
    const auto whole = network.run(
        images, plan, {nullptr, nullptr, [&](const Checkpoint& c) { kept.push_back(c); }});
    ASSERT_EQ(kept.size(), network.resumePoints().size());
    for (const Checkpoint& checkpoint : kept)
        EXPECT_EQ(network.run(images, plan, {nullptr, &checkpoint, {}}), whole);
}

TEST(ProductArithmetic, RunsFromTwoThreads) {
    const Network network = load(test::convNet().file);
    const auto images = test::randomImages(network.card(), 4);
    RunPlan plan;
    replaceArithmetic(network, plan);
    const auto expected = network.run(images, plan);
    bool same[2] = {true, true};
    std::vector<std::jthread> workers;
    workers.reserve(2);
    for (int w = 0; w < 2; ++w)
        workers.emplace_back([&, w] {
            for (int i = 0; i < 5; ++i) same[w] = same[w] && network.run(images, plan) == expected;
        });
    workers.clear();
    EXPECT_TRUE(same[0] && same[1]);
}

TEST(ProductArithmetic, WhatItCannotTakeIsAnErrorThatNamesTheLayer) {
    const fs::path transposed = test::scriptedNet(
        "transposed",
        "    y = torch.conv_transpose2d(x, self.w, None, [1, 1], [0, 0], [0, 0], 1, [1, 1])\n"
        "    return torch.mean(y, [2, 3])\n",
        {{"w", {3, 4, 3, 3}}}, {3, 6, 6});
    EXPECT_EQ(message(transposed).find("layer \""), 0U);
    EXPECT_NE(message(transposed).find("transposed convolution"), std::string::npos);
    const fs::path factors = test::scriptedNet(
        "factors", "    return torch.addmm(self.b, x.flatten(1), self.w, beta=2, alpha=1)\n",
        {{"b", {4}}, {"w", {12, 4}}}, {3, 2, 2});
    EXPECT_NE(message(factors).find("layer \"addmm\": addmm with beta or alpha other than 1"),
              std::string::npos)
        << message(factors);
    const fs::path dynamic =
        test::scriptedNet("dynamic",
                          "    s = x.size(2) - 5\n"
                          "    y = torch.conv2d(x, self.w, self.b, [s, s], [0, 0], [1, 1], 1)\n"
                          "    return torch.mean(y, [2, 3])\n",
                          kOneWeight, {3, 6, 6});
    EXPECT_NE(message(dynamic).find("stride is not a constant"), std::string::npos)
        << message(dynamic);
}

TEST(ProductArithmetic, WhatItThrowsComesOut) {
    class Failing final : public ProductArithmetic {
        void encodeInput(std::span<const float>, std::span<Word>) const override {}
        void encodeOperand(std::span<const float>, std::span<Word>) const override {}
        void multiply(const WordProduct&) const override { throw Cancelled(); }
    };
    const Network network = load(test::convNet().file);
    RunPlan plan(network.layers().size());
    plan[2].arithmetic = std::make_shared<Failing>();
    EXPECT_THROW(network.run(test::randomImages(network.card(), 2), plan), Cancelled);
}
