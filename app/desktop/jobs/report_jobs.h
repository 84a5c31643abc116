#pragma once

#include <filesystem>
#include <memory>
#include <optional>

#include "app/desktop/jobs/job.h"
#include "app/project/runs/run_context.h"
#include "app/report/page_pictures.h"
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

/// A report as far as it can be made away from the GUI thread: what it says, and its pages without
/// their figures.
struct ReportPreview {
    std::shared_ptr<const ReportInput> input;
    std::shared_ptr<const ReportPages> pages;
};

/// Gathers what a report says and lays it out. What was gathered is kept, so that another choice of
/// sections or paper only lays out again, and another choice of candidates does not compare the
/// formats again.
class ReportPreviewJob final : public Job {
    Q_OBJECT

public:
    using Job::Job;
    void start(const std::shared_ptr<RunContext>& run, const ReportRequest& request);
    /// Drops what was gathered: the run has changed.
    void forget();

Q_SIGNALS:
    void ready(const lpstudio::ReportPreview& preview);

private:
    /// What a kept input was gathered for.
    struct Kept {
        std::shared_ptr<RunContext> run;
        std::vector<CandidateId> candidates;
        std::string hardware, project;
        std::shared_ptr<const ReportInput> input;
    };
    Kept kept_;
    /// Of the model of kept_.run.
    std::shared_ptr<const std::vector<ReportFormat>> formats_;
};

}  // namespace lpstudio
