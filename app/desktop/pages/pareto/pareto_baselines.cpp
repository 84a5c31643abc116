#include "app/desktop/pages/pareto/pareto_baselines.h"

#include "app/desktop/session/desktop_session.h"

namespace lpstudio {

ParetoBaselines::ParetoBaselines(Session& session, QObject* parent)
    : QObject(parent), session_(session) {
    connect(&session_, &Session::projectChanged, this, [this] {
        estimating_.abandon();
        measuring_.abandon();
        known_.clear();
    });
    // An estimate that nobody asked for may fail in silence: the model's page says why.
    connect(&estimating_, &BaselineJob::ready, this, &ParetoBaselines::take);
    connect(&measuring_, &BaselineJob::ready, this, &ParetoBaselines::take);
    connect(&measuring_, &Job::failed, &session_.messages(), &Messages::problem);
}

void ParetoBaselines::estimate() {
    const Selection& selection = session_.selection();
    if (!selection.runContext() || !selection.run() || measuring_.isRunning() ||
        known_.contains(*selection.run()))
        return;
    estimating_.start(selection.runContext());
}

void ParetoBaselines::measure() {
    if (const auto& run = session_.selection().runContext()) measuring_.measure(run);
}

void ParetoBaselines::take(RunId run, const Baselines& baselines) {
    known_[run] = baselines;
    Q_EMIT changed();
}

std::vector<ParetoMark> ParetoBaselines::marks(const CandidateColumns& columns,
                                               const ParetoChoice& choice, bool uniform,
                                               bool otherFormats) const {
    std::vector<ParetoMark> marks;
    const CandidateColumns::Run& run = columns.runs.front();
    const auto found = known_.find(run.id);
    if (found == known_.end() || choice.x == "number" || choice.y == "number") return marks;
    for (const Baseline& one : found->second) {
        if (!(one.isOtherFormat ? otherFormats : uniform)) continue;
        const NamedCandidate named{QString::fromStdString(one.label), one.figures,
                                   QString::fromStdString(one.spec)};
        if (const auto mark = markOf(named, choice, run.facts)) marks.push_back(*mark);
    }
    return marks;
}

}  // namespace lpstudio
