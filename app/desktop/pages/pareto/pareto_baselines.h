#pragma once

#include <QObject>
#include <map>
#include <vector>

#include "app/desktop/charts/pareto_data.h"
#include "app/desktop/jobs/baseline_job.h"

namespace lpstudio {

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
