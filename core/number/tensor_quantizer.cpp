#include "core/number/tensor_quantizer.h"

#include "core/number/format.h"

namespace lpstudio {
namespace {

/// Every entry by itself.
class ElementwiseQuantizer final : public TensorQuantizer {
public:
    explicit ElementwiseQuantizer(Quantizer quantizer) : quantizer_(std::move(quantizer)) {}

    void quantize(const Tensor& tensor, std::span<float> out) const override {
        quantizer_.quantize(tensor.values, out, tensor.name);
    }
    void encode(const Tensor& tensor, std::span<std::int32_t> codes) const override {
        quantizer_.encode(tensor.values, codes, tensor.name);
    }
    Measures measure(const Tensor& tensor, std::span<float> quantized,
                     std::span<std::int32_t> codes) const override {
        return lpstudio::measure(quantizer_, tensor.values, tensor.name, quantized, codes);
    }

private:
    Quantizer quantizer_;
};

}  // namespace

std::shared_ptr<const TensorQuantizer> Format::tensorQuantizer(Rounding rounding) const {
    return std::make_shared<ElementwiseQuantizer>(quantizer(rounding));
}

}  // namespace lpstudio
