#include "core/number/per_channel.h"

#include <algorithm>

#include "core/base/error.h"
#include "core/number/magnitude_table.h"
#include "core/number/measures.h"
#include "core/number/tensor_quantizer.h"

namespace lpstudio {
namespace {

/// Row o of the layout by quantizer o.
class PerChannelQuantizer final : public TensorQuantizer {
public:
    explicit PerChannelQuantizer(std::vector<Quantizer> channels)
        : channels_(std::move(channels)) {}

    void quantize(const Tensor& tensor, std::span<float> out) const override {
        forEachRow(tensor, [&](const Quantizer& quantizer, std::size_t begin, std::size_t size) {
            quantizer.quantize(tensor.values.subspan(begin, size), out.subspan(begin, size),
                               tensor.name);
        });
    }
    void encode(const Tensor& tensor, std::span<std::int32_t> codes) const override {
        forEachRow(tensor, [&](const Quantizer& quantizer, std::size_t begin, std::size_t size) {
            quantizer.encode(tensor.values.subspan(begin, size), codes.subspan(begin, size),
                             tensor.name);
        });
    }
    Measures measure(const Tensor& tensor, std::span<float> quantized,
                     std::span<std::int32_t> codes) const override {
        requireFinite(tensor.values, tensor.name);
        std::int32_t lowest = 0, highest = 0;
        for (const Quantizer& channel : channels_) {
            lowest = std::min(lowest, channel.negative().codes.back());
            highest = std::max(highest, channel.positive().codes.back());
        }
        MeasureSums sums(lowest, highest);
        std::vector<float> ownValues;
        std::vector<std::int32_t> ownCodes;
        forEachRow(tensor, [&](const Quantizer& quantizer, std::size_t begin, std::size_t size) {
            const auto x = tensor.values.subspan(begin, size);
            ownValues.resize(size);
            ownCodes.resize(size);
            const auto q =
                quantized.empty() ? std::span(ownValues) : quantized.subspan(begin, size);
            const auto c = codes.empty() ? std::span(ownCodes) : codes.subspan(begin, size);
            quantizer.quantize(x, q, tensor.name);
            quantizer.encode(x, c, tensor.name);
            sums.add(x, q, c);
        });
        return sums.result();
    }
    bool usesLayout() const override { return true; }

private:
    template <class Work>
    void forEachRow(const Tensor& tensor, const Work& work) const {
        if (tensor.layout.outer != channels_.size())
            throw Error(tensor.name + ": has " + std::to_string(tensor.layout.outer) +
                        " output channels, but its per-channel format was fitted to " +
                        std::to_string(channels_.size()) + "; fit it again");
        const std::size_t row = tensor.values.size() / channels_.size();
        for (std::size_t o = 0; o < channels_.size(); ++o) work(channels_[o], o * row, row);
    }

    std::vector<Quantizer> channels_;
};

}  // namespace

PerChannelFormat::PerChannelFormat(std::string spec, std::vector<FormatPtr> channels)
    : spec_(std::move(spec)), channels_(std::move(channels)) {
    if (channels_.empty()) throw UsageError(spec_ + ": a per-channel format needs a channel");
}

std::vector<CodePoint> PerChannelFormat::codebook() const {
    throw UsageError(spec_ + " has one codebook a channel; list a channel's own spec");
}
FormatPtr PerChannelFormat::fit(const MagnitudeTable&) const {
    return std::make_shared<PerChannelFormat>(*this);
}
Quantizer PerChannelFormat::quantizer(Rounding) const {
    throw UsageError(spec_ + " has one quantizer a channel; it applies to whole weights only");
}
std::shared_ptr<const TensorQuantizer> PerChannelFormat::tensorQuantizer(Rounding rounding) const {
    std::vector<Quantizer> quantizers;
    quantizers.reserve(channels_.size());
    for (const FormatPtr& channel : channels_) quantizers.push_back(channel->quantizer(rounding));
    return std::make_shared<PerChannelQuantizer>(std::move(quantizers));
}

FormatPtr fitPerChannel(const FormatPtr& family, const Tensor& tensor,
                        const MagnitudeTable& table) {
    if (family->isFitted() || tensor.layout.outer == 0 || tensor.values.empty()) return family;
    FormatPtr perTensor = family->fit(table);
    const FormatPtr unscaled = perTensor->unscaled();
    if (!unscaled) return perTensor;
    const std::size_t row = tensor.values.size() / tensor.layout.outer;
    std::vector<FormatPtr> channels;
    channels.reserve(tensor.layout.outer);
    for (std::size_t o = 0; o < tensor.layout.outer; ++o)
        channels.push_back(unscaled->fit(MagnitudeTable(tensor.values.subspan(o * row, row))));
    return std::make_shared<PerChannelFormat>(unscaled->spec() + "@per-channel",
                                              std::move(channels));
}

}  // namespace lpstudio
