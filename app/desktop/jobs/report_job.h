#pragma once

#include <filesystem>
#include <memory>
#include <optional>

#include "app/desktop/jobs/job.h"
#include "app/project/runs/run_context.h"
#include "app/report/report_input.h"

namespace lpstudio {

/// Makes a report on a worker thread; its charts are drawn on the GUI thread (Qt Charts lives
/// there), one at a time between events.
class ReportJob final : public Job {
    Q_OBJECT

public:
    using Job::Job;
    /// `file` ends in .pdf, .html or .json. `known`: what was gathered for this very request, but
    /// for the file and the paper; null: nothing, it is gathered now.
    void start(const std::shared_ptr<RunContext>& run, const ReportRequest& request,
               const std::filesystem::path& file, std::shared_ptr<const ReportInput> known = {});

Q_SIGNALS:
    /// `pages`: 0 for what has none.
    void written(const QString& file, int pages);
};

}  // namespace lpstudio
