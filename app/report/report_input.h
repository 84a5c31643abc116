#pragma once

#include <cstddef>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "app/project/runs/run_context.h"
#include "app/project/store/store.h"
#include "app/report/report.h"
#include "core/base/progress.h"
#include "core/study/session.h"

namespace lpstudio {

/// What the user wants reported, and how the command that makes the same file names things.
struct ReportRequest {
    std::vector<CandidateId> candidates;  ///< one to kMostReported, each once
    std::string hardware;                 ///< preset or file; empty: the run's
    std::string project, file;            ///< as the commands name them
    PageSize page = PageSize::A4;
    ReportSections sections = everySection();  ///< at least one

    bool operator==(const ReportRequest&) const = default;
};

/// The images that accuracy was measured on.
struct AccuracyImages {
    std::optional<std::size_t> count;
    std::string problem;  ///< why their number is not known
};

/// Numbers of candidates as the user wrote them, each once. Throws UsageError naming one that is no
/// number or is given twice, or more than kMostReported of them.
std::vector<CandidateId> parseCandidates(const std::vector<std::string>& words);

/// The `lpstudio-cli report` that makes the same file, as wrapCommand() breaks it.
std::string reportCommandText(const ReportRequest& request, RunId run);

/// Gathers a run from the project: fits formats, measures weights, simulates; what no section asked
/// for needs is left out. `session` is of this run. The uniform 8-bit baseline is the run's first
/// candidate of that kind. Takes seconds; belongs on a worker thread. Throws Error if the run has
/// no candidates or a wanted one is none of them, UsageError for hardware that the request names
/// and that is none, Cancelled.
ReportInput makeReportInput(const ProjectStore& store, RunId run, const Network& network,
                            const SearchSession& session, const AccuracyImages& accuracy,
                            const ReportRequest& request, const std::stop_token& stop = {},
                            const ProgressFunction& progress = {});

/// Everything a report of the run says. Takes seconds; for worker threads. Throws as
/// makeReportInput(). An evaluation set that cannot be read costs the confidence intervals only.
ReportInput gatherReport(RunContext& run, const ReportRequest& request,
                         const std::stop_token& stop = {}, const ProgressFunction& progress = {});

}  // namespace lpstudio
