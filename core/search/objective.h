#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace lpstudio {

/// How a quantized run is compared with the float run of the same images.
enum class Objective {
    GlobalLocal,  ///< contrast of concatenated pooled intermediate representations
    Global,       ///< contrast of the logits only
    Kl,           ///< Kullback-Leibler divergence of the softmax of the logits
    Mse,          ///< mean squared error of the logits
};
/// "global-local", "global", "kl", "mse".
const char* objectiveName(Objective objective);
/// Throws UsageError listing the names.
Objective parseObjective(std::string_view name);

/// One vector an image, built from parts. Each part is brought to unit length (an all-zero part
/// stays zero), then the whole.
class Representation {
public:
    explicit Representation(std::size_t images) : vectors_(images) {}
    /// `values`: images x width, for all images from `firstImage` on.
    void append(std::span<const double> values, std::size_t firstImage, std::size_t images);
    /// Brings the vectors to unit length. Call once, after the last part.
    void normalise();

    std::size_t images() const { return vectors_.size(); }
    std::span<const double> of(std::size_t image) const { return vectors_[image]; }

private:
    std::vector<std::vector<double>> vectors_;
};

/// -(1/B) sum_i log(exp(q_i.p_i / tau) / sum_j exp(q_i.p_j / tau)), q the quantized, p the
/// full-precision representations.
double contrastiveLoss(const Representation& quantized, const Representation& reference,
                       double tau);

/// Mean over images of KL(softmax(reference) || softmax(quantized)), natural logarithm. Both images
/// x classes.
double klDivergence(std::span<const double> quantized, std::span<const double> reference,
                    std::size_t classes);

/// Mean of squared differences.
double meanSquaredError(std::span<const double> quantized, std::span<const double> reference);

}  // namespace lpstudio
