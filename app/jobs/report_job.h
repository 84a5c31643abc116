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
