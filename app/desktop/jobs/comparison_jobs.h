#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "app/desktop/jobs/job.h"
#include "app/project/runs/run_comparison.h"

namespace lpstudio {

/// Measures and estimates columns side by side.
class ComparisonJob final : public Job {
    Q_OBJECT

public:
    using Job::Job;
    /// `hardware`: preset or file; empty: no estimates.
    void start(std::shared_ptr<RunContext> run, std::shared_ptr<ComparisonTools> tools,
               std::vector<WantedColumn> columns, const std::string& hardware);

Q_SIGNALS:
    /// In the order that was asked for.
    void ready(const std::vector<lpstudio::ComparedColumn>& columns,
               std::shared_ptr<const lpstudio::Network> network);
    /// There are no estimates, and why.
    void estimatesFailed(const QString& message);
};

/// Top-1, and for what a search could have found its score, of columns.
class MeasureColumnsJob final : public Job {
    Q_OBJECT

public:
    using Job::Job;
    struct Request {
        std::shared_ptr<RunContext> run;  ///< whose images and score function are used
        WantedColumn column;
        std::optional<CandidateId> stored;  ///< a candidate of that run, which gets the result
        QString name;                       ///< for the status bar
    };
    void start(std::vector<Request> requests);

Q_SIGNALS:
    /// Of a request by its place; `contrast` NaN: a search has no score for such formats.
    void measured(int request, double top1Percent, double contrast);
};

/// Scores a manual candidate as a search would have and stores it.
class SaveCandidateJob final : public Job {
    Q_OBJECT

public:
    using Job::Job;
    /// `top1Percent` negative: not measured.
    void start(std::shared_ptr<RunContext> base, const Candidate& candidate, const QString& name,
               double top1Percent);

Q_SIGNALS:
    void saved(lpstudio::RunId run, lpstudio::CandidateId candidate);
};

/// Finds LP parameters of least error: for one layer, or for all at one width.
class FitGenesJob final : public Job {
    Q_OBJECT

public:
    using Job::Job;
    /// `family`: an LP spec that leaves something to be fitted, or nothing.
    void startLayer(std::shared_ptr<RunContext> run, std::shared_ptr<ComparisonTools> tools,
                    int layer, const std::string& family);
    void startUniform(std::shared_ptr<RunContext> run, std::shared_ptr<ComparisonTools> tools,
                      int width);

Q_SIGNALS:
    void layerFitted(int layer, const lpstudio::LpParameters& parameters);
    void uniformFitted(lpstudio::RunId run, int width, const lpstudio::Candidate& candidate);
};

}  // namespace lpstudio
