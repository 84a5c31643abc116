#include "core/search/informed_start.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>
#include <queue>

#include "core/search/search.h"

namespace lpstudio {
namespace {

/// Width positions of a layer that lie on the lower convex hull of damage over width, ascending.
std::vector<std::size_t> hullOf(const std::vector<int>& widths, const std::vector<double>& damage) {
    std::vector<std::size_t> hull;
    // How much damage falls for a bit between two widths.
    const auto fall = [&](std::size_t a, std::size_t b) {
        return (damage[a] - damage[b]) / (widths[b] - widths[a]);
    };
    for (std::size_t i = 0; i < widths.size(); ++i) {
        // A width that does no better than a narrower one is never worth its bits.
        if (!hull.empty() && damage[i] >= damage[hull.back()]) continue;
        while (hull.size() > 1 && fall(hull.back(), i) >= fall(hull[hull.size() - 2], hull.back()))
            hull.pop_back();
        hull.push_back(i);
    }
    return hull;
}

struct Allocation {
    std::vector<std::size_t> place;  ///< of each layer's width in the space's widths
    double bits = 0;                 ///< mean weight width
    double fitness = 0;              ///< predicted
};

class Allocator {
public:
    Allocator(const SearchSpace& space, const std::vector<LayerDamage>& damages, double floatScore,
              double lambda)
        : space_(space), damages_(damages), floatScore_(floatScore), lambda_(lambda) {
        for (std::size_t i = 0; i < space.layers.size(); ++i)
            hulls_.push_back(space.layers[i].pinned ? std::vector<std::size_t>{0}
                                                    : hullOf(space.widths, damages[i].byWidth));
    }

    /// All allocations from the narrowest to the widest, each one step of one layer on.
    std::vector<Allocation> all() const {
        std::vector<std::size_t> step(space_.layers.size(), 0);  ///< on each layer's hull
        std::vector<Allocation> result{describe(step)};
        std::priority_queue<std::pair<double, std::size_t>> gains;
        const auto offer = [&](std::size_t layer) {
            if (const auto gain = gainOf(layer, step[layer])) gains.emplace(*gain, layer);
        };
        for (std::size_t i = 0; i < space_.layers.size(); ++i) offer(i);
        while (!gains.empty()) {
            const std::size_t layer = gains.top().second;
            gains.pop();
            ++step[layer];
            result.push_back(describe(step));
            offer(layer);
        }
        return result;
    }

    Candidate candidate(const Allocation& allocation) const {
        Candidate result;
        for (std::size_t i = 0; i < space_.layers.size(); ++i) {
            const SearchLayer& layer = space_.layers[i];
            result.genes.push_back(layer.pinned ? *layer.pinned
                                                : layer.starts.at(allocation.place[i]));
        }
        return result;
    }

private:
    /// Damage that the next step of a layer takes away for each bit it adds to the model.
    std::optional<double> gainOf(std::size_t layer, std::size_t step) const {
        const auto& hull = hulls_[layer];
        if (step + 1 >= hull.size()) return std::nullopt;
        const auto& damage = damages_[layer].byWidth;
        const double bits = static_cast<double>(space_.layers[layer].parameters) *
                            (space_.widths[hull[step + 1]] - space_.widths[hull[step]]);
        // What stores nothing is widened first.
        if (bits <= 0) return std::numeric_limits<double>::infinity();
        return (damage[hull[step]] - damage[hull[step + 1]]) / bits;
    }

    Allocation describe(const std::vector<std::size_t>& step) const {
        Allocation result;
        double damage = 0;
        for (std::size_t i = 0; i < step.size(); ++i) {
            result.place.push_back(hulls_[i][step[i]]);
            if (!space_.layers[i].pinned) damage += damages_[i].byWidth[result.place.back()];
        }
        result.bits = meanWeightBits(space_, candidate(result));
        result.fitness = fitness(floatScore_ + damage, result.bits / 8, lambda_);
        return result;
    }

    const SearchSpace& space_;
    const std::vector<LayerDamage>& damages_;
    double floatScore_, lambda_;
    std::vector<std::vector<std::size_t>> hulls_;
};

}  // namespace

std::vector<Candidate> informedStart(const SearchSpace& space,
                                     const std::vector<LayerDamage>& damages, double floatScore,
                                     double lambda, double targetBits, std::size_t count) {
    const Allocator allocator(space, damages, floatScore, lambda);
    std::vector<Allocation> all = allocator.all();
    if (targetBits > 0)
        std::erase_if(all, [&](const Allocation& a) { return a.bits > targetBits; });
    if (all.empty() || count == 0) return {};
    const double best = std::min_element(all.begin(), all.end(), [](const auto& a, const auto& b) {
                            return a.fitness < b.fitness;
                        })->bits;
    std::erase_if(all, [&](const Allocation& a) { return std::fabs(a.bits - best) > 1; });
    std::vector<Candidate> result;
    const std::size_t chosen = std::min(count, all.size());
    for (std::size_t i = 0; i < chosen; ++i) {
        const std::size_t at = chosen > 1 ? i * (all.size() - 1) / (chosen - 1) : all.size() - 1;
        result.push_back(allocator.candidate(all[at]));
    }
    return result;
}

}  // namespace lpstudio
