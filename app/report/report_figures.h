#pragma once

#include "app/report/page_writer.h"
#include "app/report/report.h"

namespace lpstudio {

/// The charts of a report, one after the other, each with its caption.
void writeFigures(PageWriter& page, const ReportInput& input);

/// The chosen candidate. Throws Error if it is not among the candidates.
const ScoredCandidate& chosenCandidate(const ReportInput& input);

}  // namespace lpstudio
