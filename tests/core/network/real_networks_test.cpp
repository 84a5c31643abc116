#include <gtest/gtest.h>

#include <cstdlib>

#include "core/base/paths.h"
#include "core/network/accuracy.h"
#include "core/network/predictions.h"
#include "core/network/quantization.h"
#include "core/study/scorer.h"

// On real networks and images, outside the project: LPSTUDIO_DATA, else ../shared/data. Without
// them these tests are skipped.

using namespace lpstudio;
namespace fs = std::filesystem;

namespace {

fs::path dataFolder() {
    const char* given = std::getenv("LPSTUDIO_DATA");
    return given != nullptr ? fs::path(given) : fs::path(LPSTUDIO_SOURCE_DIR) / "../shared/data";
}

struct Case {
    const char *model, *test, *train;
    double floatTop1;
};
const Case kResNet20{"cifar10_resnet20", "cifar10/test_batch.bin", "cifar10/train_first4000.bin",
                     91.73};
const Case kResNet32{"cifar10_resnet32", "cifar10/test_batch.bin", "cifar10/train_first4000.bin",
                     92.63};
const Case kVit{"mnist_vit", "mnist/t10k-images-idx3-ubyte.gz", "mnist/train-images-idx3-ubyte.gz",
                97.21};

ImageSet read(const fs::path& file) {
    return isIdxName(file) ? readIdx(file) : readCifar10(file);
}

#define SKIP_WITHOUT_DATA()                   \
    if (!fs::exists(dataFolder() / "models")) \
    GTEST_SKIP() << dataFolder() << " is absent; set LPSTUDIO_DATA to run this test"

Network loadNetwork(const Case& c) {
    const fs::path file = dataFolder() / "models" / (std::string(c.model) + ".pt");
    return Network::load(file, readCard(cardPath(file)));
}

/// Top-1 in float and with 8-bit LP weights and activations fitted on 128 training images.
std::pair<double, double> measure(const Case& c, std::size_t limit) {
    const Network network = loadNetwork(c);
    const ImageSet test = read(dataFolder() / c.test), train = read(dataFolder() / c.train);
    const auto images = firstImages(test, limit);
    const double plain = measureAccuracy(network, {}, test, images).top1Percent();
    const Calibration calibration(
        network, normalised(train, stratifiedSample(train, 128, 1), network.card()));
    const Assignment assignment = fitted(
        network, Assignment(network.layers().size(), {parseFormat("lp:8"), parseFormat("lp:8")}),
        &calibration);
    WeightCache cache;
    return {plain, measureAccuracy(network, makePlan(network, assignment, Rounding::Nearest, cache),
                                   test, images)
                       .top1Percent()};
}

void expectFull(const Case& c) {
    const auto [plain, quantized] = measure(c, 0);
    std::printf("%s: float %.2f, lp:8/lp:8 %.2f\n", c.model, plain, quantized);
    EXPECT_NEAR(plain, c.floatTop1, 0.0101);  // one image either way
    EXPECT_NEAR(quantized, plain, 0.5);
}

}  // namespace

TEST(RealNetworks, ResNet20Layers) {
    SKIP_WITHOUT_DATA();
    const Network network = loadNetwork(kResNet20);
    ASSERT_EQ(network.layers().size(), 20U);
    EXPECT_EQ(network.layers()[1].name, "layer1.0.conv1");
    EXPECT_EQ(network.layers().back().kind, LayerKind::Linear);
    EXPECT_EQ(network.layers().back().block, 10);
    EXPECT_EQ(network.macs(), 40551040);
    EXPECT_EQ(network.parameters(), 269722);
}

TEST(RealNetworks, VitLayers) {
    SKIP_WITHOUT_DATA();
    const Network network = loadNetwork(kVit);
    int linear = 0, products = 0;
    for (const Layer& layer : network.layers()) {
        linear += layer.kind == LayerKind::Linear ? 1 : 0;
        products += layer.kind == LayerKind::Matmul ? 1 : 0;
    }
    EXPECT_EQ(linear, 26);
    EXPECT_EQ(products, 12);
    EXPECT_EQ(network.layers()[2].name, "blocks.0.attn");
}

TEST(RealNetworks, MobileNetIsDepthwise) {
    SKIP_WITHOUT_DATA();
    const Network network = loadNetwork({"imagenet_mobilenet_v1_0.25", "", "", 0});
    int depthwise = 0;
    for (const Layer& layer : network.layers())
        depthwise += layer.kind == LayerKind::DepthwiseConvolution ? 1 : 0;
    EXPECT_EQ(depthwise, 13);
    EXPECT_EQ(network.layers()[1].name, "dw.0.0");
    EXPECT_EQ(network.classes(), 1000);
}

TEST(RealNetworks, ThreadsChangeNothing) {
    SKIP_WITHOUT_DATA();
    for (const Case& c : {kResNet20, kVit}) {
        const Network network = loadNetwork(c);
        const ImageSet set = read(dataFolder() / c.test);
        const auto images = firstImages(set, 350);
        const auto pixels = normalised(set, firstImages(set, 100), network.card());
        const auto measured = [&](int threads) {
            const Calibration calibration(network, pixels, {}, {}, threads);
            Assignment assignment(network.layers().size(),
                                  {parseFormat("lp:4"), parseFormat("lp:6")});
            assignment = fitted(network, assignment, &calibration);
            std::vector<double> numbers;
            for (const Layer& layer : network.layers()) {
                const MagnitudeTable::Sums all = calibration.input(layer.index).all();
                numbers.insert(numbers.end(), {all.count, all.sum, all.squares});
                for (const double mean : calibration.outputMeans(layer.index))
                    numbers.push_back(mean);
            }
            WeightCache cache;
            const RunPlan plan = makePlan(network, assignment, Rounding::Nearest, cache);
            const Accuracy accuracy =
                measureAccuracy(network, plan, set, images, 40, {}, {}, threads);
            numbers.push_back(static_cast<double>(accuracy.correct));
            predict(
                network, plan, set, images,
                [&](std::size_t, const std::vector<Prediction>& found) {
                    for (const Prediction& one : found)
                        numbers.insert(numbers.end(), one.probabilities.begin(),
                                       one.probabilities.end());
                },
                40, {}, {}, threads);
            ScorerSettings settings;
            settings.batch = 30;
            settings.threads = threads;
            Scorer scorer(network, pixels, settings);
            numbers.push_back(scorer.score(assignment, LayerIndex(0), {}, threads));
            return numbers;
        };
        const auto expected = measured(1);
        for (const int threads : {2, 3, 7}) EXPECT_EQ(measured(threads), expected) << c.model;
    }
}

TEST(RealNetworks, ResNet20OnAThousandImages) {
    SKIP_WITHOUT_DATA();
    const auto [plain, quantized] = measure(kResNet20, 1000);
    EXPECT_GT(plain, 90);
    EXPECT_NEAR(quantized, plain, 1.0);
}

TEST(RealNetworksSlow, ResNet20) {
    SKIP_WITHOUT_DATA();
    expectFull(kResNet20);
}
TEST(RealNetworksSlow, ResNet32) {
    SKIP_WITHOUT_DATA();
    expectFull(kResNet32);
}
TEST(RealNetworksSlow, Vit) {
    SKIP_WITHOUT_DATA();
    expectFull(kVit);
}
