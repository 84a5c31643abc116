#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace lpstudio {

/// How a quantized run is compared with the float run of the same images.
enum class ScoreFunction {
    GlobalLocal,  ///< contrast of concatenated pooled intermediate representations
    Global,       ///< contrast of the logits only
    Kl,           ///< Kullback-Leibler divergence of the softmax of the logits
    Mse,          ///< mean squared error of the logits
};
/// "global-local", "global", "kl", "mse".
const char* scoreFunctionName(ScoreFunction scoreFunction);
/// Throws UsageError listing the names.
ScoreFunction parseScoreFunction(std::string_view name);

/// One vector an image, made of parts: one for each pooled layer, the logits last. Each part is
/// brought to unit length (an all-zero part stays zero).
class Representation {
public:
    explicit Representation(std::size_t images) : images_(images) {}
    /// Part number `part` (in ascending order) of `count` images from `firstImage` on; `values`:
    /// count x width.
    void set(std::size_t part, std::span<const double> values, std::size_t firstImage,
             std::size_t count);

    std::size_t images() const { return images_; }
    std::size_t parts() const { return parts_.size(); }
    std::span<const double> of(std::size_t part, std::size_t image) const;
    /// Length of an image's whole vector.
    double length(std::size_t image) const;

private:
    std::size_t images_;
    std::vector<std::vector<double>> parts_;  ///< images x width each
};

/// How alike the quantized and the full-precision representations of all images are. The inner
/// products grow part by part, so that the sum over the first parts can be kept and taken up again;
/// the result is the same to the last bit.
class Similarities {
public:
    /// The reference must outlive it.
    explicit Similarities(const Representation& reference);
    /// As Representation::set(), of the quantized run. An image's parts come in ascending order.
    void add(std::size_t part, std::span<const double> values, std::size_t firstImage,
             std::size_t count);
    /// Takes over what `other` knows of some images.
    void copyImages(const Similarities& other, std::size_t firstImage, std::size_t count);

    /// -(1/B) sum_i log(exp(q_i.p_i / tau) / sum_j exp(q_i.p_j / tau)), q the quantized, p the
    /// full-precision representations, all of unit length.
    double contrast(double tau) const;
    std::size_t bytes() const { return (products_.size() + squares_.size()) * sizeof(double); }

private:
    const Representation* reference_;
    std::vector<double> products_;  ///< images x images: q_i.p_j before the whole is normalised
    std::vector<double> squares_;   ///< q_i.q_i
};

/// Mean over images of KL(softmax(reference) || softmax(quantized)), natural logarithm. Both images
/// x classes.
double klDivergence(std::span<const double> quantized, std::span<const double> reference,
                    std::size_t classes);

/// Mean of squared differences.
double meanSquaredError(std::span<const double> quantized, std::span<const double> reference);

}  // namespace lpstudio
