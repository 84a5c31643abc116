#pragma once

#include <string>

#include "app/project/store.h"
#include "app/report/report.h"
#include "core/model/quantization.h"

namespace lpstudio {

/// Gathers a run from the project. `assignment` holds the fitted formats of the chosen candidate
/// (SearchSession::assignment). The uniform 8-bit baseline is the run's first candidate of that
/// kind. Throws Error if the run has no candidates or `chosen` is none of them.
ReportInput makeReportInput(const ProjectStore& store, RunId run, CandidateId chosen,
                            const Network& network, const Assignment& assignment,
                            const std::string& command);

}  // namespace lpstudio
