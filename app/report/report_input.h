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

/// Numbers of candidates as the user wrote them, each once. Throws UsageError naming one that is no
/// number or is given twice, or more than kMostReported of them.
std::vector<CandidateId> parseCandidates(const std::vector<std::string>& words);

/// The `lpstudio-cli report` that makes the same file, as wrapCommand() breaks it.
std::string reportCommandText(const ReportRequest& request, RunId run);
/// The same as it stands in the report, which does not depend on the name that the file gets.
std::string ownCommandText(ReportRequest request, RunId run);

/// Gathers what a report of the run says from the project: takes formats as they are stored,
/// measures weights, simulates; what no section asked for needs is left out. The uniform 8-bit
/// baseline is the run's first candidate of that kind. Takes seconds; belongs on a worker thread.
/// Throws Error if the run has no candidates or a wanted one is none of them, and as
/// RunContext::inputs(); UsageError for hardware that the request names and that is none;
/// Cancelled. An evaluation set whose number of images is not known costs the confidence intervals
/// only.
ReportInput gatherReport(RunContext& run, const ReportRequest& request,
                         const std::stop_token& stop = {}, const ProgressFunction& progress = {});

}  // namespace lpstudio
