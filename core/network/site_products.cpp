#include "core/network/site_products.h"

#include <ATen/ATen.h>
#include <ATen/ExpandUtils.h>

#include <algorithm>
#include <array>
#include <vector>

#include "core/network/network.h"

namespace lpstudio {
namespace {

using Word = ProductArithmetic::Word;

std::size_t size(const at::Tensor& tensor) {
    return static_cast<std::size_t>(tensor.numel());
}

/// Words of a tensor, in its shape.
template <class Encode>
at::Tensor encoded(const at::Tensor& tensor, const Encode& encode) {
    static_assert(sizeof(Word) == sizeof(std::int32_t));
    const at::Tensor plain = tensor.to(at::kFloat).contiguous();
    at::Tensor words = at::empty(plain.sizes(), at::kInt);
    encode(std::span<const float>(plain.data_ptr<float>(), size(plain)),
           std::span<Word>(words.data_ptr<std::int32_t>(), size(plain)));
    return words;
}

/// Sizes along depth, height and width; a convolution of fewer axes has depth (and height) 1.
using Axes = std::array<std::int64_t, 3>;

Axes lastAxes(at::IntArrayRef sizes, std::size_t count, std::int64_t fill) {
    Axes axes{fill, fill, fill};
    for (std::size_t i = 0; i < count; ++i)
        // One entry may stand for all axes.
        axes[3 - count + i] = sizes.size() == 1 ? sizes[0] : sizes[sizes.size() - count + i];
    return axes;
}

std::int64_t volume(const Axes& axes) {
    return axes[0] * axes[1] * axes[2];
}

/// How output positions meet the input: position p, kernel position q read the input at
/// p * stride + q * dilation - padding.
struct Walk {
    Axes input, kernel, output, stride, padding, dilation;
};

/// The rows (input channel, kernel position) of one group's product for the output positions
/// [begin, end): what each position reads, `zero` outside the input.
void gather(const Walk& walk, const Word* input, std::int64_t channels, std::int64_t begin,
            std::int64_t end, Word zero, std::vector<Word>& rows) {
    const std::int64_t count = end - begin;
    rows.resize(static_cast<std::size_t>(channels * volume(walk.kernel) * count));
    // Where each position's window begins.
    std::vector<Axes> origins(static_cast<std::size_t>(count));
    for (std::int64_t i = 0; i < count; ++i) {
        std::int64_t rest = begin + i;
        for (std::size_t axis = 3; axis-- > 0;) {
            origins[static_cast<std::size_t>(i)][axis] =
                rest % walk.output[axis] * walk.stride[axis] - walk.padding[axis];
            rest /= walk.output[axis];
        }
    }
    const std::int64_t plane = volume(walk.input), line = walk.input[2];
    Word* to = rows.data();
    for (std::int64_t c = 0; c < channels; ++c)
        for (std::int64_t q0 = 0; q0 < walk.kernel[0]; ++q0)
            for (std::int64_t q1 = 0; q1 < walk.kernel[1]; ++q1)
                for (std::int64_t q2 = 0; q2 < walk.kernel[2]; ++q2)
                    for (const Axes& origin : origins) {
                        const std::int64_t x0 = origin[0] + q0 * walk.dilation[0],
                                           x1 = origin[1] + q1 * walk.dilation[1],
                                           x2 = origin[2] + q2 * walk.dilation[2];
                        const bool inside = x0 >= 0 && x0 < walk.input[0] && x1 >= 0 &&
                                            x1 < walk.input[1] && x2 >= 0 && x2 < walk.input[2];
                        *to++ = inside ? input[c * plane + (x0 * walk.input[1] + x1) * line + x2]
                                       : zero;
                    }
}

void convolve(const ProductArithmetic& arithmetic, const Site& site, const at::Tensor& first,
              const at::Tensor& second, at::Tensor& result) {
    const auto axes = static_cast<std::size_t>(second.dim() - 2);
    Walk walk{lastAxes(first.sizes(), axes, 1),
              lastAxes(second.sizes(), axes, 1),
              lastAxes(result.sizes(), axes, 1),
              lastAxes(site.walk.stride, axes, 1),
              {0, 0, 0},
              lastAxes(site.walk.dilation, axes, 1)};
    if (site.walk.same)
        // An odd rest goes to the far side.
        for (std::size_t i = 0; i < 3; ++i)
            walk.padding[i] = walk.dilation[i] * (walk.kernel[i] - 1) / 2;
    else
        walk.padding = lastAxes(site.walk.padding, axes, 0);

    const std::int64_t outputs = second.size(0), channels = second.size(1);
    const std::int64_t groups = site.groups, perGroup = outputs / groups;
    const std::int64_t positions = volume(walk.output), k = channels * volume(walk.kernel);
    const std::int64_t images = result.numel() / (outputs * positions);
    Word zero = 0;
    const float nothing = 0;
    arithmetic.encodeInput({&nothing, 1}, {&zero, 1});
    // Rows of a block stay in the second-level cache.
    constexpr std::int64_t kBlockWords = 1 << 17, kLeast = 64, kMost = 1024;
    const std::int64_t block =
        std::clamp(kBlockWords / std::max<std::int64_t>(1, k) / kLeast * kLeast, kLeast, kMost);
    const std::int64_t blocks = (positions + block - 1) / block;
    const Word* input = first.data_ptr<std::int32_t>();
    const Word* weights = second.data_ptr<std::int32_t>();
    float* output = result.data_ptr<float>();
    std::vector<Word> rows;
    std::vector<double> c;
    for (std::int64_t task = 0; task < images * groups * blocks; ++task) {
        const std::int64_t begin = task % blocks * block, end = std::min(positions, begin + block);
        const std::int64_t group = task / blocks % groups, image = task / blocks / groups;
        gather(walk, input + (image * groups + group) * channels * volume(walk.input), channels,
               begin, end, zero, rows);
        c.resize(static_cast<std::size_t>(perGroup * (end - begin)));
        arithmetic.multiply(
            {static_cast<std::size_t>(perGroup), static_cast<std::size_t>(k),
             static_cast<std::size_t>(end - begin),
             std::span(weights + group * perGroup * k, static_cast<std::size_t>(perGroup * k)),
             rows, c, true, static_cast<std::size_t>(group * perGroup)});
        for (std::int64_t o = 0; o < perGroup; ++o)
            for (std::int64_t p = begin; p < end; ++p)
                output[((image * groups + group) * perGroup + o) * positions + p] =
                    static_cast<float>(c[static_cast<std::size_t>(o * (end - begin) + p - begin)]);
    }
}

/// (..., m, k) times (..., k, n) as aten::matmul has it, vectors among them.
void multiply(const ProductArithmetic& arithmetic, at::Tensor a, at::Tensor b, at::Tensor& result) {
    if (a.dim() == 1) a = a.unsqueeze(0);
    if (b.dim() == 1) b = b.unsqueeze(1);
    const std::int64_t k = b.size(-2), n = b.size(-1);
    if (b.dim() == 2) {
        a = a.reshape({1, -1, k});
        b = b.unsqueeze(0).contiguous();
    } else {
        const std::int64_t rows = a.size(-2);
        std::vector<std::int64_t> batch =
            at::infer_size(a.sizes().slice(0, static_cast<std::size_t>(a.dim() - 2)),
                           b.sizes().slice(0, static_cast<std::size_t>(b.dim() - 2)));
        const auto expanded = [&](const at::Tensor& tensor, std::int64_t height,
                                  std::int64_t width) {
            std::vector<std::int64_t> shape = batch;
            shape.insert(shape.end(), {height, width});
            return tensor.expand(shape).reshape({-1, height, width});
        };
        a = expanded(a, rows, k);
        b = expanded(b, k, n);
    }
    a = a.contiguous();
    b = b.contiguous();
    const std::int64_t products = a.size(0), m = a.size(1);
    constexpr std::int64_t kRows = 64;
    const std::int64_t blocks = (m + kRows - 1) / kRows;
    const Word* left = a.data_ptr<std::int32_t>();
    const Word* right = b.data_ptr<std::int32_t>();
    float* output = result.data_ptr<float>();
    std::vector<double> c;
    for (std::int64_t task = 0; task < products * blocks; ++task) {
        const std::int64_t product = task / blocks, begin = task % blocks * kRows,
                           rows = std::min(m - begin, kRows);
        c.resize(static_cast<std::size_t>(rows * n));
        arithmetic.multiply(
            {static_cast<std::size_t>(rows), static_cast<std::size_t>(k),
             static_cast<std::size_t>(n),
             std::span(left + (product * m + begin) * k, static_cast<std::size_t>(rows * k)),
             std::span(right + product * k * n, static_cast<std::size_t>(k * n)), c, false, 0});
        std::transform(c.begin(), c.end(), output + (product * m + begin) * n,
                       [](double x) { return static_cast<float>(x); });
    }
}

}  // namespace

at::Tensor computeProducts(const ProductArithmetic& arithmetic, const Layer& layer,
                           const Site& site, const at::Tensor& first, const at::Tensor& second,
                           const at::Tensor& added, const at::Tensor& result) {
    const at::Tensor a =
        encoded(first, [&](auto values, auto words) { arithmetic.encodeInput(values, words); });
    const at::Tensor b =
        encoded(second, [&](auto values, auto words) { arithmetic.encodeOperand(values, words); });
    at::Tensor y = at::empty(result.sizes(), at::kFloat);
    const bool convolution = !layer.isProduct() && layer.kind != LayerKind::Linear;
    if (convolution)
        convolve(arithmetic, site, a, b, y);
    else
        multiply(arithmetic, a, site.weightTransposed || b.dim() < 2 ? b : b.t(), y);
    y = y.to(result.scalar_type());
    if (!added.defined()) return y;
    if (!convolution) return y.add_(added);
    std::vector<std::int64_t> shape(static_cast<std::size_t>(y.dim()), 1);
    shape[static_cast<std::size_t>(y.dim() - second.dim() + 1)] = added.numel();
    return y.add_(added.reshape(shape));
}

}  // namespace lpstudio
