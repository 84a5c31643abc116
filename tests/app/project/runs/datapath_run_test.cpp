#include "app/project/runs/datapath_run.h"

#include <gtest/gtest.h>

#include <cmath>
#include <map>

#include "app/project/import/images.h"
#include "core/base/error.h"
#include "core/base/paths.h"
#include "core/network/layout.h"
#include "core/number/lp.h"
#include "core/number/per_channel.h"

using namespace lpstudio;
namespace fs = std::filesystem;

namespace {

fs::path example(const std::string& name) {
    return fs::path(LPSTUDIO_SOURCE_DIR) / "resources" / "example" / name;
}

struct Subject {
    explicit Subject(const std::string& name)
        : network(Network::load(example(name), readCard(cardPath(example(name))))) {
        const ModelCard& card = network.card();
        const ImageSet set = loadImages(example("calibration-images-idx3-ubyte.gz").string(),
                                        card.channels, card.height, card.width);
        images = normalised(set, stratifiedSample(set, 6, 1), card);
        calibration.emplace(network, images);
    }
    Assignment fit(const std::string& weights, const std::string& activations,
                   bool perChannel) const {
        return fitted(
            network,
            Assignment(network.layers().size(), {parseFormat(weights), parseFormat(activations)}),
            &*calibration, perChannel);
    }
    Network network;
    std::vector<float> images;
    std::optional<Calibration> calibration;
};

/// What each layer received and gave.
class Seen final : public RunObserver {
public:
    bool wantsOperands() const override { return true; }
    bool wantsOutputs() const override { return true; }
    void onInput(LayerIndex l, const TensorView& v) override { keep(inputs, l, v); }
    void onOutput(LayerIndex l, const TensorView& v) override { keep(outputs, l, v); }
    std::map<int, std::vector<float>> inputs, outputs;
    std::map<int, std::vector<std::int64_t>> shapes;  ///< of the inputs

private:
    void keep(std::map<int, std::vector<float>>& into, LayerIndex l, const TensorView& v) {
        into[l.value].assign(v.values.begin(), v.values.end());
        if (&into == &inputs) shapes[l.value].assign(v.shape.begin(), v.shape.end());
    }
};

std::vector<LpOperand> operands(const Format& format, std::span<const float> values) {
    const LpParameters lp = lpParameters(format).value();
    std::vector<std::int32_t> codes(values.size());
    format.quantizer(Rounding::Nearest).encode(values, codes, "test");
    std::vector<LpOperand> result;
    result.reserve(codes.size());
    for (const std::int32_t code : codes) result.push_back(decodeOperand(code, lp.n, lp.es, lp.rs));
    return result;
}

/// The format of an output channel.
const Format& channelFormat(const FormatPtr& format, std::size_t channel) {
    const auto* perChannel = dynamic_cast<const PerChannelFormat*>(format.get());
    return perChannel == nullptr ? *format : *perChannel->channels().at(channel);
}

/// Convolutions without bias: some outputs computed one by one by the scalar element from the
/// layer's own input.
void expectConvolutionsBitForBit(const Subject& s, bool perChannel,
                                 const DatapathOptions& options) {
    const Assignment assignment = s.fit("lp:4", "lp:8", perChannel);
    WeightCache cache;
    RunPlan plan = makePlan(s.network, assignment, Rounding::Nearest, cache);
    EXPECT_TRUE(useDatapath(s.network, assignment, options, {}, plan).empty());
    Seen seen;
    s.network.run(s.images, plan, &seen);
    const Datapath element(options);
    int checked = 0, nonzero = 0;
    for (const Layer& layer : s.network.layers()) {
        if (layer.kind != LayerKind::Convolution || layer.weightShape[2] != 3) continue;
        const auto index = static_cast<std::size_t>(layer.index.value);
        const LayerFormats& formats = assignment[index];
        const std::int64_t channels = layer.weightShape[1], height = layer.inputShape[1],
                           width = layer.inputShape[2], outputs = layer.outputShape[0],
                           rows = layer.outputShape[1], columns = layer.outputShape[2],
                           stride = height / rows;
        const auto x = operands(*formats.activations, seen.inputs[layer.index.value]);
        const auto& y = seen.outputs[layer.index.value];
        const auto window = [&](std::int64_t image, std::int64_t r, std::int64_t c) {
            std::vector<LpOperand> read;
            for (std::int64_t i = 0; i < channels * 9; ++i) {
                const std::int64_t row = r * stride + i % 9 / 3 - 1,
                                   column = c * stride + i % 3 - 1;
                const std::int64_t at =
                    ((image * channels + i / 9) * height + row) * width + column;
                const bool inside = row >= 0 && row < height && column >= 0 && column < width;
                read.push_back(inside ? x[static_cast<std::size_t>(at)] : LpOperand{});
            }
            return read;
        };
        const double activationSf = lpParameters(*formats.activations)->sf;
        const auto perRow = static_cast<std::size_t>(channels * 9);
        for (std::int64_t o = 0; o < outputs; o += 3) {
            const auto channel = static_cast<std::size_t>(o);
            const Format& format = channelFormat(formats.weights, channel);
            const auto w =
                operands(format, s.network.weights(layer.index).subspan(channel * perRow, perRow));
            const double factor = std::exp2(-(activationSf + lpParameters(format)->sf));
            for (std::int64_t p = 0; p < 2 * rows * columns; p += 23) {
                const std::int64_t image = p / (rows * columns), r = p / columns % rows,
                                   c = p % columns;
                const auto expected =
                    static_cast<float>(element.value(element.dot(w, window(image, r, c))) * factor);
                const std::int64_t at = ((image * outputs + o) * rows + r) * columns + c;
                ASSERT_EQ(y[static_cast<std::size_t>(at)], expected)
                    << layer.name << " " << o << " " << r << " " << c;
                ++checked;
                nonzero += expected != 0 ? 1 : 0;
            }
        }
    }
    EXPECT_GT(checked, 500);
    EXPECT_GT(nonzero, checked / 2);
}

std::string usageMessage(const Subject& s, const Assignment& assignment) {
    WeightCache cache;
    RunPlan plan = makePlan(s.network, assignment, Rounding::Nearest, cache);
    try {
        useDatapath(s.network, assignment, {}, {}, plan);
    } catch (const UsageError& error) {
        return error.what();
    }
    return "accepted";
}

}  // namespace

TEST(DatapathRun, LayersGiveWhatTheScalarElementGives) {
    const Subject resnet("fashion_resnet.pt");
    expectConvolutionsBitForBit(resnet, false, {});
    expectConvolutionsBitForBit(resnet, true, {});
    expectConvolutionsBitForBit(resnet, false, {6, LogConversion::Mitchell, 5});
}

TEST(DatapathRun, ManyBitsGiveTheIdealProducts) {
    // One layer at a time, so that it sees the ideal run's inputs: over a whole network, values
    // next to a threshold round to the next code. Attention products and biases are among them.
    for (const char* name : {"fashion_resnet.pt", "fashion_vit.pt"})
        for (const bool perChannel : {false, true}) {
            const Subject s(name);
            const Assignment assignment = s.fit("lp:6", "lp:8", perChannel);
            WeightCache cache;
            const RunPlan plan = makePlan(s.network, assignment, Rounding::Nearest, cache);
            Seen ideal;
            s.network.run(s.images, plan, &ideal);
            for (const Layer& layer : s.network.layers()) {
                // Root of the mean squared difference over that of the output.
                const auto distance = [&](int bits) {
                    RunPlan all = plan, one = plan;
                    useDatapath(s.network, assignment, {bits, LogConversion::Table, bits}, {}, all);
                    const auto index = static_cast<std::size_t>(layer.index.value);
                    one[index].arithmetic = all[index].arithmetic;
                    Seen seen;
                    s.network.run(s.images, one, &seen);
                    const auto &x = seen.outputs[layer.index.value],
                               &y = ideal.outputs[layer.index.value];
                    double error = 0, scale = 0;
                    for (std::size_t i = 0; i < y.size(); ++i) {
                        error += std::pow(x[i] - y[i], 2);
                        scale += std::pow(y[i], 2);
                    }
                    return std::sqrt(error / scale);
                };
                const double fine = distance(22), coarse = distance(8);
                EXPECT_LT(fine, 2e-5) << name << " " << layer.name;
                EXPECT_GT(coarse, 100 * fine) << name << " " << layer.name;
                EXPECT_LT(coarse, 0.3) << name << " " << layer.name;
            }
        }
}

TEST(DatapathRun, FloatLayersAreNamedAndOtherFormatsRefused) {
    const Subject s("fashion_resnet.pt");
    const auto lp = parseFormat("lp:8,1,4,0");
    const Assignment all(s.network.layers().size(), {lp, lp});
    EXPECT_EQ(usageMessage(s, all), "accepted");
    Assignment pinned = all;
    pinned.front() = {};
    WeightCache cache;
    RunPlan plan = makePlan(s.network, pinned, Rounding::Nearest, cache);
    EXPECT_EQ(useDatapath(s.network, pinned, {}, {}, plan),
              std::vector<std::string>{s.network.layers().front().name});
    EXPECT_EQ(plan.front().arithmetic, nullptr);
    EXPECT_NE(plan.back().arithmetic, nullptr);
    const auto refused = [&](const LayerFormats& formats) {
        Assignment one = all;
        one.back() = formats;
        return usageMessage(s, one);
    };
    EXPECT_NE(refused({lp, nullptr}).find("layer \"fc\": its activations are in floating point"),
              std::string::npos);
    EXPECT_NE(refused({nullptr, lp}).find("layer \"fc\": its weights are in floating point"),
              std::string::npos);
    EXPECT_NE(refused({parseFormat("int:8@0.01"), lp}).find("its weights are in int:8@0.01"),
              std::string::npos);
    EXPECT_NE(refused({lp, parseFormat("posit:8,1@1")}).find("--pin fc=float/float"),
              std::string::npos);
    EXPECT_NE(refused({parseFormat("lp:9,1,4,0"), lp}).find("at most 8 bits"), std::string::npos);
    EXPECT_NE(usageMessage(s, Assignment(all.size())).find("no layer is quantized"),
              std::string::npos);
}

TEST(DatapathRun, StopsWithinAnImage) {
    const Subject s("fashion_resnet.pt");
    const auto lp = parseFormat("lp:8,1,4,0");
    const Assignment all(s.network.layers().size(), {lp, lp});
    WeightCache cache;
    RunPlan plan = makePlan(s.network, all, Rounding::Nearest, cache);
    std::stop_source source;
    useDatapath(s.network, all, {}, source.get_token(), plan);
    EXPECT_NO_THROW(s.network.run(s.images, plan));
    source.request_stop();
    EXPECT_THROW(s.network.run(s.images, plan), Cancelled);
}
