#include "app/desktop/jobs/candidate_jobs.h"

#include <utility>

#include "core/base/error.h"
#include "core/network/accuracy.h"

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
                   run->session(context.stop, context.progress).assignment(candidate.candidate);
               return [this, id = run->run(), of = candidate.id, formats = std::move(formats)] {
                   Q_EMIT ready(id, of, formats);
               };
           });
}

void AccuracyJob::start(std::shared_ptr<RunContext> run, std::vector<ScoredCandidate> candidates) {
    launch(tr("Measuring top-1"),
           [this, run = std::move(run),
            candidates = std::move(candidates)](const JobContext& context) -> Delivery {
               const auto set = run->evaluation();
               if (!set)
                   throw Error(run->record().name +
                               ": the run has no evaluation set; choose one when you start a "
                               "search");
               const auto network = run->network();
               requireFits(*set, network->card(), network->classes());
               const SearchSession& session = run->session(context.stop, context.progress);
               const auto images = run->evaluationImages();
               if (run->store()->run(run->run()).floatTop1Percent < 0) {
                   const Accuracy accuracy = measureAccuracy(*network, {}, *set, images, 100,
                                                             context.stop, context.progress);
                   run->store()->setFloatTop1(run->run(), accuracy.top1Percent());
                   context.post([this, id = run->run(), percent = accuracy.top1Percent()] {
                       Q_EMIT floatMeasured(id, percent);
                   });
               }
               for (std::size_t i = 0; i < candidates.size(); ++i) {
                   const std::string what = "Top-1, " + std::to_string(i + 1) + " of " +
                                            std::to_string(candidates.size());
                   const double percent =
                       session.measureTop1(candidates[i].candidate, *set, images, context.stop,
                                           [&](const Progress& at) {
                                               context.progress({what, at.done, at.total});
                                           });
                   run->store()->setTop1(run->run(), candidates[i].id, percent);
                   context.post([this, id = run->run(), of = candidates[i].id, percent] {
                       Q_EMIT measured(id, of, percent);
                   });
               }
               return {};
           });
}

}  // namespace lpstudio
