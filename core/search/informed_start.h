#pragma once

#include <vector>

#include "core/search/search_space.h"

namespace lpstudio {

/// What one layer at one width does to the score while all other layers are in full precision.
struct LayerDamage {
    std::vector<double>
        byWidth;  ///< score less the score of the float network, at each width of the space
};

/// Up to `count` candidates for a population to start from. Bits are given out by Lagrangian
/// allocation: beginning with every layer at its least width, the layer whose damage falls most for
/// each bit of the model is widened next (along the lower convex hull of its damages), which is the
/// optimum for each mean width it passes if damages add up. Of these allocations, those within a
/// bit of the best predicted fitness (floatScore + damage) * (mean width / 8)^lambda and not above
/// `targetBits` (0: no bound) are spread out evenly. Locked layers stay; the other parameters are
/// those of least error (SearchLayer::starts).
std::vector<Candidate> informedStart(const SearchSpace& space,
                                     const std::vector<LayerDamage>& damages, double floatScore,
                                     double lambda, double targetBits, std::size_t count);

}  // namespace lpstudio
