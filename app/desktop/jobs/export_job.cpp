#include "app/desktop/jobs/export_job.h"

#include "app/project/import/assets.h"

namespace lpstudio {

void ExportJob::start(std::shared_ptr<RunContext> run, const ScoredCandidate& candidate,
                      const ExportOptions& options, const std::filesystem::path& folder) {
    launch(tr("Exporting candidate %1").arg(candidate.id.value),
           [this, run = std::move(run), candidate, options,
            folder](const JobContext& context) -> Delivery {
               const SearchSession& session = run->session(context.stop, context.progress);
               const Config config = makeConfig(*run->network(), session, candidate,
                                                run->store()->run(run->run()).floatTop1Percent);
               QStringList files;
               for (const auto& file : exportConfig(*run->network(), config, options, folder,
                                                    context.stop, context.progress)) {
                   files << QString::fromStdString(file.string());
                   if (isConfigFile(file))
                       rememberArtifact(*run->store(), "config", file, run->run(), candidate.id);
               }
               return [this, files] { Q_EMIT written(files); };
           });
}

}  // namespace lpstudio
