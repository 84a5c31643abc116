#pragma once

#include "app/report/page_writer.h"
#include "app/report/report.h"

namespace lpstudio {

/// What was found, in one sentence and one table: float, uniform 8-bit, the chosen candidate.
void writeSummary(PageWriter& page, const ReportInput& input);
/// Model, data, run, settings and the command that makes the same file.
void writeFacts(PageWriter& page, const ReportInput& input);
/// Parameters of every layer.
void writeLayers(PageWriter& page, const ReportInput& input);

}  // namespace lpstudio
