#include "core/search/search_space.h"

#include <algorithm>
#include <cmath>

#include "core/base/error.h"
#include "core/base/text.h"

namespace lpstudio {

int SearchSpace::blocks() const {
    int count = 0;
    for (const SearchLayer& layer : layers) count = std::max(count, layer.block + 1);
    return count;
}

OriginRandom::OriginRandom(std::uint64_t seed, const Origin& o) {
    std::seed_seq words{static_cast<std::uint32_t>(seed),    static_cast<std::uint32_t>(seed >> 32),
                        static_cast<std::uint32_t>(o.pass),  static_cast<std::uint32_t>(o.block),
                        static_cast<std::uint32_t>(o.cycle), static_cast<std::uint32_t>(o.child)};
    engine_.seed(words);
}

// The standard's distributions may differ between libraries; these do not.
int OriginRandom::integer(int low, int high) {
    const auto span = static_cast<std::uint64_t>(high - low) + 1;
    return low + static_cast<int>(engine_() % span);
}

double OriginRandom::real(double low, double high) {
    constexpr double kUnit = 0x1p-53;
    return low + (high - low) * (static_cast<double>(engine_() >> 11) * kUnit);
}

LpParameters clipped(LpParameters gene, const SearchSpace& space, const SearchLayer& layer) {
    const int maxEs = std::min(space.maxExponentSize, LpParameters::maxExponentSize(gene.n));
    const int minRs = std::min(2, gene.n - 1),
              maxRs = std::max(minRs, std::min(space.maxRegime, gene.n - 1));
    gene.es = std::clamp(gene.es, 0, maxEs);
    gene.rs = std::clamp(gene.rs, minRs, maxRs);
    gene.sf = std::clamp(gene.sf, layer.center - space.sfRange, layer.center + space.sfRange);
    return gene;
}

LpParameters randomGene(const SearchSpace& space, const SearchLayer& layer, OriginRandom& random) {
    LpParameters gene;
    gene.n = space.widths[static_cast<std::size_t>(
        random.integer(0, static_cast<int>(space.widths.size()) - 1))];
    gene.es =
        random.integer(0, std::min(space.maxExponentSize, LpParameters::maxExponentSize(gene.n)));
    const int minRs = std::min(2, gene.n - 1);
    gene.rs = random.integer(minRs, std::max(minRs, std::min(space.maxRegime, gene.n - 1)));
    gene.sf = random.real(layer.center - space.sfRange, layer.center + space.sfRange);
    return clipped(gene, space, layer);
}

LpParameters crossed(const LpParameters& a, const LpParameters& b, const SearchSpace& space,
                     const SearchLayer& layer, OriginRandom& random) {
    const auto place = [&](int n) {
        return static_cast<int>(std::lower_bound(space.widths.begin(), space.widths.end(), n) -
                                space.widths.begin());
    };
    const int last = static_cast<int>(space.widths.size()) - 1;
    const int first = std::min(place(a.n), last), second = std::min(place(b.n), last);
    const int low = std::min(first, second), high = std::max(first, second);
    LpParameters gene;
    gene.n = space.widths[static_cast<std::size_t>(
        random.integer(std::max(0, low - 1), std::min(last, high + 1)))];
    gene.es = random.integer(std::min(a.es, b.es) - 1, std::max(a.es, b.es) + 1);
    gene.rs = random.integer(std::min(a.rs, b.rs) - 1, std::max(a.rs, b.rs) + 1);
    gene.sf = (a.sf + b.sf) / 2 + random.real(-0.25, 0.25);
    return clipped(gene, space, layer);
}

int activationWidth(int weightBits, const std::vector<int>& widths) {
    const int wanted = std::min(8, 2 * weightBits);
    const auto found = std::lower_bound(widths.begin(), widths.end(), wanted);
    return found == widths.end() ? widths.back() : *found;
}

double meanWeightBits(const SearchSpace& space, const Candidate& candidate) {
    double bits = 0, total = 0;
    for (std::size_t i = 0; i < space.layers.size(); ++i) {
        const auto count = static_cast<double>(space.layers[i].parameters);
        bits += count * candidate.genes[i].n;
        total += count;
    }
    return total > 0 ? bits / total : 0;
}

double meanActivationBits(const SearchSpace& space, const Candidate& candidate) {
    double bits = 0, total = 0;
    for (std::size_t i = 0; i < space.layers.size(); ++i) {
        const auto count = static_cast<double>(space.layers[i].inputElements);
        bits += count * activationWidth(candidate.genes[i].n, space.widths);
        total += count;
    }
    return total > 0 ? bits / total : 0;
}

double modelBytes(const SearchSpace& space, const Candidate& candidate) {
    const auto isStored = [&](std::size_t layer) {
        const int first = space.layers[layer].sharedWith;
        for (std::size_t i = 0; first >= 0 && i < layer; ++i)
            if ((static_cast<int>(i) == first || space.layers[i].sharedWith == first) &&
                candidate.genes[i] == candidate.genes[layer])
                return true;
        return false;
    };
    double bytes = 4.0 * static_cast<double>(space.otherParameters);
    for (std::size_t i = 0; i < space.layers.size(); ++i)
        if (!isStored(i))
            bytes += std::ceil(static_cast<double>(candidate.genes[i].n) *
                               static_cast<double>(space.layers[i].parameters) / 8);
    return bytes;
}

void validate(const SearchSpace& space) {
    if (space.widths.empty()) throw UsageError("widths: empty; give at least one of 2..8");
    for (std::size_t i = 0; i < space.widths.size(); ++i) {
        if (space.widths[i] < 2 || space.widths[i] > 8)
            throw UsageError("widths: " + std::to_string(space.widths[i]) +
                             " is out of range; give 2..8");
        if (i > 0 && space.widths[i] <= space.widths[i - 1])
            throw UsageError("widths: must ascend without repeats, for example 2,4,8");
    }
    if (space.maxExponentSize < 0 || space.maxExponentSize > LpParameters::kMaxExponentSize)
        throw UsageError("es-max = " + std::to_string(space.maxExponentSize) +
                         " is out of range; give 0..5");
    if (space.maxRegime < 1 || space.maxRegime > LpParameters::kMaxWidth - 1)
        throw UsageError("rs-max = " + std::to_string(space.maxRegime) +
                         " is out of range; give 1..15");
    if (!(space.sfRange > 0 && space.sfRange <= 16))
        throw UsageError("sf-range = " + shortestText(space.sfRange) +
                         " is out of range; give a number above 0, at most 16");
}

}  // namespace lpstudio
