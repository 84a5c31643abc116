#pragma once

#include <cstddef>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "app/desktop/jobs/job.h"
#include "app/project/runs/project_front.h"

namespace lpstudio {

/// How the front of a run's candidates grew: convergenceOf() in kSteps steps.
class HypervolumeJob final : public Job {
    Q_OBJECT

public:
    using Job::Job;
    static constexpr std::size_t kSteps = 100;

    void start(const std::vector<ScoredCandidate>& candidates,
               const std::vector<Objective>& objectives);

Q_SIGNALS:
    void ready(const std::vector<lpstudio::ProjectFront::Convergence>& hypervolume);
};

/// The front over the runs of a model, and what a chart shows beside it.
struct RunsFront {
    RunId reference;
    std::vector<Objective> objectives;
    /// `others` only of the same model, `candidates` only of the other runs.
    ProjectFront front;
    std::map<RunId, std::string> names;  ///< of the model's runs
};

/// Gathers the front over all runs that can be compared with one of them.
class RunsFrontJob final : public Job {
    Q_OBJECT

public:
    using Job::Job;
    void start(std::shared_ptr<ProjectStore> store, RunId reference,
               std::vector<Objective> objectives);

Q_SIGNALS:
    void ready(std::shared_ptr<const lpstudio::RunsFront> front);
};

}  // namespace lpstudio
