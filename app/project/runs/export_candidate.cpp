#include "app/project/runs/export_candidate.h"

#include "app/project/import/assets.h"

namespace lpstudio {

std::vector<std::filesystem::path> exportCandidate(RunContext& run,
                                                   const ScoredCandidate& candidate,
                                                   const ExportOptions& options,
                                                   const std::filesystem::path& folder,
                                                   const std::stop_token& stop,
                                                   const ProgressFunction& progress) {
    const auto network = run.network();
    const Config config = makeConfig(*network, run.settings(),
                                     run.formats(stop, progress).assignment(candidate.candidate),
                                     run.outputShifts(candidate, stop, progress), candidate,
                                     run.store()->run(run.run()).floatTop1Percent);
    auto files = exportConfig(*network, config, options, folder, stop, progress);
    for (const std::filesystem::path& file : files)
        if (isConfigFile(file))
            rememberArtifact(*run.store(), "config", file, run.run(), candidate.id);
    return files;
}

}  // namespace lpstudio
