#pragma once

#include <QObject>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "app/desktop/charts/pareto_data.h"
#include "app/desktop/jobs/task.h"
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

class Session;

/// Uniform widths and other formats beside the candidates of a run: estimated in the background as
/// soon as they are to be seen, measured if the user asks for it.
class ParetoBaselines final : public QObject {
    Q_OBJECT

public:
    explicit ParetoBaselines(Session& session, QObject* parent = nullptr);

    /// Of the chosen run, unless they are known or being measured.
    void estimate();
    /// Of the chosen run: the score of the LP ones as its candidates are scored, top-1 of all on
    /// its evaluation set if it has one; changed() after each.
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
    Task<Baselines> estimating_;
    Job measuring_;
};

}  // namespace lpstudio
