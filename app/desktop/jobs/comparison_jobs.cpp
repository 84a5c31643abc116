#include "app/desktop/jobs/comparison_jobs.h"

#include <utility>

#include "app/project/runs/manual_candidate.h"

namespace lpstudio {

void ComparisonJob::start(std::shared_ptr<RunContext> run, std::shared_ptr<ComparisonTools> tools,
                          std::vector<WantedColumn> columns, const std::string& hardware) {
    launch(tr("Comparing"),
           [this, run = std::move(run), tools = std::move(tools), columns = std::move(columns),
            hardware](const JobContext& context) -> Delivery {
               const auto network = run->network();
               ColumnComparison found = compareColumns(network, *tools, columns, hardware,
                                                       context.stop, context.progress);
               return [this, found = std::move(found), network] {
                   Q_EMIT ready(found.columns, network);
                   if (!found.estimateProblem.empty())
                       Q_EMIT estimatesFailed(QString::fromStdString(found.estimateProblem));
               };
           });
}

void MeasureColumnsJob::start(std::vector<Request> requests) {
    launch(tr("Measuring top-1"),
           [this, requests = std::move(requests)](const JobContext& context) -> Delivery {
               for (std::size_t i = 0; i < requests.size(); ++i) {
                   const Request& request = requests[i];
                   const std::string what = "Top-1 of " + request.name.toStdString();
                   const ColumnMeasurement result =
                       measureColumn(*request.run, request.column, request.stored, context.stop,
                                     [&](const Progress& at) {
                                         context.progress({what, at.done, at.total});
                                     });
                   context.post([this, i, result] {
                       Q_EMIT measured(static_cast<int>(i), result.top1Percent, result.contrast);
                   });
               }
               return {};
           });
}

void SaveCandidateJob::start(std::shared_ptr<RunContext> base, const Candidate& candidate,
                             const QString& name, double top1Percent) {
    const QString runName = base->record().kind == RunKind::Manual
                                ? QString::fromStdString(base->record().name)
                                : tr("%1, manual").arg(QString::fromStdString(base->record().name));
    launch(tr("Scoring the candidate"),
           [this, base = std::move(base), candidate, name, top1Percent,
            runName](const JobContext& context) -> Delivery {
               const auto [run, id] =
                   saveManualCandidate(*base, candidate, name.toStdString(), runName.toStdString(),
                                       top1Percent, context.stop, context.progress);
               return [this, run = run, id = id] { Q_EMIT saved(run, id); };
           });
}

void FitGenesJob::startLayer(std::shared_ptr<RunContext> run,
                             std::shared_ptr<ComparisonTools> tools, int layer,
                             const std::string& family) {
    launch(tr("Fitting a layer"),
           [this, run = std::move(run), tools = std::move(tools), layer,
            family](const JobContext& context) -> Delivery {
               const LpParameters parameters = fitLayer(*run, *tools, LayerIndex(layer), family,
                                                        context.stop, context.progress);
               return [this, layer, parameters] { Q_EMIT layerFitted(layer, parameters); };
           });
}

void FitGenesJob::startUniform(std::shared_ptr<RunContext> run,
                               std::shared_ptr<ComparisonTools> tools, int width) {
    launch(tr("Fitting all layers at %1 bit").arg(width),
           [this, run = std::move(run), tools = std::move(tools),
            width](const JobContext& context) -> Delivery {
               const Candidate candidate =
                   fitUniform(*run, *tools, width, context.stop, context.progress);
               return [this, id = run->run(), width, candidate] {
                   Q_EMIT uniformFitted(id, width, candidate);
               };
           });
}

}  // namespace lpstudio
