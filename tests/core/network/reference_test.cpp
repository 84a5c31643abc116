#include <gtest/gtest.h>

#include <cmath>

#include "core/network/quantization.h"
#include "core/number/lp.h"
#include "tests/core/network/test_models.h"
#include "tests/core/number/lp_oracle.h"

// The quantized run against a second computation, layer by layer in float64, with the brute-force
// LP oracle in place of the quantizer.

using namespace lpstudio;

namespace {

using Values = std::vector<double>;

struct OracleFormat {
    std::vector<oracle::Code> codes;
    explicit OracleFormat(const LpParameters& p) : codes(oracle::codebook(p.n, p.es, p.rs, p.sf)) {}
    /// What the format makes of x after it was rounded to float32.
    double operator()(double x) const {
        return static_cast<double>(
            static_cast<float>(oracle::nearest(codes, static_cast<float>(x)).value));
    }
};

Values quantized(const Values& x, const LpParameters& p) {
    const OracleFormat format(p);
    Values y;
    for (const double v : x) y.push_back(format(v));
    return y;
}

Values widened(const std::vector<float>& x) {
    return {x.begin(), x.end()};
}

/// One image, channels x height x width; 3x3 kernel, padding 1.
Values convolve(const Values& x, int channels, int size, const Values& w, int outputs, int groups,
                int stride) {
    const int out = size / stride, perGroup = channels / groups;
    Values y(static_cast<std::size_t>(outputs * out * out));
    for (int o = 0; o < outputs; ++o)
        for (int r = 0; r < out; ++r)
            for (int c = 0; c < out; ++c) {
                double sum = 0;
                for (int i = 0; i < perGroup; ++i)
                    for (int kr = 0; kr < 3; ++kr)
                        for (int kc = 0; kc < 3; ++kc) {
                            const int row = r * stride + kr - 1, column = c * stride + kc - 1;
                            if (row < 0 || column < 0 || row >= size || column >= size) continue;
                            const int channel = o / (outputs / groups) * perGroup + i;
                            sum +=
                                x[static_cast<std::size_t>((channel * size + row) * size +
                                                           column)] *
                                w[static_cast<std::size_t>(((o * perGroup + i) * 3 + kr) * 3 + kc)];
                        }
                y[static_cast<std::size_t>((o * out + r) * out + c)] = sum;
            }
    return y;
}

Values relu(Values x) {
    for (double& v : x) v = std::max(v, 0.0);
    return x;
}

}  // namespace

TEST(QuantizedRun, EqualsALayerByLayerComputationInFloat64) {
    const test::ConvNet& net = test::convNet();
    const Network network =
        Network::load(net.file, readCard(cardPath(net.file)), Precision::Double);
    const LpParameters weights[] = {{4, 1, 2, 1.5}, {8, 2, 7, 2}, {3, 0, 2, 2.25}, {6, 1, 3, 1}};
    const LpParameters inputs[] = {{8, 1, 4, 0}, {6, 1, 3, 0.5}, {8, 0, 7, 0.25}, {5, 0, 3, 1}};
    Assignment assignment;
    for (int i = 0; i < 4; ++i)
        assignment.push_back(
            {std::make_shared<LpFormat>(weights[i]), std::make_shared<LpFormat>(inputs[i])});
    WeightCache cache;
    const std::size_t count = 20;
    const auto images = test::randomImages(network.card(), count, 9);
    const auto logits =
        network.run(images, makePlan(network, assignment, Rounding::Nearest, cache));

    const Values conv1 = quantized(widened(net.conv1), weights[0]),
                 depth = quantized(widened(net.depth), weights[1]),
                 group = quantized(widened(net.group), weights[2]),
                 fc = quantized(widened(net.fc), weights[3]);
    for (std::size_t image = 0; image < count; ++image) {
        Values x(images.begin() + static_cast<std::ptrdiff_t>(image * 192),
                 images.begin() + static_cast<std::ptrdiff_t>((image + 1) * 192));
        x = convolve(quantized(x, inputs[0]), 3, 8, conv1, 8, 1, 1);
        for (std::size_t c = 0; c < 8; ++c)
            for (std::size_t i = 0; i < 64; ++i)
                x[c * 64 + i] = (x[c * 64 + i] - net.mean[c]) /
                                    std::sqrt(static_cast<double>(net.variance[c]) + 1e-5) *
                                    net.scale[c] +
                                net.shift[c];
        x = relu(convolve(quantized(relu(x), inputs[1]), 8, 8, depth, 8, 8, 1));
        x = relu(convolve(quantized(x, inputs[2]), 8, 8, group, 12, 2, 2));
        Values pooled(12);
        for (std::size_t c = 0; c < 12; ++c)
            for (std::size_t i = 0; i < 16; ++i) pooled[c] += x[c * 16 + i] / 16;
        pooled = quantized(pooled, inputs[3]);
        for (std::size_t o = 0; o < 5; ++o) {
            double sum = net.fcBias[o];
            for (std::size_t c = 0; c < 12; ++c) sum += pooled[c] * fc[o * 12 + c];
            EXPECT_NEAR(logits[image * 5 + o], sum, 1e-9) << "image " << image;
        }
    }
}

TEST(QuantizedRun, BothOperandsOfAttentionProductsAreQuantized) {
    const auto file = test::attentionNet();
    const Network network = Network::load(file, readCard(cardPath(file)), Precision::Double);
    const auto images = test::randomImages(network.card(), 3);
    // Only the first product quantized, first operand and second in turn: what it computes must be
    // the product of the rounded operands.
    class Recorder final : public RunObserver {
    public:
        bool wantsOperands() const override { return true; }
        bool wantsOutputs() const override { return true; }
        void onInput(LayerIndex l, const TensorView& v) override { keep(l, v, first); }
        void onOperand(LayerIndex l, const TensorView& v) override { keep(l, v, second); }
        void onOutput(LayerIndex l, const TensorView& v) override { keep(l, v, result); }
        std::vector<float> first, second, result;

    private:
        static void keep(LayerIndex l, const TensorView& v, std::vector<float>& target) {
            if (l.value == 2) target.assign(v.values.begin(), v.values.end());
        }
    };
    const LpParameters a{4, 0, 3, 0.25}, b{3, 0, 2, -0.5};
    Assignment assignment(network.layers().size());
    assignment[2] = {std::make_shared<LpFormat>(b), std::make_shared<LpFormat>(a)};
    WeightCache cache;
    Recorder recorder;
    network.run(images, makePlan(network, assignment, Rounding::Nearest, cache), &recorder);
    const Values x = quantized(widened(recorder.first), a),
                 y = quantized(widened(recorder.second), b);
    // (3, 2, 4, 4) by (3, 2, 4, 4).
    for (std::size_t p = 0; p < 6; ++p)
        for (std::size_t r = 0; r < 4; ++r)
            for (std::size_t c = 0; c < 4; ++c) {
                double sum = 0;
                for (std::size_t k = 0; k < 4; ++k)
                    sum += x[p * 16 + r * 4 + k] * y[p * 16 + k * 4 + c];
                EXPECT_NEAR(recorder.result[p * 16 + r * 4 + c], sum, 1e-5 * (1 + std::fabs(sum)));
            }
}
