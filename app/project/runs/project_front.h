#pragma once

#include <cstdint>
#include <span>
#include <stop_token>
#include <string>
#include <utility>
#include <vector>

#include "app/project/store/store.h"
#include "core/search/pareto.h"

namespace lpstudio {

/// A candidate of one of a project's runs, without its genes: they would only fill memory.
struct RunCandidate {
    RunId run;
    ScoredCandidate candidate;
};

/// The Pareto front of a project: over all runs whose figures can be compared.
struct ProjectFront {
    std::vector<RunId> runs;                            ///< taken into account, ascending
    std::vector<std::pair<RunId, std::string>> others;  ///< and those that are not, with the reason
    std::vector<RunCandidate> candidates;               ///< of all runs taken into account
    std::int64_t unknown = 0;         ///< of them without a finite value for some objective
    std::vector<RunCandidate> front;  ///< by the first objective
    struct Convergence {
        std::int64_t candidates = 0;  ///< scored so far, over the runs in order
        double hypervolume = 0;       ///< see hypervolumeOverTime()
    };
    std::vector<Convergence> convergence;  ///< at most kConvergencePoints, evenly spread

    static constexpr int kConvergencePoints = 60;
};

/// hypervolumeOverTime() in at most `steps` even steps; the last is after all points.
std::vector<ProjectFront::Convergence> convergenceOf(const std::vector<ObjectiveValues>& points,
                                                     std::size_t steps);

/// Why figures of one run cannot be set beside those of another; empty if they can. Runs agree in
/// model and, as far as the objectives ask for it, in calibration images and score, accelerator and
/// kind of cost. Seeds may differ: then the images are others of the same set.
std::string incomparable(const RunRecord& run, const RunRecord& reference,
                         std::span<const Objective> objectives);

/// Over all runs comparable with `reference`. Energy, latency and area are unknown where no
/// accelerator was given. Throws Error, Cancelled, and UsageError unless there are two to four
/// objectives.
ProjectFront projectFront(const ProjectStore& store, RunId reference,
                          std::span<const Objective> objectives, const std::stop_token& stop = {});

}  // namespace lpstudio
