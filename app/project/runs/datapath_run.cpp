#include "app/project/runs/datapath_run.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "core/base/error.h"
#include "core/network/layout.h"
#include "core/number/lp.h"
#include "core/number/per_channel.h"

namespace lpstudio {
namespace {

/// Tensors quantized to one LP format, or one for each row, in words of the datapath.
class LpWords {
public:
    /// Throws UsageError naming the layer. `what`: "weights".
    LpWords(const Format& format, const Layer& layer, const std::string& what)
        : quantizer_(format.tensorQuantizer(Rounding::Nearest)) {
        if (const auto* perChannel = dynamic_cast<const PerChannelFormat*>(&format)) {
            if (layer.kind == LayerKind::Linear && layer.weightShape.size() != 2)
                throw UsageError("layer \"" + layer.name +
                                 "\": a stack of weights with one sf a channel; leave "
                                 "--per-channel out, or --datapath");
            for (const FormatPtr& channel : perChannel->channels()) add(*channel, layer, what);
        } else {
            add(format, layer, what);
        }
    }

    /// Calls put(i, word) for every entry. The tensor must hold values of the format only.
    template <class Encode>
    void encode(const Tensor& tensor, const Encode& put) const {
        std::vector<float> values(tensor.values.size());
        std::vector<std::int32_t> codes(tensor.values.size());
        quantizer_->quantize(tensor, values);
        if (!std::equal(values.begin(), values.end(), tensor.values.begin()))
            throw std::logic_error(tensor.name + ": holds values that are no codes of its format");
        quantizer_->encode(tensor, codes);
        const std::size_t row =
            channels_.size() == 1 ? codes.size() : codes.size() / channels_.size();
        for (std::size_t i = 0; i < codes.size(); ++i) {
            const Channel& channel = channels_[i / row];
            put(i, *(channel.words.data() + channel.mostCode + codes[i]));
        }
    }

    /// 1 where all rows are in one format.
    std::size_t channels() const { return channels_.size(); }
    double sf(std::size_t channel) const { return channels_[channel].sf; }

private:
    struct Channel {
        double sf;
        std::int32_t mostCode;
        std::vector<DatapathWord> words;  ///< of the codes -mostCode .. mostCode
    };

    void add(const Format& format, const Layer& layer, const std::string& what) {
        const auto lp = lpParameters(format);
        if (!lp || lp->n > LpOperand::kMaxWidth)
            throw UsageError("layer \"" + layer.name + "\": its " + what + " are in " +
                             format.spec() +
                             "; --datapath computes LP of at most 8 bits: give lp:2 to lp:8, or "
                             "--pin " +
                             layer.name + "=float/float");
        Channel channel{lp->sf, (1 << (lp->n - 1)) - 1, {}};
        for (std::int32_t code = -channel.mostCode; code <= channel.mostCode; ++code)
            channel.words.push_back(packed(decodeOperand(code, lp->n, lp->es, lp->rs)));
        channels_.push_back(std::move(channel));
    }

    std::shared_ptr<const TensorQuantizer> quantizer_;
    std::vector<Channel> channels_;
};

class LpProducts final : public ProductArithmetic {
public:
    LpProducts(std::shared_ptr<const Datapath> datapath, const Layer& layer,
               const LayerFormats& formats, std::stop_token stop)
        : datapath_(std::move(datapath)),
          layer_(layer),
          stop_(std::move(stop)),
          input_(*formats.activations, layer, "activations"),
          operand_(*formats.weights, layer, layer.isProduct() ? "second activations" : "weights") {
        for (std::size_t channel = 0; channel < operand_.channels(); ++channel)
            factors_.push_back(std::exp2(-(input_.sf(0) + operand_.sf(channel))));
    }

    void encodeInput(std::span<const float> values, std::span<Word> words) const override {
        input_.encode({values, {}, "activations of layer \"" + layer_.name + "\""},
                      [&](std::size_t i, Word word) { words[i] = word; });
    }

    void encodeOperand(std::span<const float> values, std::span<Word> words) const override {
        if (layer_.isProduct()) {
            operand_.encode({values, {}, "second activations of layer \"" + layer_.name + "\""},
                            [&](std::size_t i, Word word) { words[i] = word; });
            return;
        }
        const WeightRows rows(layer_, values);
        // Words are small integers and one power of two: float32 holds them all.
        std::vector<float> inRows(values.size());
        operand_.encode(rows.tensor(),
                        [&](std::size_t i, Word word) { inRows[i] = static_cast<float>(word); });
        rows.restore(inRows);
        std::transform(inRows.begin(), inRows.end(), words.begin(),
                       [](float word) { return static_cast<Word>(word); });
    }

    void multiply(const WordProduct& p) const override {
        if (stop_.stop_requested()) throw Cancelled();
        datapath_->multiply({p.m, p.k, p.n, p.a, p.b, p.c});
        const auto factor = [&](std::size_t channel) {
            return factors_[factors_.size() == 1 ? 0 : p.firstChannel + channel];
        };
        for (std::size_t i = 0; i < p.m; ++i)
            for (std::size_t j = 0; j < p.n; ++j)
                p.c[i * p.n + j] *= factor(p.weightsFirst ? i : j);
    }

private:
    std::shared_ptr<const Datapath> datapath_;
    Layer layer_;
    std::stop_token stop_;
    LpWords input_, operand_;
    std::vector<double> factors_;  ///< of the output channels, or one for all
};

}  // namespace

std::vector<std::string> useDatapath(const Network& network, const Assignment& assignment,
                                     const DatapathOptions& options, const std::stop_token& stop,
                                     RunPlan& plan) {
    const auto datapath = std::make_shared<const Datapath>(options);
    std::vector<std::string> inFloat;
    for (const Layer& layer : network.layers()) {
        const auto index = static_cast<std::size_t>(layer.index.value);
        const LayerFormats& formats = assignment.at(index);
        if (!formats.weights && !formats.activations) {
            inFloat.push_back(layer.name);
            continue;
        }
        if (!formats.weights || !formats.activations)
            throw UsageError("layer \"" + layer.name + "\": its " +
                             (formats.weights ? "activations" : "weights") +
                             " are in floating point; --datapath multiplies LP by LP: give both "
                             "--weights and --activations, or --pin " +
                             layer.name + "=float/float");
        plan.at(index).arithmetic =
            std::make_shared<const LpProducts>(datapath, layer, formats, stop);
    }
    if (inFloat.size() == network.layers().size())
        throw UsageError(
            "--datapath: no layer is quantized; give --weights and --activations in LP, or "
            "--config");
    return inFloat;
}

}  // namespace lpstudio
