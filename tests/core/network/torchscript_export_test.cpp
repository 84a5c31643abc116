#include "core/network/torchscript_export.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <fstream>
#include <limits>
#include <random>

#include "core/base/error.h"
#include "core/network/bias_correction.h"
#include "core/number/tensor_quantizer.h"
#include "tests/core/network/test_models.h"

using namespace lpstudio;

namespace {

std::size_t positionIn(const StepFunction& steps, float x) {
    std::size_t below = 0;
    while (below < steps.bounds.size() && steps.bounds[below] < x) ++below;
    return below;
}

/// Every float at which the outcome may change, its neighbours, and what lies around zero.
std::vector<float> hardCases(const StepFunction& steps) {
    constexpr float kInfinity = std::numeric_limits<float>::infinity();
    std::vector<float> cases = {0.0F, -0.0F, 1e-45F, -1e-45F, 3e38F, -3e38F};
    for (const std::vector<float>& list : {steps.bounds, steps.values})
        for (const float x : list)
            for (const float y : {std::nextafter(x, -kInfinity), x, std::nextafter(x, kInfinity)})
                if (std::isfinite(y)) cases.push_back(y);
    return cases;
}

class StepFunctions : public testing::TestWithParam<const char*> {};

TEST_P(StepFunctions, RoundAsTheQuantizerDoes) {
    const FormatPtr format = parseFormat(GetParam());
    for (const Rounding rounding : {Rounding::Nearest, Rounding::LogNearest}) {
        const StepFunction steps = stepFunction(format->quantizer(rounding));
        ASSERT_EQ(steps.values.size(), steps.bounds.size() + 1);
        EXPECT_TRUE(std::is_sorted(steps.bounds.begin(), steps.bounds.end()));
        const std::vector<float> x = hardCases(steps);
        std::vector<float> wanted(x.size());
        format->tensorQuantizer(rounding)->quantize({x, {}, "x"}, wanted);
        for (std::size_t i = 0; i < x.size(); ++i)
            ASSERT_EQ(steps.values[positionIn(steps, x[i])], wanted[i]) << x[i];
    }
}

INSTANTIATE_TEST_SUITE_P(Formats, StepFunctions,
                         testing::Values("lp:2,0,1,0.3", "lp:3,0,2,-4", "lp:4,1,2,1.7",
                                         "lp:8,2,7,0.5", "lp:8,2,2,120", "lp:12,3,4,-3",
                                         "int:4@0.0125", "int:8@1", "fixed:5,3", "float:e4m3@0.5",
                                         "posit:8,1@1", "pot:4@0.1", "flint:4@1",
                                         "adaptivfloat:8,4,-9", "nf4@2"));

Assignment mixed(const Network& network, std::span<const char* const> weights,
                 std::span<const char* const> activations) {
    Assignment assignment;
    for (std::size_t i = 0; i < network.layers().size(); ++i)
        assignment.push_back({parseFormat(weights[i % weights.size()]),
                              parseFormat(activations[i % activations.size()])});
    return assignment;
}

constexpr const char* kWeights[] = {"lp:4,1,3,2", "lp:8,1,4,1.5", "lp:3,0,2,1", "lp:6,2,3,2.5"};
constexpr const char* kActivations[] = {"lp:8,1,5,0.5", "lp:6,0,3,0", "int:8@0.02"};

RunPlan planOf(const Network& network, const Assignment& assignment) {
    WeightCache cache;
    return makePlan(network, assignment, Rounding::Nearest, cache);
}

void expectSame(const std::vector<float>& plain, const std::vector<double>& ours) {
    ASSERT_EQ(plain.size(), ours.size());
    for (std::size_t i = 0; i < plain.size(); ++i)
        ASSERT_EQ(static_cast<double>(plain[i]), ours[i]) << "logit " << i;
}

class TorchScriptExport : public testing::TestWithParam<std::filesystem::path (*)()> {
protected:
    std::filesystem::path file_ = GetParam()();
    ModelCard card_ = readCard(cardPath(file_));
    Network network_ = Network::load(file_, card_);
    std::vector<float> images_ = test::randomImages(card_, 24, 5);
    std::filesystem::path out_ = test::scratch() / "exported.pt";
};

TEST_P(TorchScriptExport, RunsInPlainLibTorchToTheSameLogits) {
    const Assignment assignment = mixed(network_, kWeights, kActivations);
    saveTorchScript(network_, planOf(network_, assignment), &assignment, Rounding::Nearest, out_);
    expectSame(test::plainForward(out_, images_, card_),
               network_.run(images_, planOf(network_, assignment)));
}

TEST_P(TorchScriptExport, LeavesActivationsInFloatingPointUnlessAsked) {
    Assignment weightsOnly = mixed(network_, kWeights, kActivations);
    const RunPlan plan = planOf(network_, weightsOnly);
    saveTorchScript(network_, plan, nullptr, Rounding::Nearest, out_);
    for (const Layer& layer : network_.layers()) {
        LayerFormats& formats = weightsOnly[static_cast<std::size_t>(layer.index.value)];
        formats.activations = nullptr;
        if (layer.isProduct()) formats.weights = nullptr;
    }
    expectSame(test::plainForward(out_, images_, card_),
               network_.run(images_, planOf(network_, weightsOnly)));
}

TEST_P(TorchScriptExport, IsReadAgainWithTheSameWeights) {
    const Assignment assignment = mixed(network_, kWeights, kActivations);
    const RunPlan plan = planOf(network_, assignment);
    saveTorchScript(network_, plan, &assignment, Rounding::Nearest, out_);
    const Network again = Network::load(out_, card_);
    ASSERT_EQ(again.layers().size(), network_.layers().size());
    for (const Layer& layer : network_.layers()) {
        const auto i = static_cast<std::size_t>(layer.index.value);
        EXPECT_EQ(again.layers()[i].weightShape, layer.weightShape);
        if (layer.isProduct()) continue;
        const auto weights = again.weights(layer.index);
        EXPECT_EQ(std::vector<float>(weights.begin(), weights.end()), *plan[i].weight);
        // "conv2d#2" is no name for a module.
        std::string name = layer.name;
        std::replace(name.begin(), name.end(), '#', '_');
        EXPECT_EQ(again.layers()[i].name, name);
    }
}

TEST_P(TorchScriptExport, KeepsOutputShifts) {
    const Assignment assignment = mixed(network_, kWeights, kActivations);
    RunPlan plan = planOf(network_, assignment);
    for (const Layer& layer : network_.layers()) {
        if (layer.isProduct()) continue;
        const auto channels = static_cast<std::size_t>(
            layer.kind == LayerKind::Linear ? layer.outputShape.back() : layer.outputShape[0]);
        for (std::size_t c = 0; c < channels; ++c)
            plan[static_cast<std::size_t>(layer.index.value)].outputShift.push_back(
                0.1F * static_cast<float>(c) - 0.2F);
    }
    saveTorchScript(network_, plan, &assignment, Rounding::Nearest, out_);
    expectSame(test::plainForward(out_, images_, card_), network_.run(images_, plan));
}

TEST_P(TorchScriptExport, RemainingParametersAreThoseOutsideTheLayers) {
    std::int64_t count = 0;
    for (const RemainingParameter& parameter : remainingParameters(network_)) {
        std::int64_t size = 1;
        for (const std::int64_t axis : parameter.shape) size *= axis;
        EXPECT_EQ(static_cast<std::size_t>(size), parameter.values.size());
        count += size;
    }
    EXPECT_EQ(count, network_.otherParameters());
}

INSTANTIATE_TEST_SUITE_P(Networks, TorchScriptExport,
                         testing::Values(
                             +[] { return test::convNet().file; }, &test::attentionNet,
                             &test::residualNet));

TEST(TorchScriptExportErrors, NameTheLayerOrTheFile) {
    const auto file = test::scratch() / "changing.pt";
    std::filesystem::copy_file(test::convNet().file, file,
                               std::filesystem::copy_options::overwrite_existing);
    const ModelCard card = readCard(cardPath(test::convNet().file));
    const Network network = Network::load(file, card);
    const auto message = [&](const RunPlan& plan, const Assignment* activations) -> std::string {
        try {
            saveTorchScript(network, plan, activations, Rounding::Nearest,
                            test::scratch() / "bad.pt");
        } catch (const Error& error) {
            return error.what();
        }
        return "";
    };
    Assignment blocks(network.layers().size());
    blocks[0].activations = parseFormat("mxint8");
    EXPECT_NE(message(planOf(network, blocks), &blocks).find("layer \"conv1\""), std::string::npos);
    RunPlan unsettled(network.layers().size());
    unsettled[0].outputMeans = {1, 2};
    EXPECT_NE(message(unsettled, nullptr).find("layer \"conv1\""), std::string::npos);
    std::ofstream(file, std::ios::app) << "more";
    EXPECT_NE(message(RunPlan(network.layers().size()), nullptr).find("has changed"),
              std::string::npos);
}

}  // namespace
