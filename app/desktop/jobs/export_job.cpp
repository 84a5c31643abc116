#include "app/desktop/jobs/export_job.h"

#include "app/project/runs/export_candidate.h"

namespace lpstudio {

void ExportJob::start(std::shared_ptr<RunContext> run, const ScoredCandidate& candidate,
                      const ExportOptions& options, const std::filesystem::path& folder) {
    launch(tr("Exporting candidate %1").arg(candidate.id.value),
           [this, run = std::move(run), candidate, options,
            folder](const JobContext& context) -> Delivery {
               QStringList files;
               for (const auto& file : exportCandidate(*run, candidate, options, folder,
                                                       context.stop, context.progress))
                   files << QString::fromStdString(file.string());
               return [this, files] { Q_EMIT written(files); };
           });
}

}  // namespace lpstudio
