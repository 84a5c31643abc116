#pragma once

#include "app/report/document.h"
#include "app/report/report.h"

namespace lpstudio {

/// What was found, in one paragraph and one table: float, uniform 8-bit, the chosen candidates.
void addResult(DocumentBuilder& document, const ReportInput& input);
/// Top-1 with confidence intervals, the float baseline first.
void addAccuracy(DocumentBuilder& document, const ReportInput& input);

}  // namespace lpstudio
