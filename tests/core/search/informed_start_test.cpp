#include "core/search/informed_start.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

using namespace lpstudio;

namespace {

SearchSpace makeSpace(const std::vector<std::int64_t>& parameters, std::vector<int> widths) {
    SearchSpace space;
    space.widths = std::move(widths);
    for (const std::int64_t count : parameters) {
        SearchLayer layer{"layer", count, 10, 0, 1, std::nullopt, {}};
        for (const int n : space.widths) layer.starts.push_back({n, 0, std::min(2, n - 1), 1});
        space.layers.push_back(layer);
    }
    return space;
}

double damageOf(const SearchSpace& space, const std::vector<LayerDamage>& damages,
                const Candidate& candidate) {
    double sum = 0;
    for (std::size_t i = 0; i < space.layers.size(); ++i)
        for (std::size_t w = 0; w < space.widths.size(); ++w)
            if (space.widths[w] == candidate.genes[i].n) sum += damages[i].byWidth[w];
    return sum;
}

}  // namespace

TEST(InformedStart, NoAllocationOfAsManyBitsDoesLessDamage) {
    const SearchSpace space = makeSpace({100, 350, 20, 900}, {2, 3, 5, 8});
    std::mt19937 random(3);
    std::uniform_real_distribution<double> uniform;
    for (int round = 0; round < 30; ++round) {
        std::vector<LayerDamage> damages(4);
        for (LayerDamage& layer : damages)
            // Not always falling: a measured sensitivity is noisy.
            for (const int n : space.widths)
                layer.byWidth.push_back(std::exp2(-n) * (1 + uniform(random)) +
                                        0.02 * uniform(random));
        const auto seeds = informedStart(space, damages, 0.1, 0.4, 0, 100);
        ASSERT_FALSE(seeds.empty());
        for (const Candidate& seed : seeds) {
            const double bits = meanWeightBits(space, seed),
                         damage = damageOf(space, damages, seed);
            Candidate other = seed;
            for (int code = 0; code < 256; ++code) {
                for (std::size_t i = 0; i < 4; ++i)
                    other.genes[i].n = space.widths[static_cast<std::size_t>(code >> (2 * i)) & 3];
                if (meanWeightBits(space, other) <= bits + 1e-12) {
                    ASSERT_GE(damageOf(space, damages, other), damage - 1e-12);
                }
            }
        }
    }
}

TEST(InformedStart, KeepsPinsAndTheTargetAndTakesLeastErrorParameters) {
    SearchSpace space = makeSpace({100, 200, 300}, {2, 3, 4, 5, 6, 7, 8});
    const LpParameters pin{8, 2, 3, 0.7};
    space.layers[1].pinned = pin;
    std::vector<LayerDamage> damages(3);
    for (const std::size_t i : {0U, 2U})
        for (const int n : space.widths) damages[i].byWidth.push_back(std::exp2(-2.0 * n));
    for (const double target : {0.0, 5.5, 4.0}) {
        const auto seeds = informedStart(space, damages, 0.01, 0.4, target, 5);
        ASSERT_FALSE(seeds.empty()) << target;
        EXPECT_LE(seeds.size(), 5U);
        for (const Candidate& seed : seeds) {
            EXPECT_EQ(seed.genes[1], pin);
            for (const std::size_t i : {0U, 2U})
                EXPECT_EQ(seed.genes[i],
                          space.layers[i].starts[static_cast<std::size_t>(seed.genes[i].n - 2)]);
            if (target > 0) {
                EXPECT_LE(meanWeightBits(space, seed), target);
            }
        }
    }
    // Below what the pin leaves there is nothing to offer.
    EXPECT_TRUE(informedStart(space, damages, 0.01, 0.4, 3.0, 5).empty());
    EXPECT_TRUE(informedStart(space, damages, 0.01, 0.4, 0, 0).empty());
}

TEST(InformedStart, BitsThatHelpNothingAreNotSpent) {
    const SearchSpace space = makeSpace({100, 100}, {2, 4, 8});
    const std::vector<LayerDamage> damages{{{0.5, 0.5, 0.5}}, {{0.9, 0.1, 0.0}}};
    for (const Candidate& seed : informedStart(space, damages, 0.1, 0.4, 0, 10))
        EXPECT_EQ(seed.genes[0].n, 2);
}
