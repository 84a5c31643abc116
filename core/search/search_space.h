#pragma once

#include <cstdint>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "core/search/candidate.h"

namespace lpstudio {

/// What the search must know of a layer.
struct SearchLayer {
    std::string name;
    std::int64_t parameters = 0, inputElements = 0;
    int block = 0;
    double center = 0;                   ///< of sf: -log2(rms(w))
    std::optional<LpParameters> pinned;  ///< left alone by the search
    std::vector<LpParameters> starts;    ///< least-error parameters at each of the space's widths
    std::vector<double> startSqnrDb;     ///< SQNR these give the layer's weights (second operand)
    int sharedWith = -1;  ///< first layer that has the same stored weights; -1: none before it
};

/// Bounds of the genes. Every bound is a setting.
struct SearchSpace {
    std::vector<int> widths{2, 3, 4, 5, 6, 7, 8};  ///< allowed n, ascending
    int maxExponentSize = LpParameters::kMaxExponentSize;
    int maxRegime = LpParameters::kMaxWidth - 1;
    double sfRange = 1;                ///< sf lies within +- this of the layer's center
    std::int64_t otherParameters = 0;  ///< of the model, stored in 4 bytes each
    std::vector<SearchLayer> layers;

    int blocks() const;
    int largestWidth() const { return widths.back(); }
};

/// Random numbers as a function of (seed, origin), not of a running state.
class OriginRandom {
public:
    OriginRandom(std::uint64_t seed, const Origin& origin);
    /// Uniform in [low, high].
    int integer(int low, int high);
    double real(double low, double high);

private:
    std::mt19937_64 engine_;
};

/// es, rs and sf brought into the space for the gene's n; n must be an allowed width.
LpParameters clipped(LpParameters gene, const SearchSpace& space, const SearchLayer& layer);

/// Uniform over the space.
LpParameters randomGene(const SearchSpace& space, const SearchLayer& layer, OriginRandom& random);

/// Crossover and mutation in one: n within the parents' widths widened by one place in the list of
/// allowed widths on either side; es and rs uniform in [min - 1, max + 1]; sf the parents' mean +-
/// 0.25; all clipped.
LpParameters crossed(const LpParameters& a, const LpParameters& b, const SearchSpace& space,
                     const SearchLayer& layer, OriginRandom& random);

/// Width of a layer's activations for weights of n bits: min(8, 2 n) rounded up to an allowed
/// width.
int activationWidth(int weightBits, const std::vector<int>& widths);

/// Over the weight elements of all layers.
double meanWeightBits(const SearchSpace& space, const Candidate& candidate);
/// Over the input elements of all layers.
double meanActivationBits(const SearchSpace& space, const Candidate& candidate);
/// sum over layers of ceil(n * params / 8), plus 4 bytes per other parameter. Layers that share
/// their weights count once for each gene they are given.
double modelBytes(const SearchSpace& space, const Candidate& candidate);

/// Throws UsageError naming the setting, its value and its range.
void validate(const SearchSpace& space);

}  // namespace lpstudio
