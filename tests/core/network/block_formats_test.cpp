#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "core/base/error.h"
#include "core/base/text.h"
#include "core/network/layout.h"
#include "core/network/quantization.h"
#include "core/network/weight_comparison.h"
#include "core/number/per_channel.h"
#include "tests/core/network/test_models.h"

// Networks in formats whose result depends on where an entry stands (shared scales along the
// reduction axis, scales a channel) against a second computation in float64 that shares neither the
// formats nor the layouts.

using namespace lpstudio;

namespace {

using Values = std::vector<double>;
/// Positions of a tensor in the order in which a product sums them.
using Line = std::vector<std::size_t>;

/// An element format of OCP Microscaling 1.0, section 5.3: magnitudes in the order of their codes.
struct Element {
    int largestExponent = 0;
    Values magnitudes;

    /// `exponentBits`, `mantissaBits` and `bias` of a small float with subnormals, up to `largest`.
    static Element small(int exponentBits, int mantissaBits, int bias, double largest) {
        Element e;
        for (int code = 0; code < 1 << (exponentBits + mantissaBits); ++code) {
            const int field = code >> mantissaBits, m = code & ((1 << mantissaBits) - 1);
            const double value =
                field == 0 ? std::ldexp(m, 1 - bias - mantissaBits)
                           : std::ldexp(m + (1 << mantissaBits), field - bias - mantissaBits);
            if (value <= largest) e.magnitudes.push_back(value);
        }
        e.largestExponent = std::ilogb(largest);
        return e;
    }
    double nearest(double x) const {
        std::size_t best = 0;
        for (std::size_t i = 1; i < magnitudes.size(); ++i) {
            const double now = std::fabs(x - magnitudes[i]),
                         before = std::fabs(x - magnitudes[best]);
            if (now < before || (now == before && i % 2 == 0)) best = i;
        }
        return magnitudes[best];
    }
};

const Element& fp4() {
    static const Element e{2, {0, 0.5, 1, 1.5, 2, 3, 4, 6}};
    return e;
}
const Element& fp6e3m2() {
    static const Element e = Element::small(3, 2, 3, 28);
    return e;
}
const Element& fp8e4m3() {
    static const Element e = Element::small(4, 3, 7, 448);
    return e;
}

/// Section 6.3: the shared scale of 32 entries is the largest power of two at or below their
/// largest magnitude, divided by the largest power of two of the element format.
Values shared(const Values& x, const std::vector<Line>& lines, const Element& element) {
    Values y(x.size(), NAN);
    for (const Line& line : lines)
        for (std::size_t begin = 0; begin < line.size(); begin += 32) {
            const std::size_t end = std::min(begin + 32, line.size());
            double largest = 0;
            for (std::size_t i = begin; i < end; ++i)
                largest = std::max(largest,
                                   std::fabs(static_cast<double>(static_cast<float>(x[line[i]]))));
            const int exponent =
                largest > 0 ? std::max(std::ilogb(largest) - element.largestExponent, -127) : 0;
            for (std::size_t i = begin; i < end; ++i) {
                const double v = static_cast<float>(x[line[i]]);
                y[line[i]] = std::copysign(
                    std::ldexp(element.nearest(std::ldexp(std::fabs(v), -exponent)), exponent), v);
            }
        }
    return y;
}

/// Lines of a tensor a x b x c summed over b.
std::vector<Line> middle(std::size_t a, std::size_t b, std::size_t c) {
    std::vector<Line> lines;
    for (std::size_t i = 0; i < a; ++i)
        for (std::size_t k = 0; k < c; ++k) {
            Line line;
            for (std::size_t j = 0; j < b; ++j) line.push_back((i * b + j) * c + k);
            lines.push_back(line);
        }
    return lines;
}

/// 40 x 4 x 4 images: convolution 40 -> 36, 16 tokens, linear 36 -> 40, two products of
/// activations, matmul with a weight (40 in, 5 out).
Network mixedNet() {
    const auto file =
        test::scriptedNet("mixed",
                          R"(    y = torch.conv2d(x, self.a, None, [1, 1], [1, 1], [1, 1], 1)
    t = y.reshape([x.size(0), 36, 16]).transpose(1, 2)
    t = torch.linear(t, self.b)
    s = torch.matmul(t, t.transpose(1, 2))
    z = torch.bmm(s, t)
    return torch.matmul(torch.mean(z, [1]), self.c)
)",
                          {{"a", {36, 40, 3, 3}}, {"b", {40, 36}}, {"c", {40, 5}}}, {40, 4, 4});
    return Network::load(file, readCard(cardPath(file)), Precision::Double);
}

/// 80 x 2 x 2 images: transposed convolution 80 -> 6 in two groups, mean over positions.
Network transposedNet() {
    const auto file = test::scriptedNet(
        "transposed",
        "    y = torch.conv_transpose2d(x, self.a, None, [2, 2], [0, 0], [0, 0], 2, [1, 1])\n"
        "    return torch.mean(y, [2, 3])\n",
        {{"a", {80, 3, 2, 2}}}, {80, 2, 2});
    return Network::load(file, readCard(cardPath(file)), Precision::Double);
}

/// What the mixed network computes for one image; `round(x, lines)` stands where a layer takes an
/// activation.
template <class Round>
Values mixedForward(const Values& image, const Values& a, const Values& b, const Values& c,
                    const Round& round) {
    const Values x = round(image, middle(1, 40, 16));
    Values tokens(16 * 36);
    for (std::size_t o = 0; o < 36; ++o)
        for (int r = 0; r < 4; ++r)
            for (int col = 0; col < 4; ++col) {
                double sum = 0;
                for (std::size_t i = 0; i < 40; ++i)
                    for (int kr = -1; kr <= 1; ++kr)
                        for (int kc = -1; kc <= 1; ++kc)
                            if (r + kr >= 0 && r + kr < 4 && col + kc >= 0 && col + kc < 4)
                                sum +=
                                    x[i * 16 + static_cast<std::size_t>((r + kr) * 4 + col + kc)] *
                                    a[(o * 40 + i) * 9 +
                                      static_cast<std::size_t>((kr + 1) * 3 + kc + 1)];
                tokens[static_cast<std::size_t>(r * 4 + col) * 36 + o] = sum;
            }
    tokens = round(tokens, middle(16, 36, 1));
    Values t(16 * 40);
    for (std::size_t n = 0; n < 16; ++n)
        for (std::size_t o = 0; o < 40; ++o)
            for (std::size_t i = 0; i < 36; ++i)
                t[n * 40 + o] += tokens[n * 36 + i] * b[o * 36 + i];
    const Values left = round(t, middle(16, 40, 1));
    // The second operand is t transposed, 40 x 16, summed over the 40.
    Values turned(40 * 16);
    for (std::size_t n = 0; n < 16; ++n)
        for (std::size_t i = 0; i < 40; ++i) turned[i * 16 + n] = t[n * 40 + i];
    turned = round(turned, middle(1, 40, 16));
    Values scores(16 * 16);
    for (std::size_t n = 0; n < 16; ++n)
        for (std::size_t m = 0; m < 16; ++m)
            for (std::size_t i = 0; i < 40; ++i)
                scores[n * 16 + m] += left[n * 40 + i] * turned[i * 16 + m];
    scores = round(scores, middle(16, 16, 1));
    const Values right = round(t, middle(1, 16, 40));
    Values pooled(40);
    for (std::size_t n = 0; n < 16; ++n)
        for (std::size_t o = 0; o < 40; ++o)
            for (std::size_t m = 0; m < 16; ++m)
                pooled[o] += scores[n * 16 + m] * right[m * 40 + o] / 16;
    pooled = round(pooled, middle(1, 40, 1));
    Values logits(5);
    for (std::size_t o = 0; o < 5; ++o)
        for (std::size_t i = 0; i < 40; ++i) logits[o] += pooled[i] * c[i * 5 + o];
    return logits;
}

template <class Round>
Values transposedForward(const Values& image, const Values& a, const Round& round) {
    const Values x = round(image, middle(1, 80, 4));
    Values logits(6);
    for (std::size_t o = 0; o < 6; ++o)
        for (std::size_t i = o / 3 * 40; i < o / 3 * 40 + 40; ++i)
            for (std::size_t p = 0; p < 4; ++p)
                for (std::size_t k = 0; k < 4; ++k)
                    logits[o] += x[i * 4 + p] * a[(i * 3 + o % 3) * 4 + k] / 16;
    return logits;
}

Values weightsOf(const Network& network, int layer) {
    const auto weights = network.weights(LayerIndex(layer));
    return {weights.begin(), weights.end()};
}

Values imageOf(const std::vector<float>& images, std::size_t image, std::size_t size) {
    const auto begin = images.begin() + static_cast<std::ptrdiff_t>(image * size);
    return {begin, begin + static_cast<std::ptrdiff_t>(size)};
}

void expectLogits(const std::vector<double>& logits, std::size_t image, const Values& expected) {
    for (std::size_t i = 0; i < expected.size(); ++i)
        EXPECT_NEAR(logits[image * expected.size() + i], expected[i],
                    1e-9 * (1 + std::fabs(expected[i])))
            << "image " << image;
}

const auto kAsItIs = [](const Values& x, const std::vector<Line>&) { return x; };

/// Weights summed over line by line in another way, in `int:4` with the scale of each output
/// channel, which the fitted spec tells.
Values uniform(const Values& x, const std::vector<Line>& channels, const FormatPtr& format) {
    const auto* perChannel = dynamic_cast<const PerChannelFormat*>(format.get());
    Values y(x.size(), NAN);
    if (perChannel == nullptr || perChannel->channels().size() != channels.size()) {
        ADD_FAILURE() << format->spec() << " is not per channel, or not of " << channels.size();
        return y;
    }
    for (std::size_t c = 0; c < channels.size(); ++c) {
        const std::string spec = perChannel->channels()[c]->spec();
        EXPECT_EQ(spec.substr(0, 6), "int:4@");
        const double scale = std::stod(spec.substr(6));
        for (const std::size_t i : channels[c])
            y[i] = static_cast<float>(std::clamp(std::nearbyint(x[i] / scale), -7.0, 7.0) * scale);
    }
    return y;
}

}  // namespace

TEST(BlockFormats, AMixedNetworkEqualsASecondComputation) {
    const Network network = mixedNet();
    ASSERT_EQ(network.layers().size(), 5U);
    EXPECT_FALSE(network.layers()[1].weightTransposed);
    EXPECT_TRUE(network.layers()[4].weightTransposed);
    const FormatPtr weights = parseFormat("mxfp4"), activations = parseFormat("mxfp8e4m3"),
                    operands = parseFormat("mxfp6e3m2");
    Assignment assignment(5, {weights, activations});
    assignment[2].weights = assignment[3].weights = operands;
    // Nothing to fit, so no calibration is needed.
    assignment = fitted(network, assignment, nullptr);
    EXPECT_EQ(assignment[0].weights, weights);
    EXPECT_DOUBLE_EQ(meanWeightBits(network, assignment), 4.25);
    EXPECT_DOUBLE_EQ(meanActivationBits(network, assignment), 8.25);

    WeightCache cache;
    const std::size_t count = 64;
    const auto images = test::randomImages(network.card(), count, 5);
    const auto logits =
        network.run(images, makePlan(network, assignment, Rounding::Nearest, cache));

    const Values a = shared(weightsOf(network, 0), middle(36, 360, 1), fp4()),
                 b = shared(weightsOf(network, 1), middle(40, 36, 1), fp4()),
                 c = shared(weightsOf(network, 4), middle(1, 40, 5), fp4());
    for (std::size_t image = 0; image < count; ++image) {
        int activation = 0;
        expectLogits(logits, image,
                     mixedForward(imageOf(images, image, 640), a, b, c,
                                  [&](const Values& x, const std::vector<Line>& lines) {
                                      // The fourth and the sixth are second operands.
                                      const int position = activation++;
                                      return shared(
                                          x, lines,
                                          position == 3 || position == 5 ? fp6e3m2() : fp8e4m3());
                                  }));
    }
}

TEST(BlockFormats, ATransposedConvolutionSumsOverTheInputChannelsOfItsGroup) {
    const Network network = transposedNet();
    ASSERT_EQ(network.layers().size(), 1U);
    ASSERT_EQ(network.layers()[0].groups, 2);
    EXPECT_EQ(network.layers()[0].product.k, 40);
    const FormatPtr format = parseFormat("mxfp4");
    WeightCache cache;
    const auto images = test::randomImages(network.card(), 7, 6);
    const auto logits = network.run(
        images, makePlan(network, {{format, parseFormat("mxfp6e3m2")}}, Rounding::Nearest, cache));
    const Values a = shared(weightsOf(network, 0), middle(2, 40, 12), fp4());
    for (std::size_t image = 0; image < 7; ++image)
        expectLogits(logits, image,
                     transposedForward(imageOf(images, image, 320), a,
                                       [](const Values& x, const std::vector<Line>& lines) {
                                           return shared(x, lines, fp6e3m2());
                                       }));

    // The weight in the model's own order gives the same as its rows.
    const auto stored = network.weights(LayerIndex(0));
    std::vector<float> direct(stored.size());
    format->tensorQuantizer(Rounding::Nearest)
        ->quantize({stored, weightLayout(network.layers()[0]), "w"}, direct);
    EXPECT_EQ(*cache.quantized(network, LayerIndex(0), *format, Rounding::Nearest), direct);
}

TEST(PerChannel, AMixedNetworkEqualsASecondComputation) {
    const Network network = mixedNet();
    Assignment assignment(5, {parseFormat("int:4"), nullptr});
    assignment[2].weights = assignment[3].weights = nullptr;
    assignment = fitted(network, assignment, nullptr, true);
    WeightCache cache;
    const auto images = test::randomImages(network.card(), 5, 7);
    RunPlan plan = makePlan(network, assignment, Rounding::Nearest, cache);
    const auto logits = network.run(images, plan);
    std::vector<Line> outputs(5);
    for (std::size_t o = 0; o < 5; ++o)
        for (std::size_t i = 0; i < 40; ++i) outputs[o].push_back(i * 5 + o);
    const Values a = uniform(weightsOf(network, 0), middle(36, 360, 1), assignment[0].weights),
                 b = uniform(weightsOf(network, 1), middle(40, 36, 1), assignment[1].weights),
                 c = uniform(weightsOf(network, 4), outputs, assignment[4].weights);
    for (std::size_t image = 0; image < 5; ++image)
        expectLogits(logits, image, mixedForward(imageOf(images, image, 640), a, b, c, kAsItIs));
    EXPECT_DOUBLE_EQ(meanWeightBits(network, assignment), 4);
}

TEST(PerChannel, ATransposedConvolutionHasOneScaleForEachOutputChannel) {
    const Network network = transposedNet();
    const Assignment assignment = fitted(network, {{parseFormat("int:4"), nullptr}}, nullptr, true);
    WeightCache cache;
    const auto images = test::randomImages(network.card(), 3, 8);
    const auto logits =
        network.run(images, makePlan(network, assignment, Rounding::Nearest, cache));
    std::vector<Line> outputs(6);
    for (std::size_t o = 0; o < 6; ++o)
        for (std::size_t i = o / 3 * 40; i < o / 3 * 40 + 40; ++i)
            for (std::size_t k = 0; k < 4; ++k) outputs[o].push_back((i * 3 + o % 3) * 4 + k);
    const Values a = uniform(weightsOf(network, 0), outputs, assignment[0].weights);
    for (std::size_t image = 0; image < 3; ++image)
        expectLogits(logits, image, transposedForward(imageOf(images, image, 320), a, kAsItIs));
}

TEST(PerChannel, LeavesActivationsAndFixedFormatsAlone) {
    const Network network = mixedNet();
    const auto images = test::randomImages(network.card(), 4, 9);
    const Calibration calibration(network, images);
    Assignment assignment(5, {parseFormat("lp:4"), parseFormat("lp:6")});
    assignment[0].weights = parseFormat("int:4@0.1");
    assignment[1].weights = parseFormat("mxfp4");
    const Assignment whole = fitted(network, assignment, &calibration),
                     channels = fitted(network, assignment, &calibration, true);
    for (std::size_t i = 0; i < 5; ++i) {
        EXPECT_EQ(channels[i].activations->spec(), whole[i].activations->spec());
        if (i < 4) {
            EXPECT_EQ(channels[i].weights->spec(), whole[i].weights->spec());
        }
    }
    EXPECT_NE(dynamic_cast<const PerChannelFormat*>(channels[4].weights.get()), nullptr);
}

TEST(WeightComparison, HoldsWhatItsFormatsMeasure) {
    const auto file = test::attentionNet();
    const Network network = Network::load(file, readCard(cardPath(file)));
    const std::vector<int> widths{4, 8};
    const auto comparison = compareWeightFormats(network, widths, true);
    std::vector<std::string> names;
    for (const WeightComparison& layer : comparison) {
        const Layer& described = network.layers()[static_cast<std::size_t>(layer.layer.value)];
        names.push_back(described.name);
        ASSERT_EQ(layer.results.size(), layer.perTensorSqnrDb.size());
        ASSERT_FALSE(layer.results.empty());
        EXPECT_EQ(layer.results.front().family, "lp");
        const WeightRows rows(described, network.weights(layer.layer));
        for (std::size_t i = 0; i < layer.results.size(); ++i) {
            const FamilyResult& result = layer.results[i];
            ASSERT_TRUE(result.format && result.format->isFitted());
            const double measured =
                result.format->tensorQuantizer(Rounding::Nearest)->measure(rows.tensor()).sqnrDb;
            EXPECT_NEAR(result.sqnrDb, measured, 0.01) << result.format->spec();
            // A scale a channel is no worse, but for the steps in which scales are sought.
            EXPECT_GE(result.sqnrDb, layer.perTensorSqnrDb[i] - 0.05) << result.format->spec();
        }
    }
    EXPECT_EQ(names, (std::vector<std::string>{"embed", "blocks.0.attn.qkv", "blocks.0.fc1",
                                               "blocks.0.fc2", "head"}));
}

TEST(WeightComparison, IsTheSameOnOneThreadAndStops) {
    const Network network =
        Network::load(test::convNet().file, readCard(cardPath(test::convNet().file)));
    const std::vector<int> widths{3, 6};
    std::size_t last = 0;
    const auto lines = [&](int threads) {
        std::vector<std::string> text;
        last = 0;
        for (const WeightComparison& layer : compareWeightFormats(
                 network, widths, false, {}, [&](const Progress& p) { EXPECT_EQ(p.done, ++last); },
                 threads))
            for (const FamilyResult& r : layer.results)
                text.push_back(std::to_string(layer.layer.value) + r.format->spec() +
                               shortestText(r.sqnrDb));
        return text;
    };
    const auto serial = lines(1);
    EXPECT_EQ(last, 4U);
    for (const int threads : {0, 2, 3, 7}) EXPECT_EQ(serial, lines(threads));

    std::stop_source stop;
    stop.request_stop();
    EXPECT_THROW(compareWeightFormats(network, widths, false, stop.get_token()), Cancelled);
    const std::vector<int> wrong{17};
    EXPECT_THROW(compareWeightFormats(network, wrong, false), UsageError);
}

TEST(WeightComparison, MeansAreOverTheSameLayersForAllFormats) {
    const FormatPtr format = parseFormat("int:4@1");
    const std::vector<WeightComparison> comparison{
        {LayerIndex(0), {{"lp", 4, format, 20}, {"int", 4, format, 10}}, {18, 6}},
        {LayerIndex(1), {{"lp", 4, format, INFINITY}, {"int", 4, format, 20}}, {INFINITY, 8}}};
    const auto means = meanOverLayers(comparison);
    ASSERT_EQ(means.size(), 2U);
    EXPECT_EQ(means[0].family, "lp");
    EXPECT_DOUBLE_EQ(means[0].sqnrDb, 20);
    EXPECT_DOUBLE_EQ(means[0].perTensorSqnrDb, 18);
    // Not 15: the second layer, which lp holds exactly, is left out for both.
    EXPECT_DOUBLE_EQ(means[1].sqnrDb, 10);
    EXPECT_DOUBLE_EQ(means[1].perTensorSqnrDb, 6);
    EXPECT_EQ(leftOutOfMeans(comparison), std::vector<LayerIndex>{LayerIndex(1)});
}

TEST(WeightComparison, MeansOfLayersThatSomeFormatHoldsExactlyAreInfiniteForIt) {
    const FormatPtr format = parseFormat("int:4@1");
    const std::vector<WeightComparison> comparison{
        {LayerIndex(0), {{"lp", 4, format, INFINITY}, {"int", 4, format, 10}}, {}},
        {LayerIndex(1), {{"lp", 4, format, INFINITY}, {"int", 4, format, 20}}, {}}};
    const auto means = meanOverLayers(comparison);
    EXPECT_TRUE(leftOutOfMeans(comparison).empty());
    EXPECT_EQ(means[0].sqnrDb, INFINITY);
    EXPECT_DOUBLE_EQ(means[1].sqnrDb, 15);
}
