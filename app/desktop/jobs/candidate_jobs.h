#pragma once

#include <memory>
#include <vector>

#include "app/desktop/jobs/job.h"
#include "app/project/runs/run_context.h"

namespace lpstudio {

/// The formats of a candidate, weights and activations fitted.
class FormatsJob final : public Job {
    Q_OBJECT

public:
    using Job::Job;
    void start(std::shared_ptr<RunContext> run, const ScoredCandidate& candidate);

Q_SIGNALS:
    void ready(lpstudio::RunId run, lpstudio::CandidateId candidate,
               const lpstudio::Assignment& formats);
};

/// Top-1 of candidates on the images of the run's evaluation set that did not calibrate it, into
/// the store.
class AccuracyJob final : public Job {
    Q_OBJECT

public:
    using Job::Job;
    void start(std::shared_ptr<RunContext> run, std::vector<ScoredCandidate> candidates);

Q_SIGNALS:
    void measured(lpstudio::RunId run, lpstudio::CandidateId candidate, double percent);
    /// Of the float network, where it was not known.
    void floatMeasured(lpstudio::RunId run, double percent);
};

}  // namespace lpstudio
