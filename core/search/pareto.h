#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "core/search/candidate.h"

namespace lpstudio {

/// Objectives of a point, all to be minimised; all points of a set have equally many.
using ObjectiveValues = std::vector<double>;

/// What is known of a candidate that one can want little of.
enum class Objective {
    Contrast,
    Compression,
    WeightBits,
    ModelBytes,
    Energy,
    Latency,
    Area,
    Top1Error
};
/// "contrast", "compression", "weight-bits", "model-size", "energy", "latency", "area",
/// "top1-error".
const char* objectiveName(Objective objective);
/// Throws UsageError listing the names.
Objective parseObjective(std::string_view name);
/// Top-1 error in percent is NaN where top-1 was not measured; units of the rest as in
/// ScoredCandidate.
double valueOf(const ScoredCandidate& candidate, Objective objective);
/// NSGA-II's four: Contrast, Energy, Latency, ModelBytes.
std::span<const Objective> searchObjectives();
ObjectiveValues objectivesOf(const ScoredCandidate& candidate,
                             std::span<const Objective> objectives);

/// Whether a is nowhere worse than b and somewhere better.
bool dominates(const ObjectiveValues& a, const ObjectiveValues& b);

/// Which end of a quantity is wanted.
enum class Better {
    Less,
    More,
    Neither,  ///< a mere name or position
};
/// Of the two quantities of a plane.
struct FrontSense {
    Better x = Better::Less, y = Better::Less;
    bool exists() const { return x != Better::Neither && y != Better::Neither; }
};

// The Pareto front of a set: the positions of the points that no other one dominates. Of equal
// points the first counts. Points of which a value is not finite are never on it.

/// In a plane, from the best x to the worst. x and y are of equal length; points marked in
/// `excluded` (by position; empty: none) are left out. Empty where a quantity has no better end.
/// O(n log n), and quick for very many points of which few are on the front.
std::vector<std::size_t> paretoFront(std::span<const double> x, std::span<const double> y,
                                     FrontSense sense = {},
                                     std::span<const std::uint8_t> excluded = {});

/// Of any number of objectives, by the first. O(n log n + n f) for a front of f points, O(n log n)
/// for two objectives.
std::vector<std::size_t> paretoFront(const std::vector<ObjectiveValues>& points);

/// Of candidates in (contrast, compression), by ascending compression.
std::vector<std::size_t> paretoFront(const std::vector<ScoredCandidate>& candidates);

/// Place of each point in NSGA-II's order.
struct FrontRank {
    std::size_t front = 0;  ///< 0: not dominated; 1: dominated by those of front 0 only; ...
    double crowding = 0;    ///< crowding distance within its front; larger: less crowded
};

/// Non-dominated sorting and crowding distance of Deb et al., "A fast and elitist multiobjective
/// genetic algorithm: NSGA-II" (2002), by pagmo. `violations`: by how much each point misses the
/// constraints; those above 0 and those not finite come after all feasible ones, by violation
/// (constrained domination, same paper).
std::vector<FrontRank> rankFronts(const std::vector<ObjectiveValues>& points,
                                  const std::vector<double>& violations);

/// How much of the box between the ideal point and the nadir of the final front the points so far
/// dominate: the hypervolume after the first `counts[i]` points as a share of the box. The nadir is
/// put off by a tenth of the front's extent, so that its ends count. Ascending; 0 while no point is
/// in the box. By pagmo.
std::vector<double> hypervolumeOverTime(const std::vector<ObjectiveValues>& points,
                                        std::span<const std::size_t> counts);

}  // namespace lpstudio
