#pragma once

#include <filesystem>
#include <memory>
#include <optional>

#include "app/jobs/job.h"
#include "app/jobs/run_context.h"
#include "app/report/report_input.h"

namespace lpstudio {

/// Everything a report of the run says. Takes seconds; for worker threads. Throws as
/// makeReportInput(). An evaluation set that cannot be read costs the confidence intervals only.
ReportInput gatherReport(RunContext& run, const ReportRequest& request,
                         const std::stop_token& stop = {}, const ProgressFunction& progress = {});

/// Gathers what a report says on a worker thread and draws the file on the GUI thread (Qt Charts
/// lives there).
class ReportJob final : public Job {
    Q_OBJECT

public:
    using Job::Job;
    /// `file` ends in .pdf or .html.
    void start(const std::shared_ptr<RunContext>& run, const ReportRequest& request,
               const std::filesystem::path& file);

Q_SIGNALS:
    /// `pages`: 0 for HTML.
    void written(const QString& file, int pages);
    /// The drawing failed; as failed(), but after the work.
    void drawingFailed(const QString& message);
};

}  // namespace lpstudio
