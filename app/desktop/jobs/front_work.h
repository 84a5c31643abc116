#pragma once

#include <cstddef>
#include <map>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

#include "app/project/runs/project_front.h"

namespace lpstudio {

/// Values of candidates in some objectives, one candidate after the other: what is copied of a run
/// to which a search keeps adding.
std::vector<double> objectiveTable(std::span<const ScoredCandidate> candidates,
                                   const std::vector<Objective>& objectives);

/// Steps in which hypervolumeOf() follows a front.
inline constexpr std::size_t kHypervolumeSteps = 100;

/// How the front of an objectiveTable() of `width` objectives grew: convergenceOf() in
/// kHypervolumeSteps steps.
std::vector<ProjectFront::Convergence> hypervolumeOf(std::span<const double> table,
                                                     std::size_t width);

/// The front over the runs of a model, and what a chart shows beside it.
struct RunsFront {
    RunId reference;
    std::vector<Objective> objectives;
    /// `others` only of the same model, `candidates` only of the other runs.
    ProjectFront front;
    std::map<RunId, std::string> names;  ///< of the model's runs
};

/// Gathers the front over all runs that can be compared with `reference`. Throws Error, Cancelled.
RunsFront runsFront(const ProjectStore& store, RunId reference, std::vector<Objective> objectives,
                    const std::stop_token& stop = {});

}  // namespace lpstudio
