#pragma once

#include <vector>

#include "core/number/format.h"
#include "core/number/tensor_quantizer.h"

namespace lpstudio {

/// One format per output channel (row of the tensor's layout): the same format with a scale (sf,
/// bias) of its own for each, to see what one format per layer costs. Its spec ends in
/// "@per-channel"
/// ("int:4@per-channel", "lp:8,2,3@per-channel"): a report, not something that parses.
class PerChannelFormat final : public Format {
public:
    /// `channels`: fitted formats, one a channel, all of the same width.
    PerChannelFormat(std::string spec, std::vector<FormatPtr> channels);

    std::string spec() const override { return spec_; }
    int bits() const override { return channels_.front()->bits(); }
    double storageBits() const override { return channels_.front()->storageBits(); }
    bool isFitted() const override { return true; }
    /// Throws UsageError: there is one codebook a channel.
    std::vector<CodePoint> codebook() const override;
    FormatPtr fit(const MagnitudeTable&) const override;
    Quantizer quantizer(Rounding rounding) const override;
    std::shared_ptr<const TensorQuantizer> tensorQuantizer(Rounding rounding) const override;

    const std::vector<FormatPtr>& channels() const { return channels_; }

private:
    std::string spec_;
    std::vector<FormatPtr> channels_;
};

/// Fits `family` to the tensor with one scale a channel: parameters other than scale, sf and bias
/// are fitted to the whole tensor first. A format that is already fitted, or has no scale to fit
/// (MX), is returned as it is.
FormatPtr fitPerChannel(const FormatPtr& family, const Tensor& tensor, const MagnitudeTable& table);

}  // namespace lpstudio
