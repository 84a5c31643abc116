#pragma once

#include <QObject>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "app/desktop/charts/pareto_data.h"
#include "app/desktop/jobs/job.h"
#include "app/project/runs/run_context.h"

namespace lpstudio {

/// The whole network in one format, for orientation beside the candidates of a run.
struct Baseline {
    std::string label;           ///< "LP 4", "int 8"
    std::string spec;            ///< of the weights: "lp:4", "int:8"
    bool isOtherFormat = false;  ///< not LP
    /// Widths, size, energy, latency and area; score, cost, fitness and top-1 once they are
    /// measured (NaN, negative until then; other formats have no score). Without genes and number.
    ScoredCandidate figures;
};
using Baselines = std::vector<Baseline>;

/// Uniform LP widths on the run's accelerator, and baseline formats, each on the design made for it
/// (no energy, latency or area if the run has no accelerator). Quick; throws Error.
Baselines uniformBaselines(RunContext& run);

/// Makes the baselines of a run, and on request measures them: the score of the LP ones as the
/// run's candidates are scored, top-1 of all on the run's evaluation set if it has one.
class BaselineJob final : public Job {
    Q_OBJECT

public:
    using Job::Job;
    void start(std::shared_ptr<RunContext> run);
    void measure(std::shared_ptr<RunContext> run);

Q_SIGNALS:
    /// Also after each one that was measured.
    void ready(lpstudio::RunId run, const lpstudio::Baselines& baselines);
};

class Session;

/// Uniform widths and other formats beside the candidates of a run: estimated in the background as
/// soon as they are to be seen, measured if the user asks for it.
class ParetoBaselines final : public QObject {
    Q_OBJECT

public:
    explicit ParetoBaselines(Session& session, QObject* parent = nullptr);

    /// Of the chosen run, unless they are known or being measured.
    void estimate();
    /// Top-1 and scores of those of the chosen run.
    void measure();
    /// Where those of the columns' first run stand. A number is not a quantity that something else
    /// could have: over numbers there are none.
    std::vector<ParetoMark> marks(const CandidateColumns& columns, const ParetoChoice& choice,
                                  bool uniform, bool otherFormats) const;
    bool isBusy() const { return estimating_.isRunning() || measuring_.isRunning(); }
    Job& measuring() { return measuring_; }

Q_SIGNALS:
    void changed();

private:
    void take(RunId run, const Baselines& baselines);

    Session& session_;
    std::map<RunId, Baselines> known_;
    BaselineJob estimating_, measuring_;
};

}  // namespace lpstudio
