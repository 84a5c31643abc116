#include "app/desktop/jobs/candidate_jobs.h"

#include <utility>

#include "app/project/runs/measure_top1.h"

namespace lpstudio {
namespace {

QString nameOf(CandidateId id) {
    return QString::number(id.value);
}

}  // namespace

void FormatsJob::start(std::shared_ptr<RunContext> run, const ScoredCandidate& candidate) {
    launch(tr("Fitting activations of candidate %1").arg(nameOf(candidate.id)),
           [this, run = std::move(run), candidate](const JobContext& context) -> Delivery {
               Assignment formats =
                   run->formats(context.stop, context.progress).assignment(candidate.candidate);
               return [this, id = run->run(), of = candidate.id, formats = std::move(formats)] {
                   Q_EMIT ready(id, of, formats);
               };
           });
}

void AccuracyJob::start(std::shared_ptr<RunContext> run, std::vector<ScoredCandidate> candidates) {
    launch(tr("Measuring top-1"),
           [this, run = std::move(run),
            candidates = std::move(candidates)](const JobContext& context) -> Delivery {
               measureTop1(
                   *run, candidates,
                   [&](std::optional<CandidateId> candidate, double percent) {
                       context.post([this, id = run->run(), candidate, percent] {
                           if (candidate)
                               Q_EMIT measured(id, *candidate, percent);
                           else
                               Q_EMIT floatMeasured(id, percent);
                       });
                   },
                   context.stop, context.progress);
               return {};
           });
}

}  // namespace lpstudio
