#pragma once

#include <QStringList>
#include <filesystem>
#include <memory>

#include "app/desktop/jobs/job.h"
#include "app/project/export/export.h"
#include "app/project/runs/run_context.h"

namespace lpstudio {

/// Writes a candidate in the chosen forms.
class ExportJob final : public Job {
    Q_OBJECT

public:
    using Job::Job;
    void start(std::shared_ptr<RunContext> run, const ScoredCandidate& candidate,
               const ExportOptions& options, const std::filesystem::path& folder);

Q_SIGNALS:
    void written(const QStringList& files);
};

}  // namespace lpstudio
