#include "app/jobs/report_job.h"

#include <exception>
#include <utility>

#include "core/error.h"

namespace lpstudio {
namespace {

AccuracyImages accuracyImages(RunContext& run) {
    if (!run.record().evaluation) return {std::nullopt, "the run has no evaluation set"};
    try {
        return {run.evaluationImages().size(), {}};
    } catch (const Error& error) {
        return {std::nullopt, error.what()};
    }
}

}  // namespace

ReportInput gatherReport(RunContext& run, const ReportRequest& request, const std::stop_token& stop,
                         const ProgressFunction& progress) {
    const SearchSession& session = run.session(stop, progress);
    return makeReportInput(*run.store(), run.run(), *run.network(), session, accuracyImages(run),
                           request, stop, progress);
}

void ReportJob::start(const std::shared_ptr<RunContext>& run, const ReportRequest& request,
                      const std::filesystem::path& file) {
    launch(tr("Report of %1").arg(QString::fromStdString(run->record().name)),
           [this, run, request, file](const JobContext& context) -> Delivery {
               requireReportName(file);
               ReportInput input = gatherReport(*run, request, context.stop, context.progress);
               return [this, input = std::move(input), file, page = request.page] {
                   try {
                       const int pages = writeReport(input, file, page).value_or(0);
                       Q_EMIT written(QString::fromStdString(file.string()), pages);
                   } catch (const std::exception& error) {
                       Q_EMIT drawingFailed(QString::fromUtf8(error.what()));
                   }
               };
           });
}

}  // namespace lpstudio
